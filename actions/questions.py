"""Questions: answered from the articles, asked back about, or passed on to a person."""

from __future__ import annotations

from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, UserUtteranceReverted
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer, answer_aspect, ask_back, human_choices, not_known
from actions.base import Play
from actions.library import shown
from actions.profiles import remember_profile, show_theme
from actions.routing import only_masked
from actions.stage import Stage
from actions.visit import Visit
from service.types import Reply

THEME_WORDS = 3  # a longer text that we do not know is not a theme typed as a word
SUBJECT_LIKELY = 0.5  # calibrated confidence of the first article
THEME_SURE = 0.6  # calibrated confidence of the theme


class AnswerQuestion(Play):
    """A question: decided by the calibrated ranking (nlu.articles)."""

    action_name: ClassVar[str] = "action_answer"

    def play(self, visit: Visit, stage: Stage) -> None:
        remember_profile(visit, stage)
        last = visit.slots.get("last_article")
        decision = visit.articles.get("decision", "unknown")
        if decision == "answer":
            best = visit.articles["ranking"][0]
            answer(visit, stage, best["id"], best["confidence"])
        elif last and visit.aspect and not _names_a_subject(visit):
            answer_aspect(visit, stage, last, visit.aspect)
        elif decision == "clarify" and visit.articles.get("choices"):
            ask_back(visit, stage, visit.articles["choices"])
        elif _names_a_theme(visit):
            show_theme(visit, stage, visit.facets["theme"]["name"])
        else:
            not_known(visit, stage)


def _names_a_subject(visit: Visit) -> bool:
    """ "bourse", after an answer on something else: a subject rather than an aspect of that."""
    ranking = visit.articles.get("ranking") or [{}]
    return bool(ranking[0].get("confidence", 0.0) >= SUBJECT_LIKELY)


def _names_a_theme(visit: Visit) -> bool:
    """ "travailler", "opleiding": a theme typed instead of picked."""
    theme = visit.facets.get("theme") or {}
    return (
        len(visit.text.split()) <= THEME_WORDS
        and theme.get("name") is not None
        and theme.get("confidence", 0.0) >= THEME_SURE
    )


class FollowUp(Play):
    """A follow-up: the last article for another aspect, or for somebody else."""

    action_name: ClassVar[str] = "action_follow_up"

    def play(self, visit: Visit, stage: Stage) -> None:
        last = visit.slots.get("last_article")
        if not last:
            AnswerQuestion().play(visit, stage)
        elif visit.aspect:
            remember_profile(visit, stage)
            answer_aspect(visit, stage, last, visit.aspect)
        elif visit.heard_profile:
            remember_profile(visit, stage)
            answer(visit, stage, last)
        elif visit.articles.get("decision") == "unknown":
            answer(visit, stage, last)
        else:
            AnswerQuestion().play(visit, stage)


class Easier(Play):
    """The last answer again, in plain words."""

    action_name: ClassVar[str] = "action_easier"

    def play(self, visit: Visit, stage: Stage) -> None:
        article_id = visit.choice.get("article") or visit.slots.get("last_article")
        if not article_id:
            stage.say("easier.nothing")
            stage.outcome("smalltalk")
            return
        article = shown(article_id, visit.language, visit.profile)
        stage.reply(
            Reply(
                article.easy,
                visit.language,
                kind="easy",
                choices=(stage.choice("choice.hand_over", "hand_over"),),
            )
        )
        stage.remember(last_article=article_id)
        stage.outcome("answered", article=article_id)


class ShowArticle(Play):
    """A subject was picked."""

    action_name: ClassVar[str] = "action_show_article"

    def play(self, visit: Visit, stage: Stage) -> None:
        answer(visit, stage, str(visit.choice.get("article")))


class ShowAspect(Play):
    """An aspect of an article was picked."""

    action_name: ClassVar[str] = "action_show_aspect"

    def play(self, visit: Visit, stage: Stage) -> None:
        article = visit.choice.get("article") or visit.slots.get("last_article")
        answer_aspect(visit, stage, str(article), str(visit.aspect))


class NotUnderstood(Play):
    """Nothing that we know, or nothing that can be read."""

    action_name: ClassVar[str] = "action_not_understood"

    def play(self, visit: Visit, stage: Stage) -> None:
        if visit.act == "nothing_said":
            if only_masked(visit.text):
                stage.say("only_personal", choices=human_choices(stage))
                stage.outcome("smalltalk")  # nothing is left that could be learned from
                return
            stage.say("nothing_said")
            stage.outcome("unanswered")
        elif visit.articles.get("decision") in {"answer", "clarify"}:
            AnswerQuestion().play(visit, stage)
        else:
            not_known(visit, stage)


class DefaultFallback(NotUnderstood):
    """What Rasa runs where no rule fits. It must take the message back, or Rasa runs it again."""

    action_name: ClassVar[str] = "action_default_fallback"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """What rasa-sdk calls."""
        events = await super().run(dispatcher, tracker, domain)
        return [*events, UserUtteranceReverted()]
