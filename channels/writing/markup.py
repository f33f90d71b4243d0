"""Markdown as a platform shows it: WhatsApp has its own signs for bold, Messenger has none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})

# While a text is put together, spans stand between private characters: only when the neighbours
# are known is it sure whether the platform will read the sign as one.
_MARKS = {
    "strong": ("\ue000", "\ue001"),
    "em": ("\ue002", "\ue003"),
    "code_inline": ("\ue004", "\ue005"),
}
_PRIVATE = re.compile("[\ue000-\ue005]")


@dataclass(frozen=True, slots=True)
class Style:
    """The signs of a platform; empty where it knows none."""

    strong: str
    em: str
    code: str
    bullet: str
    quote: str


WHATSAPP = Style(strong="*", em="_", code="`", bullet="- ", quote="> ")
PLAIN = Style(strong="", em="", code="", bullet="• ", quote="")


def render(markdown: str, style: Style, link: str = "{words}: {address}") -> str:
    """The text as the platform takes it; ``link`` lays out a link's words and address."""
    tree = SyntaxTreeNode(_markdown.parse(_PRIVATE.sub("", markdown)))
    return _signs(_Writer(style, link).blocks(tree.children), style).strip()


@dataclass(frozen=True, slots=True)
class _Writer:
    style: Style
    link: str

    def blocks(self, nodes: Iterable[SyntaxTreeNode], gap: str = "\n\n") -> str:
        """Blocks one after the other."""
        return gap.join(filter(None, map(self._block, nodes)))

    def _block(self, node: SyntaxTreeNode) -> str:
        if node.type in ("bullet_list", "ordered_list"):
            return "\n".join(self._items(node))
        if node.type == "blockquote":
            lines = self.blocks(node.children).split("\n")
            return "\n".join(self.style.quote + line for line in lines)
        if node.type == "heading":
            start, end = _MARKS["strong"]
            return start + _PRIVATE.sub("", self._inside(node)) + end
        if node.type in ("fence", "code_block", "html_block"):
            return node.content.rstrip("\n")
        return self._inside(node)

    def _items(self, node: SyntaxTreeNode) -> Iterable[str]:
        first = int(node.attrs.get("start") or 1)
        for number, item in enumerate(node.children, start=first):
            mark = f"{number}. " if node.type == "ordered_list" else self.style.bullet
            yield mark + self.blocks(item.children, "\n").replace("\n", "\n  ")

    def _inside(self, node: SyntaxTreeNode) -> str:
        return "".join(self._span(child) for inline in node.children for child in inline.children)

    def _span(self, node: SyntaxTreeNode) -> str:
        if node.type in ("softbreak", "hardbreak"):
            return "\n"
        if node.type == "link":
            return self._link("".join(map(self._span, node.children)), str(node.attrs["href"]))
        words = "".join(map(self._span, node.children)) if node.children else node.content
        start, end = _MARKS.get(node.type, ("", ""))
        return start + words + end

    def _link(self, words: str, address: str) -> str:
        """The words and where they lead; a number to call is its own address."""
        bare = address.removeprefix("mailto:")
        plain = _PRIVATE.sub("", words)
        if not bare or address.startswith("tel:") or _bare(plain) == _bare(bare):
            return words or bare
        if _bare(plain) == _bare(bare).partition("/")[0]:
            return bare  # the words are the site, the address says more
        return self.link.replace("{words}", words).replace("{address}", bare)


def _bare(address: str) -> str:
    """An address or a name of a site, without what is only form."""
    return re.sub(r"^https?://(www\.)?|^www\.|/$", "", address.strip().casefold())


def _signs(text: str, style: Style) -> str:
    """Put the signs where the platform reads them: at the edge of words, within one line."""
    signs = {"strong": style.strong, "em": style.em, "code_inline": style.code}
    for name, (start, end) in _MARKS.items():
        if signs[name]:
            edge = rf"[^\s{start}{end}]"
            span = rf"(?<!\w){start}({edge}(?:[^\n{start}{end}]*{edge})?){end}(?!\w)"
            text = re.sub(span, rf"{signs[name]}\1{signs[name]}", text)
        text = text.replace(start, "").replace(end, "")
    return text
