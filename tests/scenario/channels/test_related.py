"""Near subjects are choices of the house: tapped or typed they lead to that very article."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from channels.standin.account import Platform
from service.types import ArticleCard, Choice, Reply, TurnInput, TurnResult, Understanding
from store.models import ChoiceRow
from tests.scenario.channels.platform_support import Stage, offered, person_of, stage
from tests.support.fake_engine import obey

BOTH = pytest.mark.parametrize("platform", ["whatsapp", "messenger"])
TITLES = {"studies/grants": "Bourses d'études", "training/vdab": "Les formations de VDAB Brussel"}
SHORT = {"studies/grants": "Bourses", "training/vdab": "VDAB Brussel"}
NEAR = {key: {"act": "show_article", "article": key, "short": SHORT[key]} for key in TITLES}
CARD = ArticleCard(
    id="studies/x", title="Titre", sources=(), written="2026-11-20", reviewed=None, easy="",
    aspects=(),
    related=tuple({"id": key, "title": TITLES[key], "label": SHORT[key]} for key in TITLES),
)  # fmt: skip


def answer(turn: TurnInput) -> TurnResult:
    """``question`` is answered with an article; anything else with an echo."""
    if turn.text != "question":
        return obey(turn)
    choices = (Choice("Plus simple", {"act": "easier"}), Choice("Coût", {"act": "cost"}))
    reply = Reply("La réponse.", "fr", kind="article", choices=choices, article=CARD)
    return TurnResult((reply,), Understanding(language="fr", outcome="answered"), (), {})


@asynccontextmanager
async def answered(folder: Path, platform: Platform) -> AsyncIterator[Stage]:
    """A question was answered."""
    async with stage(folder, platform) as on:
        on.engine.answer = answer
        await say(on, "question")
        yield on


async def say(on: Stage, words: str) -> dict[str, object] | None:
    """Type words; what they counted as."""
    await on.world.write(person_of(on.world.account.platform), words)
    await on.settle()
    return on.engine.seen[-1].choice


@BOTH
@pytest.mark.parametrize(
    ("typed", "article"),
    [
        ("Bourses d'études", "studies/grants"),
        ("bourses d etudes", "studies/grants"),
        ("les formations de vdab brussel !", "training/vdab"),
        ("VDAB Brussel", "training/vdab"),
        ("3", "studies/grants"),
        ("le dernier", "training/vdab"),
    ],
)
async def test_a_typed_title_or_number_is_that_article(
    tmp_path: Path, platform: Platform, typed: str, article: str
) -> None:
    async with answered(tmp_path, platform) as on:
        assert await say(on, typed) == NEAR[article]


@BOTH
async def test_a_tap_is_that_article_as_often_and_as_late_as_one_likes(
    tmp_path: Path, platform: Platform
) -> None:
    async with answered(tmp_path, platform) as on:
        choice, title = offered(on.sent[0])[3]
        assert title == "VDAB Brussel"
        for times in (1, 2):
            await on.world.pick(person_of(platform), choice, title)
            await on.settle()
            picked = [turn.choice for turn in on.engine.seen]
            assert picked.count(NEAR["training/vdab"]) == times
            on.clock.forward(days=2)


@BOTH
async def test_a_title_still_counts_after_another_question_but_its_number_does_not(
    tmp_path: Path, platform: Platform
) -> None:
    async with answered(tmp_path, platform) as on:
        await say(on, "autre chose")
        assert await say(on, "3") is None
        assert await say(on, "Bourses d'études") == NEAR["studies/grants"]


@BOTH
async def test_a_question_put_again_does_not_count_near_subjects_as_its_own(
    tmp_path: Path, platform: Platform
) -> None:
    async with answered(tmp_path, platform) as on:
        choice, title = offered(on.sent[0])[0]
        for _ in range(2):
            await on.world.pick(person_of(platform), choice, title)
            await on.settle()
        assert [title for _, title in offered(on.sent[-1])] == ["Plus simple", "Coût"]


async def test_the_web_has_links_instead(tmp_path: Path) -> None:
    async with stage(tmp_path, "whatsapp") as on:
        on.engine.answer = answer
        begun = await on.house.visitors.start("fr")
        outcome = await on.house.visitors.say(begun.id, text="question")
        assert [choice.label for choice in outcome.messages[-1].choices] == ["Plus simple", "Coût"]
        labels = {row.label for row in await on.rows(ChoiceRow)}
        assert "Plus simple" in labels and not labels & set(TITLES.values())
