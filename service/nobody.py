"""When neither the assistant nor a person is there: leave the message, or take a free moment.

A queue that nobody reads would be a promise that is not kept. The house does both alone: what was
written becomes the message, and the next free moments are choices, so that nothing has to be
understood.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from babel.dates import format_datetime

from service.agendaviews import spoken
from service.options import BRUSSELS
from service.question import Question
from service.types import Choice, Effect, Json, Reply, Snapshot, TurnResult, Understanding
from service.wording import LANGUAGES, say

_MOMENTS = 3  # offered; WhatsApp has room for three buttons, its list for more
_ACTS = ("leave_this", "book_this")
_SHORT = {"fr": "EEE d/M 'à' H'h'mm", "nl": "EEE d/M 'om' H.mm"}


def is_alone(question: Question) -> bool:
    """Whether something was chosen that ``nobody_there`` offered."""
    return (question.action or {}).get("act") in _ACTS


def chosen_alone(question: Question, snapshot: Snapshot) -> TurnResult:
    """Do it. A moment that is no longer free is answered by what is."""
    action = question.action or {}
    if action["act"] == "leave_this":
        return _left(question, snapshot, str(action["text"]))
    free = {slot["id"]: slot for slot in snapshot.slots or ()}
    slot = free.get(action["slot"])
    return _booked(question, snapshot, slot) if slot else nobody_there(question, snapshot)


def nobody_there(question: Question, snapshot: Snapshot) -> TurnResult:
    """Say so, and offer what can be done without anybody."""
    language, leave = _language(question), question.choice is None
    key = "queue.nobody_leave" if leave else "queue.nobody_write"
    languages = (language,) if question.conversation.language else LANGUAGES
    opens = snapshot.next_opening
    words = [
        say(key, each, moment=spoken(datetime.fromisoformat(opens), each) if opens else "…")
        for each in languages
    ]
    choices = (
        [Choice(say("choice.leave_message", language), _leave(question.text))] if leave else []
    )
    moments = _moments(snapshot, language)
    reply = Reply("\n\n".join(words), language, kind="notice", choices=(*choices, *moments))
    return _result(question, reply)


def _moments(snapshot: Snapshot, language: str) -> Iterator[Choice]:
    for slot in (snapshot.slots or ())[:_MOMENTS]:
        starts = datetime.fromisoformat(slot["start"]).astimezone(BRUSSELS)
        label = format_datetime(starts, _SHORT[language], locale=f"{language}_BE")
        yield Choice(label.replace("h00", "h"), {"act": "book_this", "slot": slot["id"]})


def _left(question: Question, snapshot: Snapshot, text: str) -> TurnResult:
    language, code = _language(question), snapshot.fresh_code
    values: Json = {"text": text, "code": code, "language": language}
    words = say("message.left", language, code="{code}", days=snapshot.left_message_days)
    reply = Reply(words, language, kind="code", secrets={"code": code})
    return _result(question, reply, Effect("leave_message", values))


def _booked(question: Question, snapshot: Snapshot, slot: Json) -> TurnResult:
    language, code = _language(question), snapshot.fresh_code
    when = spoken(datetime.fromisoformat(slot["start"]), language)
    words = say("appointment.booked", language, when=when, place=slot["place"], code="{code}")
    reply = Reply(words, language, kind="code", secrets={"code": code})
    effect = Effect("book", {"slot": slot["id"], "code": code, "language": language})
    return _result(question, reply, effect, outcome="booking")


def _result(
    question: Question, reply: Reply, *effects: Effect, outcome: str = "handover"
) -> TurnResult:
    act = "book" if outcome == "booking" else "hand_over"
    understood = Understanding(language=_language(question), act=act, outcome=outcome)  # type: ignore[arg-type]  # one of two literals
    return TurnResult((reply,), understood, effects, question.conversation.state)


def _leave(text: str) -> Json:
    return {"act": "leave_this", "text": text}


def _language(question: Question) -> str:
    return question.conversation.language or "fr"
