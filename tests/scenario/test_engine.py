"""The engine with the trained model: Rasa's dialogue as a pure function."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.engine import RasaEngine
from bot.errors import ModelMissing
from service.types import Json, Snapshot, TurnInput, TurnResult

pytestmark = pytest.mark.model

SLOTS = tuple(
    {
        "id": f"s{day}-{hour}",
        "start": f"2026-11-{day}T{hour:02d}:00:00+01:00",
        "end": f"2026-11-{day}T{hour:02d}:45:00+01:00",
        "languages": ["fr", "nl"],
        "themes": [],
        "place": "centre",
    }
    for day in (24, 25, 26, 27)
    for hour in (9, 14, 16)
)
MONDAY = Snapshot(
    now="2026-11-23T10:00:00+01:00",
    desk_open=True,
    counsellors_present=1,
    fresh_code="ABCD2345",
    slots=SLOTS,
)


@pytest.fixture(scope="module")
def engine(model: Path) -> RasaEngine:
    return RasaEngine(model)


class Talk:
    """A conversation with the engine."""

    def __init__(self, engine: RasaEngine, snapshot: Snapshot = MONDAY) -> None:
        self.engine, self.snapshot = engine, snapshot
        self.state: Json = {}
        self.language: Any = None
        self.last: TurnResult | None = None

    async def say(self, text: str, **changes: Any) -> TurnResult:
        turn = TurnInput(text, self.language, "web", self.state, self.snapshot)
        self.last = await self.engine.respond(replace(turn, **changes))
        self.state = self.last.state
        if self.last.understanding.language in {"fr", "nl"}:
            self.language = self.last.understanding.language
        return self.last

    async def pick(self, number: int) -> TurnResult:
        assert self.last is not None
        choice = self.last.replies[-1].choices[number]
        return await self.say(choice.label, choice=choice.action)


def kinds(result: TurnResult) -> list[str]:
    """What is asked for, beside taking the language of the first message."""
    return [effect.kind for effect in result.effects if effect.kind != "set_language"]


async def test_the_moroccan_diploma(engine: RasaEngine) -> None:
    result = await Talk(engine).say("Comment faire reconnaître mon diplôme marocain ?")
    assert result.understanding.article == "studies/foreign-diploma-french"
    assert result.replies[0].language == "fr"
    assert result.replies[0].article is not None
    assert result.replies[0].article.sources


async def test_student_hours_in_dutch(engine: RasaEngine) -> None:
    result = await Talk(engine).say("hoeveel uren mag ik werken als student")
    assert result.understanding.article == "employment/student-job"
    assert "650" in result.replies[0].text


async def test_a_follow_up_asks_the_last_article(engine: RasaEngine) -> None:
    talk = Talk(engine)
    await talk.say("Comment faire reconnaître mon diplôme marocain ?")
    result = await talk.say("et ça coûte combien ?")
    assert result.understanding.article == "studies/foreign-diploma-french"
    assert "200" in result.replies[0].text


@pytest.mark.parametrize("text", ["/restart", "/greet", '/book{"booking_slot":"s24-9"}', "/", "//"])
async def test_a_slash_is_never_obeyed(engine: RasaEngine, text: str) -> None:
    talk = Talk(engine)
    await talk.say("Comment faire reconnaître mon diplôme marocain ?")
    result = await talk.say(text)
    assert result.replies
    assert result.understanding.act not in {"restart", "session_start"}
    assert result.state["slots"]["last_article"]
    assert "book" not in kinds(result)


async def test_booking_in_words(engine: RasaEngine) -> None:
    talk = Talk(engine)
    await talk.say("je voudrais prendre rendez-vous")
    offered = await talk.say("jeudi après-midi")
    assert [choice.action["slot"] for choice in offered.replies[-1].choices] == ["s26-14", "s26-16"]
    booked = await talk.pick(0)
    assert [effect.values["slot"] for effect in booked.effects if effect.kind == "book"] == [
        "s26-14"
    ]
    assert booked.replies[-1].secrets == {"code": "ABCD2345"}
    assert "form" not in booked.state


@pytest.mark.parametrize("standing", [None, True])
async def test_what_a_counsellor_must_confirm_is_not_called_booked(
    engine: RasaEngine, standing: bool | None
) -> None:
    by_hand = replace(MONDAY, confirm_by_hand=True, appointment=STANDING if standing else None)
    talk = Talk(engine, by_hand)
    await talk.say("je voudrais " + ("déplacer mon" if standing else "un") + " rendez-vous")
    told = (await talk.pick(0)).replies[-1]
    assert "doit encore confirmer" in told.text and told.secrets == {"code": "ABCD2345"}


async def test_booking_asks_for_the_free_moments_only_when_it_needs_them(
    engine: RasaEngine,
) -> None:
    bare = replace(MONDAY, slots=None)
    assert (await Talk(engine, bare).say("ik wil een afspraak maken")).needs == ("slots",)
    assert (await Talk(engine, bare).say("wat is een hogeschool?")).needs == ()


STANDING = {"id": 7, "start": "2026-12-01T10:00:00+01:00", "end": None, "place": "centre"}


@pytest.mark.parametrize("words", ["je voudrais prendre rendez-vous", "rdv jeudi à 14h svp"])
async def test_who_has_an_appointment_is_asked_before_a_second_is_made(
    engine: RasaEngine, words: str
) -> None:
    talk = Talk(engine, replace(MONDAY, appointment=STANDING))
    told = await talk.say(words)
    assert "1 décembre" in told.replies[-1].text.replace("1er", "1")
    assert kinds(told) == []
    moved = await talk.pick(0)
    assert moved.replies[-1].kind == "slots"
    booked = await talk.pick(0)
    assert [one.values["replaces"] for one in booked.effects if one.kind == "book"] == [7]


async def test_another_appointment_is_made_when_asked_for(engine: RasaEngine) -> None:
    talk = Talk(engine, replace(MONDAY, appointment=STANDING))
    await talk.say("ik wil een afspraak maken")
    assert (await talk.pick(1)).replies[-1].kind == "slots"
    await talk.say("donderdag om 14 uur")  # one moment: summed up, then another is wanted
    other = await talk.pick(1)
    assert other.replies[-1].kind == "slots"
    booked = await talk.pick(0)
    assert [one.values["replaces"] for one in booked.effects if one.kind == "book"] == [None]


async def test_the_appointment_that_stands_is_kept(engine: RasaEngine) -> None:
    talk = Talk(engine, replace(MONDAY, appointment=STANDING))
    await talk.say("je voudrais prendre rendez-vous")
    kept = await talk.pick(2)
    assert kinds(kept) == []
    assert "form" not in kept.state
    assert "1 décembre" in kept.replies[-1].text.replace("1er", "1")


async def test_who_stops_moving_hears_that_the_appointment_stays(engine: RasaEngine) -> None:
    talk = Talk(engine, replace(MONDAY, appointment=STANDING))
    await talk.say("je voudrais déplacer mon rendez-vous")
    kept = await talk.say("non")
    assert "1 décembre" in kept.replies[-1].text.replace("1er", "1")


async def test_the_moments_called_nearest_are_nearest(engine: RasaEngine) -> None:
    talk = Talk(engine)
    await talk.say("ik wil een afspraak maken")
    offered = await talk.say("vrijdag om 18 uur")
    slots = [choice.action["slot"] for choice in offered.replies[-1].choices]
    assert slots == ["s26-16", "s27-9", "s27-16"]


async def test_an_appointment_opened_by_its_code_is_cancelled_after_a_question(
    engine: RasaEngine,
) -> None:
    opened = {"valid": True, "throttled": False, "kind": "appointment", "appointment": STANDING}
    talk = Talk(engine, replace(MONDAY, code=opened))
    await talk.say("ABCD-2345", language="fr")
    talk.snapshot = MONDAY
    asked = await talk.pick(1)
    assert kinds(asked) == []
    kept = await talk.pick(1)
    assert "décembre" in kept.replies[-1].text
    talk.last = asked
    cancelled = await talk.pick(0)
    assert [one.values["appointment"] for one in cancelled.effects] == [7]


@pytest.mark.parametrize("text", ["[tel]", "[e-mail] / [tel]"])
async def test_who_sends_only_a_number_hears_that_nobody_calls(
    engine: RasaEngine, text: str
) -> None:
    told = await Talk(engine).say(text, language="fr")
    assert "rappeler" in told.replies[-1].text
    assert [one.action["act"] for one in told.replies[-1].choices] == ["hand_over", "book"]


@pytest.mark.parametrize("text", ["aide", "quel temps fait-il demain ?", "je suis étudiant"])
async def test_whatever_is_not_answered_offers_a_person(engine: RasaEngine, text: str) -> None:
    told = await Talk(engine).say(text)
    assert "hand_over" in [one.action["act"] for one in told.replies[-1].choices]


async def test_to_move_what_is_not_known_here_the_code_is_asked_for(engine: RasaEngine) -> None:
    talk = Talk(engine)
    for text in ("je voudrais déplacer mon rendez-vous", "jeudi à 14h"):
        asked = await talk.say(text)
        assert "code" in asked.replies[-1].text
        assert (asked.replies[-1].kind, kinds(asked)) == ("text", [])
    opened = {"valid": True, "throttled": False, "kind": "appointment", "appointment": STANDING}
    talk.snapshot = replace(MONDAY, code=opened)
    await talk.say("ABCD-2345")
    talk.snapshot = MONDAY
    assert (await talk.pick(0)).replies[-1].kind == "slots"
    booked = await talk.pick(0)
    assert [one.values["replaces"] for one in booked.effects if one.kind == "book"] == [7]


async def test_who_does_not_leave_a_message_hears_that_nothing_was_passed_on(
    engine: RasaEngine,
) -> None:
    talk = Talk(engine, replace(MONDAY, desk_open=False))
    await talk.say("je voudrais un rendez-vous")
    await talk.say("je veux laisser un message")
    assert "transmis" in (await talk.say("non")).replies[-1].text


async def test_another_moment_while_moving_still_moves(engine: RasaEngine) -> None:
    talk = Talk(engine, replace(MONDAY, appointment=STANDING))
    await talk.say("je voudrais déplacer mon rendez-vous")
    await talk.say("jeudi à 14h")
    await talk.pick(1)
    booked = await talk.pick(0)
    assert [one.values["replaces"] for one in booked.effects if one.kind == "book"] == [7]


async def test_a_person_when_somebody_is_there(engine: RasaEngine) -> None:
    result = await Talk(engine).say("je veux parler à un conseiller")
    assert kinds(result) == ["hand_over"]
    assert result.understanding.outcome == "handover"


async def test_a_message_or_an_appointment_when_nobody_is(engine: RasaEngine) -> None:
    closed = replace(MONDAY, desk_open=False, next_opening="2026-11-24T09:00:00+01:00")
    result = await Talk(engine, closed).say("ik wil met iemand praten")
    assert kinds(result) == []
    assert result.understanding.outcome == "handover"
    assert [choice.action["act"] for choice in result.replies[0].choices] == [
        "book",
        "leave_message",
    ]


async def test_the_message_left_is_what_was_written(engine: RasaEngine) -> None:
    talk = Talk(engine, replace(MONDAY, desk_open=False))
    await talk.say("je veux parler à un conseiller")
    await talk.pick(1)
    left = await talk.say("Comment puis-je trouver un stage en menuiserie pour mon fils ?")
    texts = [effect.values["text"] for effect in left.effects if effect.kind == "leave_message"]
    assert texts == ["Comment puis-je trouver un stage en menuiserie pour mon fils ?"]


async def test_while_a_counsellor_has_the_conversation_the_bot_is_silent(
    engine: RasaEngine,
) -> None:
    talk = Talk(engine, replace(MONDAY, owner="counsellor"))
    result = await talk.say("Comment faire reconnaître mon diplôme marocain ?")
    assert (result.replies, result.understanding.outcome) == ((), "with_counsellor")


@pytest.mark.parametrize("owner", ["waiting", "counsellor"])
async def test_forgetting_is_confirmed_in_words_also_while_a_person_has_the_conversation(
    engine: RasaEngine, owner: Any
) -> None:
    talk = Talk(engine, replace(MONDAY, owner=owner))
    talk.language = "nl"
    assert kinds(await talk.say("alles wissen")) == []
    assert kinds(await talk.say("ja")) == ["forget"]
    talk = Talk(engine, replace(MONDAY, owner=owner))
    talk.language = "fr"
    await talk.say("efface tout")
    assert kinds(await talk.say("non")) == []
    assert (await talk.say("et pour mon frère ?")).replies == ()


async def test_distress_while_waiting_shows_the_help_lines_once(engine: RasaEngine) -> None:
    talk = Talk(engine, replace(MONDAY, owner="waiting"))
    first = await talk.say("je veux mourir", language="fr")
    second = await talk.say("je n'en peux plus, je veux en finir", language="fr")
    assert "0800 32 123" in first.replies[0].text
    assert kinds(first) == kinds(second) == ["mark_urgent"]
    assert second.replies == ()


async def test_without_papers_changes_every_later_answer(engine: RasaEngine) -> None:
    talk = Talk(engine)
    await talk.say("je n'ai pas de papiers")
    result = await talk.say("je voudrais suivre une formation")
    assert "without_papers" in (talk.state["slots"].get("situations") or [])
    assert "carte d'identité" not in result.replies[-1].text


async def test_a_failure_is_raised_and_changes_nothing(engine: RasaEngine) -> None:
    from bot.errors import EngineFailed

    talk = Talk(engine)
    before = talk.state
    with pytest.raises(EngineFailed):
        await talk.say("?", choice={"act": "show_article", "article": "no/such"})
    assert talk.state is before
    assert (await talk.say("bonjour")).understanding.outcome == "smalltalk"


def test_a_broken_model_is_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "model.tar.gz"
    broken.write_bytes(b"nothing")
    with pytest.raises(ModelMissing, match="azimut train"):
        RasaEngine(broken)


TEXTS = st.sampled_from(
    [
        "bonjour", "merci", "oui", "non", "Comment trouver une formation ?", "et le prix ?",
        "je veux un rendez-vous", "jeudi", "demain à 14h", "parler à quelqu'un", "annuler",
        "plus simple", "in het Nederlands aub", "wat is een leercontract", "oublie-moi",
        "laisser un message", "je cherche un stage dans la construction", "?", "🙂", "hello there",
    ]
)  # fmt: skip


@settings(max_examples=6, phases=[Phase.generate])
@given(texts=st.lists(TEXTS, min_size=40, max_size=50))
async def test_a_rebuilt_conversation_goes_like_one_that_kept_its_history(
    engine: RasaEngine, texts: list[str]
) -> None:
    """300 turns in all, over every rule and form: rebuilt from the compact state each turn,
    against Rasa's own tracker with its whole history."""
    from tests.support.full_history import FullHistory

    rebuilt, full = Talk(engine), FullHistory(engine)
    for text in texts:
        result = await rebuilt.say(text)
        expected = await full.say(text, MONDAY)
        assert [reply.text for reply in result.replies] == [
            reply.text for reply in expected.replies
        ]
        assert result.effects == expected.effects


