"""The engine: Rasa's dialogue, as a pure function of message, dialogue state and snapshot.

The only room (with bot/engine_graph.py, bot/dialogue.py and bot/in_process.py) that imports
``rasa.core``. It keeps nothing, writes nothing, sends nothing; failures are raised.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.engine_imports import unread
from bot.quiet import hush_rasa

hush_rasa()
with unread():
    import rasa.engine.recipes.default_components  # noqa: F401  # imports all that Rasa has

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage  # noqa: E402
from rasa.core.lock_store import InMemoryLockStore  # noqa: E402
from rasa.core.nlg import TemplatedNaturalLanguageGenerator  # noqa: E402
from rasa.shared.core.domain import Domain  # noqa: E402

from actions.routing import Route, route  # noqa: E402
from actions.stage import EFFECT, NEED, OUTCOME, REPLY  # noqa: E402
from bot.dialogue import SENDER, OneTurnStore, begin, condense, rebuild  # noqa: E402
from bot.engine_graph import LeanProcessor  # noqa: E402
from bot.errors import EngineFailed, ModelMissing  # noqa: E402
from bot.in_process import InProcessActions  # noqa: E402
from service.types import (  # noqa: E402
    Effect,
    Json,
    TurnInput,
    TurnResult,
    Understanding,
    reply_from_json,
    to_json,
)


class RasaEngine:
    """Takes turns with a trained model. One turn at a time: use one a process."""

    def __init__(self, model: Path) -> None:
        self._actions = InProcessActions()
        self._store = OneTurnStore(Domain.empty())
        try:
            self._processor = LeanProcessor(
                model,
                self._store,
                InMemoryLockStore(),
                TemplatedNaturalLanguageGenerator({}),
                action_endpoint=self._actions,
            )
        except Exception as error:
            raise ModelMissing(
                f"{model}: cannot be loaded ({error}); run `azimut train`"
            ) from error
        self._domain: Domain = self._processor.domain

    async def ready(self) -> bool:
        """Whether turns can be taken."""
        return True

    async def understand(self, text: str, language: str | None = None) -> Json:
        """What the understanding says of a text. Text that begins with a slash is text."""
        message = UserMessage(_plain(text), sender_id=SENDER, metadata={"language": language})
        parse: Json = await self._processor.parse_message(message)
        parse["text"] = text
        return parse

    async def respond(self, turn: TurnInput) -> TurnResult:
        """Take a turn. Raises EngineFailed; then nothing has changed anywhere."""
        parse = await self.understand(turn.text, turn.language)
        slots = turn.state.get("slots", {})
        way = route(parse, turn, turn.state.get("form"), slots)
        if way.silent:
            return _silent(parse, way, turn)
        payloads, state = await self._play(parse, way, turn)
        return _result(parse, way, turn, payloads, state)

    async def _play(self, parse: Json, way: Route, turn: TurnInput) -> tuple[list[Json], Json]:
        """Let Rasa's rules choose the actions; collect what these want said and done."""
        state = turn.state if way.keep_form else {"slots": turn.state.get("slots", {})}
        self._store.tracker = rebuild(begin(state), self._domain)
        self._actions.begin_turn()
        channel = CollectingOutputChannel()
        metadata = _metadata(turn, way)
        heard = {
            **parse,
            "intent": {**parse["intent"], "name": way.act},
            "metadata": metadata,
        }
        message = UserMessage(
            turn.text,
            channel,
            SENDER,
            parse_data=heard,
            input_channel=turn.channel,
            metadata=metadata,
        )
        await self._processor.handle_message(message)
        if self._actions.failure is not None:
            failure = self._actions.failure
            raise EngineFailed(f"an action failed: {type(failure).__name__}") from failure
        payloads = [item["custom"] for item in channel.messages if "custom" in item]
        return payloads, condense(self._store.tracker)


def _plain(text: str) -> str:
    """Rasa obeys text that begins with a slash ("/restart"); without it, it is only read."""
    stripped = text.lstrip()
    return stripped.lstrip("/").lstrip() or " " if stripped.startswith("/") else text


def _metadata(turn: TurnInput, way: Route) -> Json:
    """What the actions read beside the message (actions.visit)."""
    whole = to_json(turn)
    kept = ("channel", "snapshot", "public", "situations")
    return {
        "language": turn.language,
        "turn": {name: whole[name] for name in kept} | {"choice": way.choice},
        "route": {"language": way.language, "switched": way.switched, "heard": way.heard},
    }


def _result(
    parse: Json, way: Route, turn: TurnInput, payloads: list[Json], state: Json
) -> TurnResult:
    outcome: Json = next((item[OUTCOME] for item in reversed(payloads) if OUTCOME in item), {})
    needs = tuple(item[NEED] for item in payloads if NEED in item)
    effects = tuple(Effect(**item[EFFECT]) for item in payloads if EFFECT in item)
    understanding = _understanding(parse, way, outcome)
    return TurnResult(
        replies=tuple(reply_from_json(item[REPLY]) for item in payloads if REPLY in item),
        understanding=understanding,
        effects=(*effects, *_language_effect(way, turn, understanding, effects)),
        state=state,
        needs=needs,
    )


def _language_effect(
    way: Route, turn: TurnInput, understanding: Understanding, effects: tuple[Effect, ...]
) -> tuple[Effect, ...]:
    """The conversation takes the language of its first message, and of every switch."""
    told = any(effect.kind == "set_language" for effect in effects)
    begins = turn.language is None and understanding.language in {"fr", "nl"}
    if told or not (way.switched or (begins and way.sure)):
        return ()
    return (Effect("set_language", {"language": way.language}),)


def _silent(parse: Json, way: Route, turn: TurnInput) -> TurnResult:
    understanding = _understanding(parse, way, {"outcome": "with_counsellor"})
    return TurnResult((), understanding, (), turn.state)


def _understanding(parse: Json, way: Route, outcome: Mapping[str, Any]) -> Understanding:
    facets = parse.get("facets") or {}
    articles = parse.get("articles") or {}
    act = way.act if way.act != "inform" else way.heard
    question = outcome.get("outcome") in {"answered", "clarifying", "unanswered"}
    article = outcome.get("article")
    confidence = outcome.get("confidence") or (parse["intent"] or {}).get("confidence") or 0.0
    theme = article.split("/")[0] if article else (facets.get("theme") or {}).get("name")
    return Understanding(
        language="other" if outcome.get("outcome") == "other_language" else way.language,
        act=act,
        theme=theme if question else None,
        public=(facets.get("public") or {}).get("name") or "unknown",
        article=article,
        choices=tuple(outcome.get("choices", ())),
        confidence=round(float(confidence), 4),
        outcome=outcome.get("outcome", "unanswered"),
        situations=tuple(facets.get("situations") or ()),
        ranking=tuple(articles.get("ranking") or ()),
        why=tuple(articles.get("why") or ()),
    )
