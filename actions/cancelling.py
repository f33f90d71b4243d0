"""An appointment that exists: cancelled after a question, or opened by its code."""

from __future__ import annotations

from typing import ClassVar

from actions.base import Play
from actions.moments import say_moment, when_and_where
from actions.stage import Stage
from actions.visit import Visit
from service.types import Choice, Json
from service.wording import say


class CancelBooking(Play):
    """Cancel after one question: the appointment that a code opened, or this conversation's."""

    action_name: ClassVar[str] = "action_cancel_booking"

    def play(self, visit: Visit, stage: Stage) -> None:
        stage.outcome("booking")
        appointment = visit.choice.get("opened") or visit.snapshot.appointment
        if appointment is None:
            stage.say("booking.which_code")
            return
        confirm = {
            "act": "cancel_confirmed",
            "appointment": appointment["id"],
            "start": appointment["start"],
        }
        stage.say(
            "booking.cancel_sure",
            moment=say_moment(appointment["start"], visit.language, visit.now),
            choices=[
                Choice(say("choice.cancel_yes", visit.language), confirm),
                stage.choice("choice.cancel_no", "deny"),
            ],
        )
        stage.remember(offered=confirm)


class CancelConfirmed(Play):
    """It is cancelled; its moment is free again."""

    action_name: ClassVar[str] = "action_cancel_confirmed"

    def play(self, visit: Visit, stage: Stage) -> None:
        stage.effect("cancel_appointment", appointment=visit.choice.get("appointment"))
        stage.say("booking.cancelled", choices=[stage.choice("choice.book", "book")])
        stage.remember(offered=None)
        stage.outcome("booking")


class TypedCode(Play):
    """A code was typed: show what it opens. Unknown and past codes get the same answer."""

    action_name: ClassVar[str] = "action_code"

    def play(self, visit: Visit, stage: Stage) -> None:
        stage.outcome("booking")
        code = visit.snapshot.code or {}
        if code.get("throttled"):
            stage.say("code.throttled")
        elif not code.get("valid"):
            stage.say("code.unknown", choices=[stage.choice("choice.book", "book")])
        elif code.get("kind") == "message":
            _message_reply(stage, code)
        else:
            _appointment(visit, stage, code["appointment"])


def _message_reply(stage: Stage, code: Json) -> None:
    if code.get("reply"):
        stage.say("message.reply", reply=code["reply"])
    else:
        stage.say("message.no_reply_yet")


def _appointment(visit: Visit, stage: Stage, appointment: Json) -> None:
    """Date, hour and place only."""
    opened = {"id": appointment["id"], "start": appointment["start"]}
    stage.say(
        "booking.found",
        **when_and_where(appointment, visit.language, visit.now),
        choices=[
            stage.choice("choice.move", "change_booking", appointment=appointment["id"]),
            stage.choice("choice.cancel", "cancel_booking", opened=opened),
        ],
    )
