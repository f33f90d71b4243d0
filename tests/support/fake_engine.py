"""An engine for tests: obeys simple words instead of understanding them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from service.errors import EngineUnavailable
from service.types import (
    Choice,
    Effect,
    Reply,
    TurnInput,
    TurnResult,
    Understanding,
)

Answer = Callable[[TurnInput], TurnResult]


def result(
    turn: TurnInput,
    text: str = "",
    *effects: Effect,
    outcome: str = "answered",
    choices: tuple[Choice, ...] = (),
    needs: tuple[str, ...] = (),
    **understood: object,
) -> TurnResult:
    """A turn's result with one reply."""
    language = turn.language or "fr"
    replies = (Reply(text, language, choices=choices),) if text else ()
    understanding = Understanding(language=language, outcome=outcome, **understood)  # type: ignore[arg-type]
    state = {"turns": int(turn.state.get("turns", 0)) + 1}
    return TurnResult(replies, understanding, effects, state, needs)


@dataclass
class FakeEngine:
    """Words it obeys: ``person``, ``book``, ``cancel``, ``forget``, ``help me`` (distress),
    ``leave``, ``message <text>``, ``nederlands``, ``choose``, ``xyzzy`` (unanswered); anything
    else is answered with an echo. Like the real one it acts in every state and is silent while
    somebody else owns the conversation."""

    down: bool = False
    delay: float = 0.0
    seen: list[TurnInput] = field(default_factory=list)
    answer: Answer | None = None

    async def respond(self, turn: TurnInput) -> TurnResult:
        """One turn."""
        self.seen.append(turn)
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.down:
            raise EngineUnavailable("the fake is down")
        if self.answer is not None:
            return self.answer(turn)
        return obey(turn)

    async def ready(self) -> bool:
        """Ready unless told to be down."""
        return not self.down


def obey(turn: TurnInput) -> TurnResult:
    """What the fake makes of a message."""
    act = turn.choice["act"] if turn.choice else turn.text.strip().casefold()
    always = _always(turn, act)
    if always is not None:
        return always
    if turn.snapshot.owner != "bot":
        return result(turn, outcome="with_counsellor")
    if act in ("person", "hand_over"):
        return result(turn, "queued", _hand_over("asked"), outcome="handover", act="hand_over")
    if act == "book" or act.startswith("slot "):
        return _book(turn, int(act[5:] or 0) if act.startswith("slot ") else 0)
    if act.startswith("message "):
        return _message(turn, turn.text.strip()[8:])
    if act == "choose":
        options = tuple(Choice(f"Option {n}", {"act": f"picked {n}"}) for n in (1, 2, 3))
        return result(turn, "which one?", choices=options, outcome="clarifying")
    if act == "xyzzy":
        return result(turn, "unknown", outcome="unanswered", act="ask", theme="studies")
    return result(turn, f"echo: {act}", act="ask", theme="studies", article="studies/x")


def _always(turn: TurnInput, act: str) -> TurnResult | None:
    if act == "help me":
        kind = "hand_over" if turn.snapshot.owner == "bot" else "mark_urgent"
        effect = Effect(kind, {"reason": "distress", "urgent": True})
        return result(turn, "112", effect, outcome="distress", act="distress")
    if act == "forget":
        return result(turn, "forgotten", Effect("forget"), outcome="forgotten", act="forget")
    if act in ("leave", "leave_queue"):
        return result(turn, "left", Effect("leave_queue"), outcome="smalltalk")
    if act == "nederlands":
        effect = Effect("set_language", {"language": "nl"})
        return result(turn, "nu in het Nederlands", effect, outcome="smalltalk")
    if act == "cancel" and turn.snapshot.appointment:
        effect = Effect("cancel_appointment", {"appointment": turn.snapshot.appointment["id"]})
        return result(turn, "cancelled", effect, outcome="booking")
    return None


def _hand_over(reason: str) -> Effect:
    return Effect("hand_over", {"reason": reason, "urgent": False, "theme": None})


def _book(turn: TurnInput, index: int) -> TurnResult:
    slots = turn.snapshot.slots
    if slots is None:
        return result(turn, needs=("slots",), outcome="booking")
    if index >= len(slots):
        return result(turn, "no slot", outcome="booking")
    code = turn.snapshot.fresh_code
    effect = Effect("book", {"slot": slots[index]["id"], "code": code, "theme": None})
    booked = result(turn, "booked: {code}", effect, outcome="booking", act="book")
    reply = Reply("booked: {code}", turn.language or "fr", kind="code", secrets={"code": code})
    return TurnResult((reply,), booked.understanding, booked.effects, booked.state)


def _message(turn: TurnInput, text: str) -> TurnResult:
    code = turn.snapshot.fresh_code
    effect = Effect("leave_message", {"text": text, "code": code, "theme": None})
    left = result(turn, "left: {code}", effect, outcome="handover")
    reply = Reply("left: {code}", turn.language or "fr", kind="code", secrets={"code": code})
    return TurnResult((reply,), left.understanding, left.effects, left.state)
