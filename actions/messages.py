"""A message left for the counsellors, whose reply is read with a code."""

from __future__ import annotations

from typing import ClassVar

from actions.base import Play
from actions.stage import Stage
from actions.visit import Visit

SHORTEST = 8  # characters; "ok" or "?" is no message for a counsellor


class ValidateMessage(Play):
    """What is written while the form waits is the message."""

    action_name: ClassVar[str] = "validate_message_form"

    def play(self, visit: Visit, stage: Stage) -> None:
        written = visit.act == "inform" and len(visit.text.strip()) >= SHORTEST
        stage.remember(left_message=visit.text.strip() if written else None)


class AskMessage(Play):
    """Ask what to pass on; never who they are."""

    action_name: ClassVar[str] = "action_ask_left_message"

    def play(self, visit: Visit, stage: Stage) -> None:
        stage.say("message.ask", choices=[stage.choice("choice.stop", "deny")])
        stage.remember(offered={"act": "leave_message"})
        stage.outcome("handover")


class SubmitMessage(Play):
    """Leave it, and give the code with which the reply is read."""

    action_name: ClassVar[str] = "action_submit_message"

    def play(self, visit: Visit, stage: Stage) -> None:
        stage.outcome("handover")
        text = visit.slots.get("left_message")
        stage.remember(left_message=None, offered=None)
        if not text:
            stage.say("message.stopped")
            return
        code = visit.snapshot.fresh_code
        theme = (visit.facets.get("theme") or {}).get("name")
        stage.effect("leave_message", text=text, code=code, language=visit.language, theme=theme)
        days = visit.snapshot.left_message_days
        stage.say("message.left", kind="code", secrets={"code": code}, days=days)
