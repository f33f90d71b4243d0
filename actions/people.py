"""To a person, back to the assistant, and distress."""

from __future__ import annotations

from typing import ClassVar

from actions.base import Play
from actions.moments import say_moment
from actions.stage import Stage
from actions.visit import Visit
from service.types import Choice, Reply
from service.wording import say


class HandOver(Play):
    """A person: to the queue when somebody is there; otherwise a message, or an appointment.

    The outcome is a handover whoever is present: what the visitor wants does not depend on it.
    """

    action_name: ClassVar[str] = "action_hand_over"

    def play(self, visit: Visit, stage: Stage) -> None:
        stage.remember(offered=None)
        stage.outcome("handover")
        if visit.snapshot.owner != "bot":
            stage.say("handover.already")
        elif visit.snapshot.desk_open and visit.snapshot.counsellors_present > 0:
            queue(visit, stage, reason=str(visit.choice.get("reason") or "asked"))
        else:
            self.nobody_there(visit, stage)

    def nobody_there(self, visit: Visit, stage: Stage) -> None:
        """Outside live-chat hours, or nobody at the desk."""
        choices = [
            stage.choice("choice.book", "book"),
            stage.choice("choice.leave_message", "leave_message"),
        ]
        opening = visit.snapshot.next_opening
        if visit.snapshot.desk_open or not opening:
            stage.say("handover.nobody", choices=choices)
        else:
            moment = say_moment(opening, visit.language, visit.now)
            stage.say("handover.closed", moment=moment, choices=choices)


def queue(visit: Visit, stage: Stage, reason: str, urgent: bool = False) -> None:
    """Put the conversation in the desk's queue and say so."""
    theme = (visit.facets.get("theme") or {}).get("name")
    stage.effect("hand_over", reason=reason, urgent=urgent, theme=theme)
    stage.say(
        "handover.queued",
        kind="notice",
        choices=[stage.choice("choice.back_to_bot", "leave_queue")],
    )


class LeaveQueue(Play):
    """Back to the assistant."""

    action_name: ClassVar[str] = "action_leave_queue"

    def play(self, visit: Visit, stage: Stage) -> None:
        if visit.snapshot.owner == "bot":
            stage.say("with_assistant")
        else:
            stage.effect("leave_queue")
            stage.say("handover.left", kind="notice")
        stage.outcome("smalltalk")


class Distress(Play):
    """Help lines first, then a person; no article after them, and never only an appointment."""

    action_name: ClassVar[str] = "action_distress"

    def play(self, visit: Visit, stage: Stage) -> None:
        kind = visit.facets.get("distress") or "crisis"
        stage.outcome("distress")
        stage.remember(offered={"act": "hand_over", "reason": "distress"})
        if visit.snapshot.owner != "bot":
            stage.effect("mark_urgent")
            if not visit.slots.get("helped"):
                self.help_lines(visit, stage, kind, "distress.person", ())
            return
        now = stage.choice("choice.person_now", "hand_over", reason="distress")
        self.help_lines(visit, stage, kind, "distress_offer", (now,))

    def help_lines(
        self, visit: Visit, stage: Stage, kind: str, then: str, choices: tuple[Choice, ...]
    ) -> None:
        """The lines to call, and below them what the house can do."""
        text = f"{say(f'distress.{kind}', visit.language)}\n\n{say(then, visit.language)}"
        stage.reply(Reply(text, visit.language, kind="distress", choices=choices))
        stage.remember(helped=True)
