"""Greetings, thanks, yes and no, the other language, and what is not our business."""

from __future__ import annotations

from typing import ClassVar

from actions.answering import answer, human_choices
from actions.base import Play
from actions.moments import say_moment
from actions.stage import Stage
from actions.standing import say_kept
from actions.visit import Visit
from service.types import Choice, Reply
from service.wording import say

THEMES = ("orientation", "studies", "training", "employment", "entrepreneurship", "mobility")


def starting_points(stage: Stage) -> list[Choice]:
    """The themes, as places to begin; and a person, for whom none of them fits."""
    themes = [stage.choice(f"choice.theme.{theme}", "show_theme", theme=theme) for theme in THEMES]
    return [*themes, stage.choice("choice.hand_over", "hand_over")]


class Greet(Play):
    """Hello: asks what the matter is. Who speaks was said when the conversation began."""

    action_name: ClassVar[str] = "action_greet"

    def play(self, visit: Visit, stage: Stage) -> None:
        again = visit.slots.get("greeted") or visit.slots.get("last_article")
        stage.say("greet.again" if again else "greet.first", choices=starting_points(stage))
        stage.remember(greeted=True)
        stage.outcome("smalltalk")


class Thank(Play):
    """Thanks."""

    action_name: ClassVar[str] = "action_thank"

    def play(self, visit: Visit, stage: Stage) -> None:
        stage.say("thank")
        stage.outcome("smalltalk")


class Bye(Play):
    """Goodbye."""

    action_name: ClassVar[str] = "action_bye"

    def play(self, visit: Visit, stage: Stage) -> None:
        stage.say("bye")
        stage.outcome("smalltalk")


class Affirm(Play):
    """A yes to nothing that was asked (a yes to an offer is routed to what was offered)."""

    action_name: ClassVar[str] = "action_affirm"

    def play(self, visit: Visit, stage: Stage) -> None:
        stage.say("affirm")
        stage.outcome("smalltalk")


class Deny(Play):
    """A no: drop what was offered, ask what it is then."""

    action_name: ClassVar[str] = "action_deny"

    def play(self, visit: Visit, stage: Stage) -> None:
        offered = visit.slots.get("offered") or {}
        stage.remember(offered=None)
        if offered.get("act") == "cancel_confirmed":
            moment = say_moment(offered["start"], visit.language, visit.now)
            stage.say("booking.kept", moment=moment)
            stage.outcome("booking")
            return
        if offered.get("act") == "leave_message":
            stage.say("message.stopped")
            stage.outcome("handover")
            return
        if visit.slots.get("booking_offer"):  # the form was just left
            say_kept(visit, stage)
            stage.remember(booking_offer=None, booking_replaces=None)
            stage.outcome("booking")
            return
        if offered:
            stage.say("deny.offer", choices=human_choices(stage))
        else:
            stage.say("deny.plain")
        stage.outcome("smalltalk")


class AreYouABot(Play):
    """Yes, an automated assistant."""

    action_name: ClassVar[str] = "action_are_you_a_bot"

    def play(self, visit: Visit, stage: Stage) -> None:
        stage.say("are_you_a_bot", days=visit.snapshot.retention_days, choices=human_choices(stage))
        stage.outcome("smalltalk")


class ChangeLanguage(Play):
    """The other language, at once; the last answer again in it."""

    action_name: ClassVar[str] = "action_change_language"

    def play(self, visit: Visit, stage: Stage) -> None:
        stage.effect("set_language", language=visit.language)
        stage.say("language.changed")
        last = visit.slots.get("last_article")
        if last and visit.snapshot.owner == "bot":
            answer(visit, stage, last)
        else:
            stage.outcome("smalltalk")


class OtherLanguage(Play):
    """Neither French nor Dutch: in three languages, with 112 and a person."""

    action_name: ClassVar[str] = "action_other_language"

    def play(self, visit: Visit, stage: Stage) -> None:
        choices = (
            Choice(say("other_language_person", visit.language), {"act": "hand_over"}),
            Choice("Français", {"act": "change_language", "language": "fr"}),
            Choice("Nederlands", {"act": "change_language", "language": "nl"}),
        )
        text = say("other_language", visit.language)
        stage.reply(Reply(text, visit.language, kind="notice", choices=choices))
        stage.remember(offered={"act": "hand_over"})
        stage.outcome("other_language")


class OutOfScope(Play):
    """Not what an orientation house answers: say so, and what it does answer."""

    action_name: ClassVar[str] = "action_out_of_scope"

    def play(self, visit: Visit, stage: Stage) -> None:
        stage.say("out_of_scope", choices=[*starting_points(stage)])
        stage.remember(offered=None)
        stage.outcome("out_of_scope")


class Feedback(Play):
    """Was this helpful?"""

    action_name: ClassVar[str] = "action_feedback"

    def play(self, visit: Visit, stage: Stage) -> None:
        helpful = bool(visit.choice.get("helpful"))
        stage.effect("feedback", helpful=helpful, article=visit.slots.get("last_article"))
        if helpful:
            stage.reply(Reply(say("feedback.positive", visit.language), visit.language))
        else:
            stage.say("feedback.negative", choices=human_choices(stage))
        stage.outcome("smalltalk")
