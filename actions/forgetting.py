"""Forget me: everything, at once, after at most one question."""

from __future__ import annotations

from typing import ClassVar

from actions.base import Play
from actions.stage import Stage
from actions.visit import Visit


class ValidateForget(Play):
    """A yes or a no; anything else is a no, since nothing may be deleted by mistake."""

    action_name: ClassVar[str] = "validate_forget_form"

    def play(self, visit: Visit, stage: Stage) -> None:
        if visit.act == "inform":
            stage.remember(forget_answer="yes" if visit.heard in {"affirm", "forget"} else "no")


class AskForget(Play):
    """The one question."""

    action_name: ClassVar[str] = "action_ask_forget_answer"

    def play(self, visit: Visit, stage: Stage) -> None:
        stage.say(
            "forget.sure",
            choices=[
                stage.choice("choice.forget_yes", "forget_confirmed"),
                stage.choice("choice.forget_no", "deny"),
            ],
        )
        stage.outcome("forgotten")


def forget(stage: Stage) -> None:
    """Delete, and say so."""
    stage.effect("forget")
    stage.say("forget.done", kind="notice")
    stage.outcome("forgotten")


class SubmitForget(Play):
    """What was answered to the question."""

    action_name: ClassVar[str] = "action_submit_forget"

    def play(self, visit: Visit, stage: Stage) -> None:
        answer = visit.slots.get("forget_answer")
        stage.remember(forget_answer=None)
        if answer == "yes":
            forget(stage)
        else:
            stage.say("forget.kept")
            stage.outcome("smalltalk")


class ForgetNow(Play):
    """Asked so plainly that no question is needed, or confirmed by a choice."""

    action_name: ClassVar[str] = "action_forget_now"

    def play(self, visit: Visit, stage: Stage) -> None:
        forget(stage)
