"""Check the knowledge base: everything that must hold before a visitor reads it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

from knowledge.checks import (
    channels,
    collection,
    dates,
    elision,
    facts,
    links,
    names,
    phrasings,
    shape,
    style,
    without_papers,
    writing,
)
from knowledge.checks.context import Context
from knowledge.document import read_document
from knowledge.draft import Draft
from knowledge.errors import BrokenFile
from knowledge.finding import Finding
from knowledge.loader import FOLDER, article_id, load_organisations, load_topics

#: Rules that need one article only.
DRAFT_RULES: tuple[Callable[[Draft], Iterator[Finding]], ...] = (
    shape.shape,
    writing.lengths,
    writing.long_sentences,
    writing.readability,
    style.polite,
    style.from_here,
    channels.markdown,
    channels.characters,
    channels.message_length,
    links.source_addresses,
    facts.unsourced_streets,
    phrasings.enough,
    phrasings.own_words,
    without_papers.no_identity_asked,
    without_papers.aspects_of_their_own,
    dates.not_in_the_future,
)
#: Rules that need one article and the lists of organisations and topics.
CONTEXT_RULES: tuple[Callable[[Draft, Context], Iterator[Finding]], ...] = (
    links.references,
    links.links,
    facts.unsourced_figures,
    names.spellings,
    names.plain_names,
    elision.elisions,
)
#: Rules over all articles.
COLLECTION_RULES: tuple[Callable[[Sequence[Draft], Context], Iterator[Finding]], ...] = (
    collection.topics,
    collection.related,
    collection.places,
    phrasings.unique,
    collection.labels,
)


def check(folder: Path | None = None, only: Collection[Path] | None = None) -> list[Finding]:
    """Every finding on the knowledge base of a folder, sorted by file and line.

    ``only`` these articles are looked at, though still beside the others, when paths are given.
    Raises BrokenFile when the lists of organisations or topics cannot be read.
    """
    folder = folder or FOLDER
    context = Context(
        folder,
        load_organisations(read_document(folder / "organisations.yml")),
        load_topics(read_document(folder / "topics.yml")),
    )
    drafts, findings = read_drafts(folder)
    for draft in drafts:
        if only is None or draft.document.path in only:
            findings += check_draft(draft, context)
    for rule in COLLECTION_RULES:
        findings += rule(drafts, context)
    return sorted({each for each in findings if only is None or each.path in only})


def check_draft(draft: Draft, context: Context) -> Iterable[Finding]:
    """Every finding on one article, without regard to the others."""
    for rule in DRAFT_RULES:
        yield from rule(draft)
    for rule_in_context in CONTEXT_RULES:
        yield from rule_in_context(draft, context)


def read_drafts(folder: Path) -> tuple[list[Draft], list[Finding]]:
    """The articles of a folder, and findings on those that are no YAML at all."""
    drafts, findings = [], []
    for path in sorted((folder / "articles").glob("*/*.yml")):
        try:
            draft = Draft(article_id(path, folder), read_document(path))
            _ = draft.data
            drafts.append(draft)
        except BrokenFile as error:
            findings.append(Finding(error.path, error.line, error.message, error.mend))
    return drafts, findings
