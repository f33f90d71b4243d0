"""Stands for bot.trying: answers what is a phrasing of an article, word for word."""

from __future__ import annotations

import json
import sys

from knowledge.loader import load_knowledge
from service.types import Json


def main() -> None:
    """Answer every line."""
    asked = {
        (language, phrasing): article.id
        for article in load_knowledge()
        for language, version in article.versions.items()
        for phrasing in version.questions
    }
    for line in sys.stdin:
        question = json.loads(line)
        found = asked.get((question["language"], question["text"]))
        outcome = "answered" if found else "unanswered"
        answer: Json = {"outcome": outcome, "article": found, "choices": []}
        print(f"azimut: {json.dumps(answer)}", flush=True)


if __name__ == "__main__":
    main()
