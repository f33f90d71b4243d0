"""The templates, and what they may call."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp_jinja2
import jinja2
from aiohttp import web
from markupsafe import Markup

from desk import moments
from desk.board import Board, meant_for
from desk.static import StaticFiles
from knowledge.model import Knowledge
from service.markdown import to_html
from service.views import Alarm, QueueEntry
from service.wording import catalogue, known, say

_FOLDER = Path(__file__).parent / "templates"
_Context = jinja2.runtime.Context


def set_up(app: web.Application, knowledge: Knowledge, static: StaticFiles, board: Board) -> None:
    """Prepare the templates of the desk's application."""
    environment = aiohttp_jinja2.setup(
        app,
        loader=jinja2.FileSystemLoader(_FOLDER),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["markdown"] = _markdown
    environment.globals.update(_texts(), **_times())
    environment.globals["static"] = static.address
    environment.globals["article_title"] = _article_title(knowledge)
    environment.globals["entry_card"] = jinja2.pass_context(_entry_card(environment, board))
    environment.globals["learning"] = False


def label(group: str, value: str | None, language: str) -> str:
    """The name of a value of our vocabulary; one that is new is shown as it is."""
    key = f"desk.{group}.{value}"
    return say(key, language) if known(key) else (value or "")


def age_of(moment: datetime, now: datetime) -> str:
    """How long ago, short: 3 min, 2 h 05, 4 × 24 h."""
    minutes = max(0, int((now - moment).total_seconds())) // 60
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02}" if hours < 24 else f"{hours // 24} × 24 h"


def _texts() -> dict[str, Any]:
    return {
        "t": _pass(lambda language, key, **values: say(f"desk.{key}", language, **values)),
        "label": _pass(lambda language, group, value: label(group, value, language)),
        "done_text": _pass(_done_text),
        "alarm_text": _pass(_alarm_text),
        "script_words": _pass(_script_words),
        "link": _pass_context(_link),
        "age_of": age_of,
    }


def _times() -> dict[str, Any]:
    return {
        "clock": _pass(lambda language, moment: moments.clock(moment, language)),
        "full": _pass(lambda language, moment: moments.full(moment, language)),
        "when": _pass(lambda language, moment: moments.when(moment, language)),
        "stamp": _pass(lambda language, moment: moments.stamp(moment, language)),
        "day_name": _pass(lambda language, when: moments.day(when, language)),
        "short_day": _pass(lambda language, when: moments.short_day(when, language)),
        "weekday": _pass(lambda language, number: moments.weekday(number, language)),
        "timedelta": timedelta,
    }


def _pass(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that gets the language of the page first."""

    @jinja2.pass_context
    def call(context: _Context, *args: Any, **values: Any) -> Any:
        return function(context["language"], *args, **values)

    return call


def _pass_context(function: Callable[..., Any]) -> Callable[..., Any]:
    return jinja2.pass_context(function)


def _done_text(language: str, code: str) -> str:
    """Only texts of ours: an address cannot put words on the page."""
    key = f"desk.done.{code}"
    return say(key if known(key) else "desk.done.saved", language)


def _alarm_text(language: str, alarm: Alarm) -> str:
    key = f"alarm.{alarm.detail}"
    name = label("channel", alarm.name, language)
    return say(key, language, name=name) if known(key) else name


def _script_words(language: str) -> Markup:
    """The texts that the scripts need, as JSON that is safe inside a page."""
    prefix = "desk.script."
    words = {
        key.removeprefix(prefix): text
        for key, text in catalogue(language).items()
        if key.startswith(prefix)
    }
    return Markup(json.dumps(words).replace("<", "\\u003c"))  # noqa: S704 - our own texts


def _link(
    context: _Context,
    address: str,
    key: str,
    badge: int = 0,
    badge_id: str = "",
    starts: tuple[str, ...] = (),
) -> Markup:
    """An entry of the navigation, marked when the page is in its part."""
    path = str(context["path"])
    here = path == address or any(path.startswith(start) for start in starts or (address,)
                                  if start != "/desk/")  # fmt: skip
    count = Markup('<span class="badge" id="{}"{}>{}</span>').format(
        badge_id, Markup("") if badge else Markup(" hidden"), badge
    )
    return Markup('<li><a href="{}"{}>{}{}</a></li>').format(
        address,
        Markup(' aria-current="page"') if here else "",
        say(f"desk.{key}", str(context["language"])),
        count if badge_id else "",
    )


def _article_title(knowledge: Knowledge) -> Callable[..., Any]:
    def title(language: str, article_id: str) -> str:
        article = knowledge.articles.get(article_id)
        return article.versions[language].title if article else article_id

    return _pass(title)


def _entry_card(environment: jinja2.Environment, board: Board) -> Callable[..., Markup]:
    def card(context: _Context, entry: QueueEntry, kind: str) -> Markup:
        return board.entries.card(
            environment.get_template("_card.html"),
            entry,
            kind,
            context["language"],
            context["now"],
            current=entry.conversation_id == context["open_id"],
            for_me=meant_for(entry, context["me"]),
            for_name=context["names"].get(entry.for_counsellor, ""),
        )

    return card


def _markdown(text: str) -> Markup:
    """Sanitised. Links open beside the desk: a conversation is not left by a click."""
    return Markup(to_html(text).replace("<a href=", '<a target="_blank" href='))  # noqa: S704
