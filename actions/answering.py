"""How an article is answered, asked back about, or honestly not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from actions.library import card, library, show_choice, shown
from actions.stage import Stage
from actions.visit import Visit
from service.types import Choice, Reply
from service.wording import say

MOST_CHOICES = 3


def answer(visit: Visit, stage: Stage, article_id: str, confidence: float | None = None) -> None:
    """Answer with an article, in the version that this visitor needs."""
    article = shown(article_id, visit.language, visit.profile)
    text = article.answer
    if article.due:
        text = f"{text.rstrip()}\n\n{_due(visit)}"
    stage.reply(
        Reply(
            text,
            visit.language,
            kind="article",
            choices=tuple(_after(stage, article.id, article.aspects, article.handover)),
            article=card(article, visit.language, visit.profile),
        )
    )
    offered = {"act": "hand_over"} if article.handover == "always" else None
    stage.remember(last_article=article.id, offered=offered)
    stage.outcome("answered", article=article.id, confidence=confidence)


def answer_aspect(visit: Visit, stage: Stage, article_id: str, aspect: str) -> None:
    """One aspect of an article; where it is not known for this visitor, say so."""
    article = shown(article_id, visit.language, visit.profile)
    text = article.aspects.get(aspect)
    stage.remember(last_article=article.id)
    if text is None:
        stage.say("aspect.unknown", title=article.title, choices=human_choices(stage))
        stage.remember(offered={"act": "hand_over"})
        stage.outcome("unanswered")
        return
    others = [name for name in article.aspects if name != aspect]
    stage.reply(
        Reply(
            text,
            visit.language,
            kind="article",
            choices=tuple(_after(stage, article.id, others, article.handover)),
            article=card(article, visit.language, visit.profile),
        )
    )
    stage.outcome("answered", article=article.id)


def ask_back(visit: Visit, stage: Stage, article_ids: Sequence[str]) -> None:
    """Offer at most three subjects."""
    offered = list(dict.fromkeys(article_ids))[:MOST_CHOICES]
    choices = [show_choice(key, visit.language, visit.profile) for key in offered]
    key = "ask_back.one" if len(choices) == 1 else "ask_back.several"
    stage.say(key, choices=choices)
    single = {"act": "show_article", "article": offered[0]} if len(offered) == 1 else None
    stage.remember(offered=single)
    stage.outcome("clarifying", choices=offered)


def not_known(visit: Visit, stage: Stage) -> None:
    """Say that we do not know, and offer a person."""
    stage.say("not_known", choices=human_choices(stage))
    stage.remember(offered={"act": "hand_over"})
    stage.outcome("unanswered")


def human_choices(stage: Stage) -> list[Choice]:
    """The two ways to a person."""
    return [
        stage.choice("choice.hand_over", "hand_over"),
        stage.choice("choice.book", "book"),
    ]


def theme_choices(stage: Stage, theme: str, visit: Visit) -> list[Choice]:
    """The subjects of a theme, those for the visitor's public first."""
    articles = [item for item in library().articles.values() if item.theme == theme]
    articles.sort(key=lambda item: not (set(item.publics) & visit.profile))
    return [show_choice(item.id, visit.language, visit.profile) for item in articles[:10]]


def _after(
    stage: Stage, article_id: str, aspects: Iterable[str], handover: str
) -> Iterable[Choice]:
    """What can be asked next about this article."""
    yield stage.choice("choice.easier", "easier", article=article_id)
    for aspect in aspects:
        yield stage.choice(
            f"choice.aspect.{aspect}", "show_aspect", article=article_id, aspect=aspect
        )
    if handover != "never":
        yield stage.choice("choice.hand_over", "hand_over")


def _due(visit: Visit) -> str:
    return say("article.due", visit.language)
