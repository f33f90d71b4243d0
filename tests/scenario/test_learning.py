"""From a gap to a published change, and back."""

from __future__ import annotations

import subprocess
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from knowledge.loader import load_knowledge
from service.errors import BadRequest, NotFound
from service.house import House
from service.learning.comparing import Answer
from service.learning.errors import NoWorkshop, Outdated, TrialRunning, Unfit
from service.learning.overlay import write_overlay
from service.learning.views import Made, TrialQuestion
from service.learning.workshop import Tell
from tests.support.fake_engine import FakeEngine, result
from tests.support.house_support import make_counsellor, make_house
from tests.unit.knowledge.knowledge_support import ARTICLE_ID, write_knowledge

NEW = "une toute nouvelle manière de demander cela"


class FakeShop:
    """Trains by writing down what it was given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.trained: list[Path] = []
        self.broken = False

    @property
    def overlays(self) -> Path:
        return self.folder / "knowledge"

    async def train(self, knowledge: Path, tell: Tell) -> Made:
        if self.broken:
            raise RuntimeError("the data are wrong: mend them")
        tell("half way")
        self.trained.append(knowledge)
        return self._made(f"model-{knowledge.name}")

    async def present(self) -> Made:
        return self._made("model-of-the-files")

    async def answers(
        self, made: Made, knowledge: Path, questions: Sequence[TrialQuestion]
    ) -> list[Answer]:
        known = load_knowledge(knowledge)
        return [self._answer(each, each.text, known.articles) for each in questions]

    async def live_answers(self, questions: Sequence[TrialQuestion]) -> list[Answer]:
        return [self._answer(each, each.text, {}) for each in questions]

    def _answer(self, question: TrialQuestion, text: str, articles: object) -> Answer:
        found = None
        if isinstance(articles, dict):
            for article in articles.values():
                if text in article.versions[question.language].questions:
                    found = article.id
        return {"outcome": "answered" if found else "unanswered", "article": found, "choices": []}

    def _made(self, name: str) -> Made:
        path = self.folder / f"{name}.tar.gz"
        path.write_bytes(name.encode() * 200_000)  # more than one part
        return Made(path, name, 1.0)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    engine = FakeEngine()
    engine.answer = lambda turn: result(
        turn,
        "unknown",
        outcome="unanswered",
        act="ask",
        ranking=({"id": ARTICLE_ID, "confidence": 0.2},),
    )
    async with make_house(tmp_path, engine) as house:
        house.learning.revisions.base = write_knowledge(tmp_path / "base")
        house.learning.trials.workshop = FakeShop(tmp_path)
        yield house


async def _ask(house: House, *texts: str) -> None:
    for text in texts:
        started = await house.visitors.start("fr")
        await house.visitors.say(started.id, text=text)


async def test_from_a_gap_to_what_is_live_and_back(house: House, tmp_path: Path) -> None:
    learning, amina = house.learning, (await make_counsellor(house)).id
    await _ask(house, NEW, NEW + " svp", "tout autre chose")
    groups = await learning.gaps.groups()
    assert [len(group.gaps) for group in groups] == [2, 1]
    assert groups[0].nearest == (ARTICLE_ID,)

    revision = await learning.gaps.add_phrasings(amina, groups[0].ids, ARTICLE_ID, "fr", [NEW])
    assert [len(group.gaps) for group in await learning.gaps.groups()] == [1]
    await learning.questions.replace(amina, f"fr; {ARTICLE_ID}; {NEW}\nnl; -; hoe laat is het")

    trial = await learning.trials.get(await learning.trials.start(amina))
    await learning.trials.wait()
    trial = await learning.trials.get(trial.id)
    assert (trial.status, trial.revisions) == ("done", (revision,)), trial.step
    assert trial.result is not None
    assert [line["text"] for line in trial.result["better"]] == [NEW]
    assert (trial.result["same"], trial.result["worse"]) == (1, [])

    first = await learning.publications.present()
    assert first is not None and first.model is not None
    assert (first.model.fingerprint, first.revisions) == ("model-of-the-files", ())
    await learning.publications.publish(amina, trial.id)
    live = await learning.publications.present()
    assert live is not None and live.model is not None and live.revisions == (revision,)

    elsewhere = await learning.archives.fetch(live.model, tmp_path / "another host")
    assert elsewhere.read_bytes() == (tmp_path / live.model.file).read_bytes()
    texts = await learning.revisions.texts(live.revisions)
    folder = write_overlay(learning.revisions.base, texts, tmp_path / "another host")
    assert NEW in load_knowledge(folder).get(ARTICLE_ID).versions["fr"].questions

    await learning.publications.back(amina)
    again = await learning.publications.present()
    assert again is not None and again.model == first.model and again.revisions == ()


async def test_a_bad_article_cannot_go_live(house: House) -> None:
    learning, amina = house.learning, (await make_counsellor(house)).id
    good = await learning.revisions.article(ARTICLE_ID)
    for bad in (
        good.text.replace("written:", "wriiten:"),
        good.text.replace("answer: ", "answer: Cela coûte 9999 EUR. ", 1),
        "fr: [",
    ):
        draft = await learning.revisions.save(amina, ARTICLE_ID, bad, seen=0)
        with pytest.raises(Unfit) as error:
            await learning.revisions.accept(amina, draft)
        assert error.value.findings
    assert await learning.revisions.accepted() == {}
    trial = await learning.trials.start(amina)
    await learning.trials.wait()
    assert (await learning.trials.get(trial)).revisions == ()


async def test_two_editors_of_one_article(house: House) -> None:
    learning, amina = house.learning, (await make_counsellor(house)).id
    seen = (await learning.revisions.article(ARTICLE_ID)).revision
    await learning.revisions.add_phrasings(amina, ARTICLE_ID, "fr", [NEW])
    with pytest.raises(Outdated):
        await learning.revisions.save(amina, ARTICLE_ID, "text: old", seen=seen)


async def test_the_patch_applies_to_the_files(house: House, tmp_path: Path) -> None:
    learning, amina = house.learning, (await make_counsellor(house)).id
    await learning.revisions.add_phrasings(amina, ARTICLE_ID, "fr", [NEW])
    repository = tmp_path / "repository"
    file = repository / "knowledge" / "articles" / f"{ARTICLE_ID}.yml"
    file.parent.mkdir(parents=True)
    present = learning.revisions.base / "articles" / f"{ARTICLE_ID}.yml"
    file.write_text(present.read_text("utf-8"), "utf-8")
    (tmp_path / "p.patch").write_text(await learning.revisions.patch(), "utf-8")
    subprocess.run(["git", "apply", "../p.patch"], cwd=repository, check=True)
    assert file.read_text("utf-8") == (await learning.revisions.article(ARTICLE_ID)).text

    present.write_text(file.read_text("utf-8"), "utf-8")
    assert await learning.revisions.patch() == ""  # the files have it now
    present.write_text(file.read_text("utf-8") + "# touched\n", "utf-8")
    assert await learning.revisions.behind() == (ARTICLE_ID,)


async def test_withdrawing_brings_the_version_before_back(house: House) -> None:
    learning, amina = house.learning, (await make_counsellor(house)).id
    file = (await learning.revisions.article(ARTICLE_ID)).text
    revision = await learning.revisions.add_phrasings(amina, ARTICLE_ID, "fr", [NEW])
    await learning.revisions.withdraw(amina, revision)
    assert (await learning.revisions.article(ARTICLE_ID)).text == file


async def test_a_new_article_begins_with_the_question(house: House) -> None:
    learning, amina = house.learning, (await make_counsellor(house)).id
    await _ask(house, NEW)
    (group,) = await learning.gaps.groups()
    draft = await learning.gaps.begin_article(amina, group.ids, "training/new", "fr", [NEW])
    assert NEW in (await learning.revisions.get(draft)).text
    with pytest.raises(Unfit):  # nobody has filled it in
        await learning.revisions.accept(amina, draft)
    with pytest.raises(BadRequest):
        await learning.gaps.begin_article(amina, (), ARTICLE_ID, "fr", [NEW])


async def test_a_trial_that_fails_says_why_and_changes_nothing(house: House) -> None:
    learning, amina = house.learning, (await make_counsellor(house)).id
    shop = learning.trials.workshop
    assert isinstance(shop, FakeShop)
    shop.broken = True
    trial = await learning.trials.start(amina)
    with pytest.raises(TrialRunning):
        await learning.trials.start(amina)
    await learning.trials.wait()
    ended = await learning.trials.get(trial)
    assert (ended.status, ended.step) == ("failed", "the data are wrong: mend them")
    with pytest.raises(BadRequest):
        await learning.publications.publish(amina, trial)
    with pytest.raises(NotFound):
        await learning.publications.back(amina)
    learning.trials.workshop = None
    with pytest.raises(NoWorkshop):
        await learning.trials.start(amina)


@pytest.mark.parametrize("line", ["fr; studies/x", "en; -; hello", "fr; ../x; a", "fr; -;"])
async def test_questions_that_cannot_be_read_name_their_line(house: House, line: str) -> None:
    amina = (await make_counsellor(house)).id
    await house.learning.questions.replace(amina, "fr; -; bonjour")
    with pytest.raises(BadRequest, match="line 2"):
        await house.learning.questions.replace(amina, f"# a note\n{line}")
    assert [each.text for each in await house.learning.questions.all()] == ["bonjour"]


async def test_articles_due_with_their_owners_and_broken_links(house: House) -> None:
    amina = await make_counsellor(house)
    knowledge = load_knowledge(house.learning.revisions.base)
    upkeep = house.learning.upkeep
    await upkeep.set_owner(amina.id, ARTICLE_ID, amina.id)
    due = {one.article: one for one in await upkeep.due(knowledge)}
    owner = due[ARTICLE_ID].owner
    assert owner is not None and owner.id == amina.id
    url = knowledge.get(ARTICLE_ID).sources[0].url
    await upkeep.note_links([(url, 404, "404")])
    first = (await upkeep.links(knowledge))[0]
    assert (first.url, first.problem, first.articles) == (url, "404", (ARTICLE_ID,))
    await upkeep.set_owner(amina.id, ARTICLE_ID, None)
    assert all(one.owner is None for one in await upkeep.due(knowledge))


def test_the_checker_of_a_whole_folder_is_the_editors_one(tmp_path: Path) -> None:
    from knowledge.checker import check
    from service.learning.checking import checked

    folder = write_knowledge(tmp_path)
    (folder / "articles" / f"{ARTICLE_ID}.yml").write_text("publics: []\n", "utf-8")
    assert {each.message for each in checked(folder)} == {each.message for each in check(folder)}


async def test_there_is_nothing_to_go_back_to(house: House) -> None:
    with pytest.raises(NotFound):
        await house.learning.publications.back((await make_counsellor(house)).id)


async def test_a_model_that_was_half_kept_is_kept_whole(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process died between two parts of it; the next one begins again."""
    archives = house.learning.archives
    made = await FakeShop(tmp_path).present()

    class DiedError(Exception):
        pass

    def die(**_: object) -> None:
        raise DiedError

    with monkeypatch.context() as dying, pytest.raises(DiedError):
        dying.setattr("service.learning.archives.ModelPartRow", die)
        await archives.keep(None, made)
    kept = await archives.keep(None, made)
    fetched = await archives.fetch(kept, tmp_path / "another host")
    assert fetched.read_bytes() == made.path.read_bytes()
