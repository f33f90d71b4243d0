"""One HTML page with all articles, French and Dutch side by side, to be read by people."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape
from markdown_it import MarkdownIt
from markupsafe import Markup

from knowledge.model import Knowledge
from knowledge.readability import reading_ease
from knowledge.text import plain
from knowledge.vocabulary import LANGUAGES, THEMES


def render_page(knowledge: Knowledge, today: date) -> str:
    """The page as HTML: no script, nothing loaded from elsewhere."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["markdown"] = _markdown
    environment.filters["ease"] = _ease
    by_theme = {theme: [each for each in knowledge if each.theme == theme] for theme in THEMES}
    return environment.get_template("page.html.jinja").render(
        knowledge=knowledge, by_theme=by_theme, languages=LANGUAGES, today=today
    )


def _markdown(text: str) -> Markup:
    """Markdown as HTML; raw HTML in the text is shown, not obeyed."""
    return Markup(MarkdownIt("commonmark", {"html": False}).render(text))  # noqa: S704 (the text is ours, its HTML escaped)


def _ease(text: str, language: str) -> int:
    return round(reading_ease(plain(text), language))
