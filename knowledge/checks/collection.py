"""The articles as a whole: topics, related articles, places of files, labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.checks.context import Context
from knowledge.draft import Draft
from knowledge.finding import Finding
from knowledge.text import shorten
from knowledge.vocabulary import LABEL_LENGTH, LANGUAGES, THEMES


def topics(_drafts: Sequence[Draft], context: Context) -> Iterator[Finding]:
    """Topics without an article."""
    for topic in context.topics:
        path = context.folder / "articles" / f"{topic}.yml"
        if not path.exists():
            yield Finding(path, 1, "the topic has no article", f"`azimut knowledge new {topic}`")


def related(drafts: Sequence[Draft], context: Context) -> Iterator[Finding]:
    """Related articles that do not exist."""
    known = {draft.id for draft in drafts} | set(context.topics)
    for draft in drafts:
        ids = draft.data.get("related")
        for index, other in enumerate(ids if isinstance(ids, list) else []):
            if other not in known or other == draft.id:
                yield draft.finding(
                    ("related", index),
                    f"{other} is no other article",
                    "use an id of `azimut knowledge list`",
                )


def places(drafts: Sequence[Draft], context: Context) -> Iterator[Finding]:
    """Files that no article can be in."""
    articles = context.folder / "articles"
    expected = set(articles.glob("*/*.yml"))
    for path in sorted(articles.rglob("*")):
        if path.is_file() and path not in expected:
            yield Finding(path, 1, "no article", "articles are articles/<theme>/<name>.yml")
    for draft in drafts:
        if draft.id.split("/")[0] not in THEMES:
            yield draft.finding((), "unknown theme", "use one of " + ", ".join(THEMES))


def labels(drafts: Sequence[Draft], _context: Context) -> Iterator[Finding]:
    """Articles that a list on WhatsApp would show cut off, or under the letters of another."""
    seen: dict[tuple[str, str], Draft] = {}
    for draft in drafts:
        for language in LANGUAGES:
            label = _label(draft, language)
            if label.endswith("…"):
                yield draft.finding(
                    (language, "title"),
                    f'in lists its {language} title is cut to "{label}"',
                    f"add a `label` of at most {LABEL_LENGTH} characters",
                )
            first = seen.setdefault((language, label), draft)
            if first is not draft and label:
                yield draft.finding(
                    (language, "title"),
                    f'in lists its {language} title is "{label}", like that of {first.id}',
                    f"add a `label` of at most {LABEL_LENGTH} characters",
                )


def _label(draft: Draft, language: str) -> str:
    version = draft.data.get(language)
    if not isinstance(version, dict):
        return ""
    return str(version.get("label") or shorten(str(version.get("title") or ""), LABEL_LENGTH))
