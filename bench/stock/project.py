"""Writes the peer's project.  ``python -m bench.stock.project FOLDER [EVERY]``

What `rasa init` makes, with the default pipeline and policies of the release, but with our
training data: the same examples, each article a response of the retrieval intent `ask`, each act
an intent with an answer, or with a custom action where an answer needs one.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from bot.quiet import hush_rasa

hush_rasa()

from rasa.shared.importers.importer import TrainingDataImporter  # noqa: E402

from bench.conversations import Turn, conversations  # noqa: E402
from bench.stock.settings import CUSTOM, action_of  # noqa: E402
from knowledge.loader import load_knowledge  # noqa: E402
from nlu.examples import article_of  # noqa: E402

STORIES = 20  # written by hand, a project of this size would hardly have more
SESSION = {"session_expiration_time": 60, "carry_over_slots_to_new_session": True}


def main(folder: Path, every: int = 1) -> None:
    """Write every file of the project. ``every``: only one in so many examples of an intent, for a
    training that ends soon: the load runs need the peer's speed, not its accuracy."""
    importer = TrainingDataImporter.load_from_config("config.yml", "domain.yml", ["data"])
    examples = _examples(importer.get_nlu_data().intent_examples, every)
    acts = sorted({intent.partition("/")[0] for intent in examples})
    (folder / "data").mkdir(parents=True, exist_ok=True)
    _write(folder / "data" / "nlu.yml", {"nlu": _blocks(examples)})
    _write(folder / "data" / "stories.yml", {"stories": _stories(set(acts))})
    _write(folder / "data" / "rules.yml", {"rules": _rules([*acts, "nlu_fallback"])})
    _write(folder / "domain.yml", _domain(acts, sorted(set(examples) - set(acts))))
    total = sum(map(len, examples.values()))
    print(f"{total} examples, {len(acts)} intents, {len(examples) - len(acts) + 1} responses")


def _examples(messages: list[Any], every: int) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for message in messages:
        name = message.get("intent_response_key") or message.get("intent")
        text = " ".join((message.get("text") or "").split())
        if text and name:
            found[name][text] = None
    return {intent: list(texts)[::every] for intent, texts in sorted(found.items())}


def _blocks(examples: dict[str, list[str]]) -> list[dict[str, str]]:
    """Brackets would be read as entities."""
    mend = str.maketrans("[]{}", "()()")
    return [
        {"intent": intent, "examples": "".join(f"- {text.translate(mend)}\n" for text in texts)}
        for intent, texts in examples.items()
    ]


def _stories(acts: set[str]) -> list[dict[str, Any]]:
    return [
        {"story": f"conversation {number}", "steps": _steps(spoken, acts)}
        for number, spoken in enumerate(conversations(STORIES, seed=1))
    ]


def _steps(spoken: list[Turn], acts: set[str]) -> list[dict[str, str]]:
    said = [turn.act for turn in spoken if turn.act in acts]
    return [step for act in said for step in ({"intent": act}, {"action": action_of(act)})]


def _rules(acts: list[str]) -> list[dict[str, Any]]:
    """An answer to each act, as Rasa's manual has it for questions and small talk; without them
    a peer of few epochs would leave turns without an answer."""
    return [
        {"rule": f"always {act}", "steps": [{"intent": act}, {"action": action_of(act)}]}
        for act in acts
    ]


def _domain(acts: list[str], keys: list[str]) -> dict[str, Any]:
    knowledge = load_knowledge()
    answers = {f"utter_{act}": [{"text": act}] for act in (*acts, "nlu_fallback")}
    for key in keys:
        versions = knowledge.get(article_of(key)).versions
        answers[f"utter_{key}"] = [{"text": version.answer} for version in versions.values()]
    answers.pop("utter_ask", None)
    return {
        "intents": acts,
        "responses": answers,
        "actions": ["utter_ask", *CUSTOM.values()],
        "session_config": SESSION,
    }


def _write(path: Path, content: dict[str, Any]) -> None:
    text = yaml.safe_dump({"version": "3.1", **content}, sort_keys=False, allow_unicode=True)
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
