"""Somebody who said that they have no papers is never asked for any."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.draft import Draft, Text
from knowledge.finding import Finding
from knowledge.organisations import REFERENCE
from knowledge.safety import identity_requests
from knowledge.text import shorten
from knowledge.vocabulary import LANGUAGES, WITHOUT_PAPERS


def no_identity_asked(draft: Draft) -> Iterator[Finding]:
    """Requests in any text that a visitor without papers could be shown."""
    for text in _shown_without_papers(draft):
        # the id stands for the name: closed registers are known by their id
        for clause in identity_requests(REFERENCE.sub(r"\1", text.raw)):
            mend = (
                "say what is possible without papers"
                if text.variant
                else "write for.without_papers in both languages, or reword"
            )
            yield draft.finding(
                text.place,
                f'{text.name} may ask a person without papers for them: "{shorten(clause, 70)}"',
                mend,
                max(0, text.raw.find(clause[:25])),
            )


def aspects_of_their_own(draft: Draft) -> Iterator[Finding]:
    """Aspects that a visitor without papers asks for in vain: only their own are shown to them."""
    aspects: dict[tuple[str, str | None], dict[object, Text]] = {}
    for text in draft.texts():
        if text.kind == "aspects" and text.variant in (None, WITHOUT_PAPERS):
            aspects.setdefault((text.language, text.variant), {})[text.place[-1]] = text
    for language in LANGUAGES:
        own = aspects.get((language, WITHOUT_PAPERS), {})
        for name, text in aspects.get((language, None), {}).items():
            if name not in own:
                yield draft.finding(
                    text.place,
                    f"{text.name} is not told to a person without papers",
                    f"write it for them under for.without_papers.{language}.aspects",
                )


def _shown_without_papers(draft: Draft) -> Iterator[Text]:
    texts = draft.texts()
    own = {(text.language, text.kind) for text in texts if text.variant == WITHOUT_PAPERS}
    for text in texts:
        inherited = text.variant is None and text.kind in {"answer", "easy"}
        if text.variant == WITHOUT_PAPERS or (inherited and (text.language, text.kind) not in own):
            yield text
