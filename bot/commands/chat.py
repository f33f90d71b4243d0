"""``azimut chat``"""

from __future__ import annotations

import asyncio

import click

from bot.alone import load_engine, take
from bot.commands.ask import show
from service.types import Choice, Engine, Json, Language


@click.command()
def chat() -> None:
    """Talk to Azimut in the terminal; nothing is kept. An empty line ends it."""
    asyncio.run(_talk(load_engine()))


async def _talk(engine: Engine) -> None:
    state: Json = {}
    language: Language | None = None
    choices: tuple[Choice, ...] = ()
    while text := click.prompt(">", default="", show_default=False).strip():
        picked = _picked(text, choices)
        result = await take(engine, text, language, state, picked)
        state = result.state
        if result.understanding.language in {"fr", "nl"}:
            language = result.understanding.language  # type: ignore[assignment]
        choices = result.replies[-1].choices if result.replies else ()
        for reply in result.replies:
            click.echo(show(reply))


def _picked(text: str, choices: tuple[Choice, ...]) -> Json | None:
    if text.isdigit() and 0 < int(text) <= len(choices):
        return choices[int(text) - 1].action
    return next((choice.action for choice in choices if choice.label == text), None)
