"""``azimut ask``"""

from __future__ import annotations

import asyncio
import json
from typing import cast

import click

from bot.alone import load_engine, take
from service.types import Json, Language, Reply, TurnResult, to_json


@click.command()
@click.argument("question")
@click.option("--lang", type=click.Choice(["fr", "nl"]), help="The conversation's language.")
@click.option("--json", "as_json", is_flag=True, help="The whole result as JSON.")
@click.option("--why", is_flag=True, help="Which words and phrasings led to the answer.")
def ask(question: str, lang: str | None, as_json: bool, why: bool) -> None:
    """Ask one question; nothing is kept."""
    result = asyncio.run(take(load_engine(), question, cast("Language | None", lang)))
    if as_json:
        click.echo(json.dumps(_as_json(result), ensure_ascii=False, indent=1))
        return
    for reply in result.replies:
        click.echo(show(reply))
    if why:
        click.echo(_why(result))


def show(reply: Reply) -> str:
    """A reply as a terminal shows it: text, numbered choices, sources."""
    lines = [reply.text.strip()]
    lines += [f"  {number}. {choice.label}" for number, choice in enumerate(reply.choices, 1)]
    if reply.article:
        lines += [f"  [{item['title']}] {item['url']}" for item in reply.article.sources]
    return "\n".join(lines) + "\n"


def _as_json(result: TurnResult) -> Json:
    whole = to_json(result)
    whole.pop("state")
    return whole


def _why(result: TurnResult) -> str:
    heard = result.understanding
    lines = [f"act {heard.act}, outcome {heard.outcome}, confidence {heard.confidence}"]
    lines += [f"  {item['confidence']:.2f}  {item['id']}" for item in heard.ranking[:5]]
    lines += [f"  {json.dumps(item, ensure_ascii=False)}" for item in heard.why]
    return "\n".join(lines)
