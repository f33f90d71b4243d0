"""Begin an article: a file with every field, to be filled in."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

from knowledge.document import read_document
from knowledge.errors import KnowledgeError
from knowledge.loader import load_topics
from knowledge.model import Topic
from knowledge.vocabulary import ALL_PUBLICS, ASPECTS, QUESTIONS, THEMES

_ID = re.compile(rf"(?:{'|'.join(THEMES)})/[a-z0-9]+(?:-[a-z0-9]+)*")

_TOP = """\
publics: [{public}]
written: {today}
reviewed: null                # only a counsellor fills in a date here
check_every: 6 months         # 3 months for what changes often, 12 or 24 for what stays
sources:
  - title: ""
    url: https://
    date: null                # of the page: "2026-03-01", "2026-03", "2026" or null
    says: |
      One fact a line; every figure of the article must stand here.
"""
_VERSION = """\
{language}:
  title: {title}
  label: ""                   # at most 24 characters, for lists; leave out if the title fits
  answer: |
    The first sentence answers the question. At most 120 words.
  easy: |
    The same in very short sentences. At most 60 words.
  aspects:                    # keep those that apply: {aspects}
    cost: ""
  questions:                  # {questions} or more, as people really ask
    - ""
"""
_BOTTOM = """\
for:                          # where the advice differs for a public or a situation
  without_papers:             # no identity card, no register; they see only aspects of their own
    fr:
      aspects:
        cost: ""
    nl:
      aspects:
        cost: ""
related: []
handover: suggest             # never, suggest or always
"""


def begin_article(article_id: str, folder: Path, today: date) -> Path:
    """Write the file of a new article and return its path.

    Raises KnowledgeError when the id is not well-formed or the article exists.
    """
    if not _ID.fullmatch(article_id):
        raise KnowledgeError(
            f"{article_id}: not an id: write <theme>/<name-in-small-letters>, "
            f"the theme one of {', '.join(THEMES)}"
        )
    path = folder / "articles" / f"{article_id}.yml"
    topic = load_topics(read_document(folder / "topics.yml")).get(article_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(_filled_in(topic, today))
    except FileExistsError:
        raise KnowledgeError(f"{path}: the article exists: edit it, or take another id") from None
    return path


def _filled_in(topic: Topic | None, today: date) -> str:
    public = topic.public if topic else ALL_PUBLICS
    text = _TOP.format(public=public, today=today.isoformat())
    for language in ("fr", "nl"):
        title = json.dumps(topic.titles[language] if topic else "", ensure_ascii=False)
        text += _VERSION.format(
            language=language,
            title=title,
            aspects=", ".join(ASPECTS),
            questions=QUESTIONS,
        )
    return text + _BOTTOM
