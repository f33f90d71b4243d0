"""The command line of the editors: ``azimut knowledge check|list|stale|show|new|search|page``.

Everything heavy is imported inside the commands, so that each starts within a second.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import click

from knowledge.errors import KnowledgeError
from knowledge.vocabulary import PUBLICS, SITUATIONS, THEMES

_FOLDER = click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The knowledge base. Default: the one that Azimut answers from.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_LANGUAGE = click.option("--lang", "language", type=click.Choice(["fr", "nl"]), default="fr")


def _one_line_errors(command: Callable[..., None]) -> Callable[..., None]:
    """Print an error of this package as one line and leave with 2."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except KnowledgeError as error:
            click.echo(str(error), err=True)
            sys.exit(2)

    return run


@click.group()
def knowledge() -> None:
    """The articles: check, list, show, search and begin them."""


@knowledge.command()
@click.argument("ids", nargs=-1, metavar="[ID or FILE]...")
@_FOLDER
@_JSON
@_one_line_errors
def check(ids: tuple[str, ...], folder: Path | None, as_json: bool) -> None:
    """Check all articles (or only those named); each finding one line, exit 2 if there is any."""
    from knowledge.checker import check as check_all
    from knowledge.loader import FOLDER

    folder = (folder or FOLDER).resolve()
    only = {_article_path(name, folder / "articles") for name in ids}
    findings = check_all(folder, only or None)
    if as_json:
        _print_json([finding.as_json() for finding in findings])
    else:
        for finding in findings:
            click.echo(str(finding))
        click.echo(f"{len(findings)} findings" if findings else "no findings", err=True)
    sys.exit(2 if findings else 0)


def _article_path(name: str, articles: Path) -> Path:
    path = Path(name)
    return (path if path.suffix == ".yml" else articles / f"{name}.yml").resolve()


@knowledge.command("list")
@click.option("--theme", type=click.Choice(THEMES))
@click.option("--public", type=click.Choice(PUBLICS))
@_FOLDER
@_JSON
@_one_line_errors
def list_articles(
    theme: str | None, public: str | None, folder: Path | None, as_json: bool
) -> None:
    """List the articles with both titles, dates and reading ease."""
    from knowledge.loader import load_knowledge
    from knowledge.readability import reading_ease
    from knowledge.text import plain

    rows = []
    for article in load_knowledge(folder):
        if (theme and article.theme != theme) or (public and not article.serves(public)):
            continue
        row: dict[str, object] = {"id": article.id, "publics": list(article.publics)}
        for language, version in article.versions.items():
            ease = round(reading_ease(plain(version.answer), language))
            row[language] = {"title": version.title, "ease": ease}
        row |= {
            "written": article.written.isoformat(),
            "reviewed": article.reviewed.isoformat() if article.reviewed else None,
            "due": article.due_on.isoformat(),
        }
        rows.append(row)
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        fr, nl = row["fr"], row["nl"]
        assert isinstance(fr, dict) and isinstance(nl, dict)
        click.echo(f"{row['id']}  {fr['title']} ({fr['ease']}) | {nl['title']} ({nl['ease']})")
        click.echo(f"    written {row['written']}, reviewed {row['reviewed']}, due {row['due']}")


@knowledge.command()
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="As of this day.")
@_FOLDER
@_JSON
@_one_line_errors
def stale(day: Any, folder: Path | None, as_json: bool) -> None:
    """List the articles that are due for a check against their sources."""
    from knowledge.freshness import stale as find_stale
    from knowledge.loader import load_knowledge

    due = find_stale(load_knowledge(folder), day.date() if day else date.today())
    if as_json:
        _print_json(
            [
                {
                    "id": each.article.id,
                    "due": each.due_on.isoformat(),
                    "days": each.days,
                }
                for each in due
            ]
        )
        return
    for each in due:
        never = "" if each.article.reviewed else ", never reviewed by a counsellor"
        click.echo(f"{each.article.id}  due {each.due_on} ({each.days} days ago{never})")
    click.echo(f"{len(due)} articles are due" if due else "no article is due", err=True)


@knowledge.command()
@click.argument("article_id", metavar="ID")
@_LANGUAGE
@click.option("--for", "said", type=click.Choice(PUBLICS + SITUATIONS), multiple=True)
@_FOLDER
@_JSON
@_one_line_errors
def show(
    article_id: str,
    language: str,
    said: tuple[str, ...],
    folder: Path | None,
    as_json: bool,
) -> None:
    """Show an article as a visitor sees it (--for without_papers: as they see it)."""
    from knowledge.loader import load_knowledge
    from knowledge.show import as_json as shown_as_json
    from knowledge.show import as_text

    shown = load_knowledge(folder).get(article_id).shown(language, said)
    if as_json:
        _print_json(shown_as_json(shown))
    else:
        click.echo(as_text(shown))


@knowledge.command()
@click.argument("article_id", metavar="ID")
@_FOLDER
@_JSON
@_one_line_errors
def new(article_id: str, folder: Path | None, as_json: bool) -> None:
    """Begin an article: writes a file to fill in."""
    from knowledge.loader import FOLDER
    from knowledge.template import begin_article

    path = begin_article(article_id, folder or FOLDER, date.today())
    if as_json:
        _print_json({"id": article_id, "path": str(path)})
    else:
        click.echo(f"{path}: fill it in, then run `azimut knowledge check {article_id}`")


@knowledge.command()
@click.argument("words", nargs=-1)
@_LANGUAGE
@click.option("--theme", type=click.Choice(THEMES))
@click.option("--public", type=click.Choice(PUBLICS))
@click.option("--limit", type=click.IntRange(1, 200), default=20)
@_FOLDER
@_JSON
@_one_line_errors
def search(
    words: tuple[str, ...],
    language: str,
    theme: str | None,
    public: str | None,
    limit: int,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Search the articles; without words, list those of a theme or public."""
    from dataclasses import asdict

    from knowledge.loader import load_knowledge
    from knowledge.search import ArticleSearch

    hits = ArticleSearch(load_knowledge(folder)).find(
        " ".join(words), language, theme=theme, public=public, limit=limit
    )
    if as_json:
        _print_json([asdict(hit) for hit in hits])
        return
    for hit in hits:
        click.echo(f"{hit.id}  {hit.title}\n    {hit.snippet}")
    click.echo(f"{len(hits)} articles" if hits else "nothing found", err=True)


@knowledge.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_FOLDER
@_one_line_errors
def page(file: Path, folder: Path | None) -> None:
    """Write a page with all articles side by side in both languages."""
    from knowledge.loader import load_knowledge
    from knowledge.page import render_page

    file.write_text(render_page(load_knowledge(folder), date.today()), encoding="utf-8")
    click.echo(f"{file}: open it in a browser")


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
