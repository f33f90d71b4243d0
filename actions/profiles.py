"""Who the visitor is: only what was said, remembered for this conversation."""

from __future__ import annotations

from typing import ClassVar

from actions.answering import answer, theme_choices
from actions.base import Play
from actions.smalltalk import starting_points
from actions.stage import Stage
from actions.visit import Visit

PUBLICS = ("school_youth", "students", "adults", "specific_needs")


def remember_profile(visit: Visit, stage: Stage) -> None:
    """Keep what this message tells of the visitor, if it tells something."""
    if not visit.heard_profile:
        return
    public = next((name for name in PUBLICS if name in visit.profile), None)
    situations = sorted(visit.profile - set(PUBLICS))
    stage.remember(public=public, situations=situations)
    stage.effect("profile", public=public, situations=situations)


class Profile(Play):
    """The visitor says who they are, or whom it is for: no question yet, or the last one again."""

    action_name: ClassVar[str] = "action_profile"

    def play(self, visit: Visit, stage: Stage) -> None:
        remember_profile(visit, stage)
        last = visit.slots.get("last_article")
        if last and visit.heard == "follow_up":
            answer(visit, stage, last)
            return
        key = "profile.without_papers" if "without_papers" in visit.profile else "profile.known"
        stage.say(key, choices=starting_points(stage))
        stage.outcome("smalltalk")


def show_theme(visit: Visit, stage: Stage, theme: str) -> None:
    """A theme's subjects to choose from."""
    stage.say(f"theme.{theme}", choices=theme_choices(stage, theme, visit))
    stage.remember(offered=None)
    stage.outcome("clarifying")


class ShowTheme(Play):
    """A theme was picked as a starting point."""

    action_name: ClassVar[str] = "action_show_theme"

    def play(self, visit: Visit, stage: Stage) -> None:
        show_theme(visit, stage, str(visit.choice.get("theme")))
