"""Train, try, publish, switch and go back: everything but Rasa, which stand-ins play."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

import bot.publishing
from bot.publishing import Publisher
from bot.switching import SwitchingEngine
from bot.training import MODELS_KEPT
from bot.workshop import TrainingShop
from knowledge.loader import load_knowledge
from knowledge.present import PresentKnowledge
from service.errors import EngineUnavailable
from service.house import House
from service.learning.views import Trial
from tests.support.fake_trainer import ENDLESS
from tests.support.house_support import make_counsellor, make_house
from tests.support.waiting import until
from tests.unit.knowledge.knowledge_support import ARTICLE_ID, write_knowledge

Seen = TypeVar("Seen")
NEW = "une toute nouvelle manière de demander cela"


@dataclass
class Host:
    """One machine: its data folder, its engine, and what it shows."""

    house: House
    engine: SwitchingEngine
    knowledge: PresentKnowledge
    publisher: Publisher
    folder: Path

    def shows_new(self) -> bool:
        """Whether the articles on the pages have the new phrasing."""
        return NEW in self.knowledge.articles[ARTICLE_ID].versions["fr"].questions

    def answers_new(self) -> bool:
        """Whether the engine has a model that was made with it."""
        return "changes" in (self.folder / "models" / self.engine.model).read_text()


@asynccontextmanager
async def host(house: House, engine: SwitchingEngine, folder: Path) -> AsyncIterator[Host]:
    """A machine that has not begun yet."""
    knowledge = PresentKnowledge(load_knowledge())
    fakes = {"trainer": "tests.support.fake_trainer"}
    publisher = Publisher(house, engine, knowledge, folder, **fakes)
    house.learning.trials.workshop = TrainingShop(
        folder, engine, **fakes, trying="tests.support.fake_trying"
    )
    following = asyncio.create_task(publisher.follow())
    try:
        yield Host(house, engine, knowledge, publisher, folder)
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        await engine.stop()


def make_engine(folder: Path) -> SwitchingEngine:
    """An engine that says which model it has."""
    return SwitchingEngine(folder / "run", workers=2, host="tests.support.fake_host")


@pytest.fixture
def engine(tmp_path: Path) -> SwitchingEngine:
    return make_engine(tmp_path)


@pytest.fixture
async def house(
    tmp_path: Path, engine: SwitchingEngine, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    """A house with few articles."""
    base = write_knowledge(tmp_path / "base")
    monkeypatch.setattr("knowledge.loader.FOLDER", base)
    monkeypatch.setattr("bot.live.FOLDER", base)
    async with make_house(tmp_path, engine) as house:
        house.learning.revisions.base = base
        yield house


@pytest.fixture
async def here(house: House, engine: SwitchingEngine, tmp_path: Path) -> AsyncIterator[Host]:
    """A machine that serves."""
    async with host(house, engine, tmp_path / "here") as running:
        await running.publisher.begin(_silent)
        yield running


async def test_from_a_gap_to_an_answer_and_back(here: Host) -> None:
    house, learning = here.house, here.house.learning
    amina = (await make_counsellor(house)).id
    await learning.questions.replace(amina, f"fr; {ARTICLE_ID}; {NEW}\nfr; -; quelle heure est-il")
    trial = await _tried(house, amina)
    assert trial.result is not None
    assert [line["text"] for line in trial.result["better"]] == [NEW, "quelle heure est-il"]
    assert not here.shows_new() and not here.answers_new()  # tried is not published

    stopping = asyncio.Event()
    visitors = [asyncio.create_task(_visit(house, stopping)) for _ in range(4)]
    await learning.publications.publish(amina, trial.id)
    await _when(here.shows_new)
    assert here.answers_new()  # never shown before the engine knows it
    await learning.publications.back(amina)
    await _when(lambda: not here.shows_new())
    assert not here.answers_new()
    stopping.set()
    for asked, answered in await asyncio.gather(*visitors):
        assert asked and answered == asked


async def test_another_machine_shows_what_is_published_before_its_engine_is_ready(
    here: Host, house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina = (await make_counsellor(house)).id
    await house.learning.publications.publish(amina, (await _tried(house, amina)).id)
    await _when(here.shows_new)
    models = tmp_path / "there" / "models"
    models.mkdir(parents=True)
    for number in range(MODELS_KEPT):
        (models / f"azimut-{number}.tar.gz").write_text("of an older publication")
    async with host(house, make_engine(tmp_path / "there"), tmp_path / "there") as there:
        shown: list[bool] = []
        start = there.engine.start

        async def watched(model: Path, knowledge: Path | None = None) -> None:
            shown.append(there.shows_new())
            await start(model, knowledge)

        monkeypatch.setattr(there.engine, "start", watched)
        await there.publisher.begin(_silent)
        assert shown == [True]
        assert there.engine.model == here.engine.model  # fetched, not trained
        assert len([*models.glob("*.tar.gz")]) <= MODELS_KEPT  # the disk does not fill up


async def test_a_switch_that_fails_shows_nothing_and_is_tried_again(
    here: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, switch = here.house, here.engine.switch
    amina = (await make_counsellor(house)).id
    trial = await _tried(house, amina)
    seen: list[bool] = []

    async def broken_twice(model: Path, knowledge: Path | None = None) -> None:
        seen.append(here.shows_new())
        if len(seen) < 3:
            raise EngineUnavailable("no memory")
        await switch(model, knowledge)

    monkeypatch.setattr(here.engine, "switch", broken_twice)
    monkeypatch.setattr(bot.publishing, "RETRIES", (0.01,))
    await house.learning.publications.publish(amina, trial.id)
    await _when(here.shows_new)
    assert seen == [False, False, False]


@pytest.mark.parametrize("what", ["the first start", "a trial"])
async def test_a_training_ends_with_the_service(
    house: House, engine: SwitchingEngine, tmp_path: Path, what: str
) -> None:
    async with host(house, engine, tmp_path / "here") as running:
        endless = running.folder / "models" / ENDLESS
        endless.parent.mkdir(parents=True)
        if what == "a trial":
            await running.publisher.begin(_silent)
        endless.touch()
        if what == "a trial":
            await house.learning.trials.start((await make_counsellor(house)).id)
            training = asyncio.create_task(house.learning.trials.wait())
        else:
            training = asyncio.create_task(running.publisher.begin(_silent))
        pid = int(await _when(endless.read_text))
        await house.learning.trials.stop()
        training.cancel()
        await asyncio.gather(training, return_exceptions=True)
        await _when(lambda: not _runs(pid))


async def _tried(house: House, by: int) -> Trial:
    """The phrasing added, trained and tried."""
    await house.learning.revisions.add_phrasings(by, ARTICLE_ID, "fr", [NEW])
    trial = await house.learning.trials.start(by)
    await house.learning.trials.wait()
    ended = await house.learning.trials.get(trial)
    assert ended.status == "done", ended.step
    return ended


async def _visit(house: House, stopping: asyncio.Event) -> tuple[list[str], list[str]]:
    """Somebody who writes all the time; what was asked, and to what there was an answer."""
    started = await house.visitors.start("fr")
    asked: list[str] = []
    answered: list[str] = []
    while not stopping.is_set():
        asked.append(f"q{len(asked)}")
        outcome = await house.visitors.say(started.id, text=asked[-1])
        answered += [m.text.split()[0] for m in outcome.messages if m.text.startswith("q")]
    return asked, answered


async def _when(look: Callable[[], Seen]) -> Seen:
    """What is seen, once there is something to see."""

    async def looked() -> Seen:
        return look()

    return await until(looked)


def _runs(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def _silent(_text: str) -> None:
    """Progress is for people."""