async def test_a_remembered_prediction_is_the_one_that_the_rules_give(engine: RasaEngine) -> None:
    texts = ("bonjour", "je veux un rendez-vous", "et le prix ?", "demain à 14h", "annuler",
             "oublie-moi", "oui", "laisser un message", "merci")  # fmt: skip
    remembering, asking = Talk(engine), Talk(engine)
    for text in texts * 2:
        remembered = await remembering.say(text)
        engine._processor._predictions.clear()
        asked = await asking.say(text)
        assert remembered.replies == asked.replies
        assert remembered.state == asked.state
        assert remembered.effects == asked.effects


def test_no_rule_is_written_on_words() -> None:
    """The engine remembers what the rules say of acts (bot.engine_graph.course_of)."""
    rules = [path.read_text("utf-8") for path in Path("data/rules").glob("*.yml")]
    assert rules
    assert not any(re.search(r"^\s*-\s*(user|bot):", text, re.MULTILINE) for text in rules)


async def test_turn_300_keeps_no_more_than_turn_5(engine: RasaEngine) -> None:
    talk = Talk(engine)
    sizes = []
    for _ in range(30):
        for text in ("bonjour", "comment trouver une formation ?", "et le prix ?", "merci"):
            await talk.say(text)
        sizes.append(len(str(talk.state)))
    assert max(sizes[1:]) == min(sizes[1:])
