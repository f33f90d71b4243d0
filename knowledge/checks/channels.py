"""What WhatsApp, Messenger and the web can all show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from markdown_it import MarkdownIt

from knowledge.draft import Draft
from knowledge.finding import Finding
from knowledge.organisations import REFERENCE
from knowledge.vocabulary import MESSAGE_LENGTH

_SHOWN_EVERYWHERE = {
    *("paragraph_open", "paragraph_close", "inline", "text", "softbreak", "hardbreak"),
    *(
        "bullet_list_open",
        "bullet_list_close",
        "ordered_list_open",
        "ordered_list_close",
    ),
    *("list_item_open", "list_item_close", "strong_open", "strong_close"),
    *("link_open", "link_close", "text_special"),
}
_NAMES = {
    "heading_open": "a heading",
    "table_open": "a table",
    "image": "an image",
    "code_inline": "code",
    "code_block": "a text indented by four spaces (shown as code)",
    "fence": "code",
    "html_inline": "HTML",
    "html_block": "HTML",
    "blockquote_open": "a quotation",
    "hr": "a line (---)",
    "em_open": "italics",
    "s_open": "struck text",
}
_MEND = "use only paragraphs, - lists, **bold** and [links](https://...)"


def markdown(draft: Draft) -> Iterator[Finding]:
    """Markdown that some channel would show as raw signs."""
    for text in draft.texts():
        raw = REFERENCE.sub("Nom", text.raw)
        for kind in sorted(_unshowable(raw)):
            yield draft.finding(text.place, f"{text.name} holds {_NAMES.get(kind, kind)}", _MEND)
        if raw.count("**") % 2:
            yield draft.finding(text.place, f"{text.name} has a ** without its pair", _MEND)


def characters(draft: Draft) -> Iterator[Finding]:
    """Invisible and private characters, which phones show as boxes."""
    for text in draft.texts():
        for offset, char in enumerate(text.raw):
            if char != "\n" and unicodedata.category(char) in {"Cc", "Cf", "Co", "Cn"}:
                yield draft.finding(
                    text.place,
                    f"{text.name} holds the invisible character U+{ord(char):04X}",
                    "delete it",
                    offset,
                )


def message_length(draft: Draft) -> Iterator[Finding]:
    """Texts that do not fit in one message of the narrowest channel."""
    for text in draft.texts():
        if len(text.raw) > MESSAGE_LENGTH:
            yield draft.finding(
                text.place,
                f"{text.name} has {len(text.raw)} characters",
                f"shorten it to {MESSAGE_LENGTH}, so that it fits in one message",
            )


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _unshowable(raw: str) -> set[str]:
    found = set()
    depth = 0
    for token in _parser().parse(raw):
        depth += {"bullet_list_open": 1, "bullet_list_close": -1}.get(token.type, 0)
        found |= {token.type} if token.nesting >= 0 else set()
        found |= {child.type for child in token.children or [] if child.nesting >= 0}
        if depth > 1:
            found.add("a list in a list")
    return {
        kind for kind in found - _SHOWN_EVERYWHERE if not re.match(r"(thead|tbody|tr|t[hd])_", kind)
    }
