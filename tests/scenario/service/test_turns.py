"""Turns: once, in order, whatever happens."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from service.errors import (
    BadRequest,
    IdempotencyMismatch,
    NotFound,
    StillWorking,
    TextTooLong,
)
from service.house import House
from service.options import HouseOptions
from service.types import Effect, TurnInput, TurnResult
from tests.support.fake_engine import FakeEngine, result
from tests.support.house_support import MONDAY, make_counsellor, make_house
from tests.support.waiting import PATIENCE, until

PLANTED = "kwikstaartje"


async def settled(house: House, conversation_id: str, seq: int) -> None:
    """Wait until the conversation has reached ``seq``."""

    async def reached() -> bool:
        return (await house.visitors.state(conversation_id)).last_seq >= seq

    await until(reached)


async def test_the_same_key_gives_the_stored_reply(database_url: str) -> None:
    engine = FakeEngine()
    async with make_house(url=database_url, engine=engine) as house:
        started = await house.visitors.start("fr")
        first = await house.visitors.say(started.id, text="un", idempotency_key="k")
        again = await house.visitors.say(started.id, text="un", idempotency_key="k")
        assert again == first
        assert len(engine.seen) == 1
        with pytest.raises(IdempotencyMismatch):
            await house.visitors.say(started.id, text="deux", idempotency_key="k")
        other = await house.visitors.start("fr")
        assert (await house.visitors.say(other.id, text="un", idempotency_key="k")).messages


async def test_the_same_key_at_the_same_time_is_one_turn(database_url: str) -> None:
    engine = FakeEngine(delay=0.2)
    async with make_house(url=database_url, engine=engine) as house:
        started = await house.visitors.start("fr")
        outcomes = await asyncio.gather(
            *(house.visitors.say(started.id, text="un", idempotency_key="k") for _ in range(4))
        )
        assert all(outcome.messages == outcomes[0].messages for outcome in outcomes)
        assert len(engine.seen) == 1


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ({}, BadRequest),
        ({"text": "  \n"}, BadRequest),
        ({"text": "a", "choice": "b"}, BadRequest),
        ({"text": "x" * 4001}, TextTooLong),
    ],
)
async def test_bad_messages(
    tmp_path: Path, message: dict[str, str], error: type[Exception]
) -> None:
    async with make_house(tmp_path) as house:
        started = await house.visitors.start(None)
        with pytest.raises(error):
            await house.visitors.say(started.id, **message)
        with pytest.raises(NotFound):
            await house.visitors.say("0" * 32, text="bonjour")
        assert (await house.visitors.say(started.id, text="bonjour")).messages


async def test_tokens(tmp_path: Path) -> None:
    async with make_house(tmp_path) as house:
        mine, other = await house.visitors.start("fr"), await house.visitors.start("fr")
        await house.visitors.authenticate(mine.id, mine.token)
        for pair in ((mine.id, other.token), (mine.id, ""), ("unknown", mine.token)):
            with pytest.raises(NotFound):
                await house.visitors.authenticate(*pair)


async def test_without_the_engine_the_visitor_goes_to_the_queue(tmp_path: Path) -> None:
    engine = FakeEngine(down=True)
    async with make_house(tmp_path, engine=engine) as house:
        started = await house.visitors.start("nl")
        outcome = await house.visitors.say(started.id, text="hallo")
        assert "storing" in outcome.messages[0].text
        assert outcome.understanding.outcome == "handover"
        assert [alarm.name for alarm in house.alarms.present()] == ["engine"]
        assert len(await house.handover.queue()) == 1
        silent = await house.visitors.say(started.id, text="nog daar?")
        assert silent.messages == ()

        engine.down = False
        back = await house.visitors.say(started.id, text="leave")
        assert back.messages[0].text == "left"
        assert house.alarms.present() == ()
        assert await house.handover.queue() == ()


@pytest.mark.parametrize(
    "effect",
    [
        Effect("no such effect"),
        Effect("book", {}),
        Effect("set_language", {"language": "de"}),
        Effect("cancel_appointment", {"appointment": "x"}),
    ],
)
async def test_an_effect_that_makes_no_sense_does_not_end_in_silence(
    tmp_path: Path, effect: Effect
) -> None:
    engine = FakeEngine(answer=lambda turn: result(turn, "never said", effect))
    async with make_house(tmp_path, engine=engine) as house:
        started = await house.visitors.start("fr")
        outcome = await house.visitors.say(started.id, text="bonjour")
        assert outcome.understanding.outcome == "handover"
        assert "never said" not in str(await house.visitors.messages(started.id))


async def test_a_slow_turn_is_accepted_and_comes_by_events(tmp_path: Path) -> None:
    options = HouseOptions(web_wait=0.2)
    async with make_house(tmp_path, FakeEngine(delay=1.0), options=options) as house:
        started = await house.visitors.start("fr")
        with house.bus.listening(f"conversation:{started.id}") as ear:
            with pytest.raises(StillWorking):
                await house.visitors.say(started.id, text="bonjour", idempotency_key="k")
            event = await asyncio.wait_for(ear.get(), PATIENCE)
        assert event.kind == "message"
        again = await house.visitors.say(started.id, text="bonjour", idempotency_key="k")
        assert again.messages[0].text == "echo: bonjour"


async def test_nobody_is_waited_for_who_has_gone(tmp_path: Path) -> None:
    """Answered elsewhere, forgotten, too slow, or hung up: the worker keeps no trace of who asked,
    or a process that runs for months would fill up."""
    options = HouseOptions(web_wait=0.2)
    async with make_house(tmp_path, FakeEngine(delay=0.4), options=options) as house:
        started = [await house.visitors.start("fr") for _ in range(3)]
        slow, forgotten, gone = (
            asyncio.create_task(house.visitors.say(one.id, text="bonjour")) for one in started
        )
        await asyncio.sleep(0.1)
        await house.visitors.forget(started[1].id)
        gone.cancel()
        ends = await asyncio.gather(slow, forgotten, gone, return_exceptions=True)
        assert [type(end) for end in ends] == [StillWorking, NotFound, asyncio.CancelledError]
        assert house._worker._awaited == {}
        await settled(house, started[0].id, 3)
        await settled(house, started[2].id, 3)


async def test_a_claim_while_the_engine_thinks_silences_the_bot(database_url: str) -> None:
    engine = FakeEngine()
    async with make_house(url=database_url, engine=engine) as house:
        amina = await make_counsellor(house)
        started = await house.visitors.start("fr")
        await house.visitors.say(started.id, text="person")
        await house.visitors.say(started.id, text="leave")
        await house.visitors.say(started.id, text="person")
        engine.delay = 0.5
        talking = asyncio.create_task(house.visitors.say(started.id, text="leave"))
        await asyncio.sleep(0.2)
        await house.handover.claim(amina.id, started.id)
        outcome = await talking
        # The turn was taken again with the new owner: leaving ends the counsellor's talk too.
        assert outcome.messages[0].text == "left"
        assert engine.seen[-1].snapshot.owner == "counsellor"
        assert engine.seen[-2].snapshot.owner == "waiting"


async def test_messages_are_answered_in_order(tmp_path: Path) -> None:
    async with make_house(tmp_path, FakeEngine(delay=0.01)) as house:
        started = await house.visitors.start("fr")
        await asyncio.gather(*(house.visitors.say(started.id, text=f"m{n}") for n in range(10)))
        views = (await house.visitors.messages(started.id))[1:]
        own, echoes = views[::2], views[1::2]
        assert [view.text for view in echoes] == [f"echo: {view.text}" for view in own]


async def test_dialogue_state_and_profile_are_kept(tmp_path: Path) -> None:
    def answer(turn: TurnInput) -> TurnResult:
        effects = (
            Effect("profile", {"public": "students", "situations": ["newcomer"]}),
            Effect("set_language", {"language": "nl"}),
        )
        return result(turn, "ok", *effects)

    engine = FakeEngine(answer=answer)
    async with make_house(tmp_path, engine) as house:
        started = await house.visitors.start(None)
        await house.visitors.say(started.id, text="a")
        await house.visitors.say(started.id, text="b")
        second = engine.seen[1]
        assert second.state == {"turns": 1}
        assert (second.public, second.situations) == ("students", ("newcomer",))
        assert second.language == "nl"


async def test_forget_leaves_nothing_in_the_file(tmp_path: Path) -> None:
    engine = FakeEngine()
    async with make_house(tmp_path, engine) as house:
        amina = await make_counsellor(house)
        started = await house.visitors.start("fr")
        say = house.visitors.say
        await say(started.id, text="xyzzy")
        await say(started.id, text=f"{PLANTED} une question")
        await say(started.id, text=f"message {PLANTED}")
        await say(started.id, text="book")
        await say(started.id, text="person")
        await say(started.id, text=f"{PLANTED} encore")
        await house.handover.claim(amina.id, started.id)
        await house.handover.note(amina.id, started.id, f"note {PLANTED}")
        await house.handover.reply(amina.id, started.id, f"réponse {PLANTED}")
        database = tmp_path / "azimut.sqlite3"
        written = b"".join(path.read_bytes() for path in tmp_path.glob("azimut.sqlite3*"))
        assert PLANTED.encode() in written

        await house.visitors.forget(started.id)
        left = b"".join(path.read_bytes() for path in tmp_path.glob("azimut.sqlite3*"))
        assert database.exists()
        assert PLANTED.encode() not in left
        assert await house.gaps.open() == ()
        assert await house.left_messages.waiting() == ()
        assert await house.agenda.between(MONDAY, MONDAY + timedelta(days=60)) == ()
        with pytest.raises(NotFound):
            await house.visitors.forget(started.id)
        with pytest.raises(NotFound):
            await say(started.id, text="encore là ?")


async def test_personal_data_never_reaches_engine_or_file(tmp_path: Path) -> None:
    engine = FakeEngine()
    async with make_house(tmp_path, engine) as house:
        started = await house.visitors.start("fr")
        await house.visitors.say(started.id, text="appelez-moi au 0475 12 34 56")
        assert engine.seen[0].text == "appelez-moi au [tel]"
        files = b"".join(path.read_bytes() for path in tmp_path.glob("azimut.sqlite3*"))
        assert b"0475" not in files
