"""Mounts the pages of learning."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import aiohttp_jinja2
import jinja2
from aiohttp import web

from desk.learning import articles, changes, gaps, trials, upkeep
from desk.learning.preview import PREVIEW, Preview
from knowledge.model import ShownArticle

_HERE = Path(__file__).parent


def add_learning(
    desk: web.Application,
    preview: Callable[[ShownArticle], Mapping[str, Sequence[str]]] | None = None,
) -> None:
    """Mount the pages on the desk's application, whose templates are set up.

    ``preview`` gives the messages of an article by platform; the application knows how.
    """
    environment = aiohttp_jinja2.get_env(desk)
    own = jinja2.FileSystemLoader(_HERE / "templates")
    environment.loader = jinja2.ChoiceLoader([environment.loader or own, own])
    environment.globals["learning"] = True
    desk[PREVIEW] = Preview(preview or (lambda article: {}))
    desk.add_routes(learning_routes())


def learning_routes() -> list[web.RouteDef]:
    """The routes."""
    return [
        *gaps.routes(),
        *articles.routes(),
        *changes.routes(),
        *trials.routes(),
        *upkeep.routes(),
    ]
