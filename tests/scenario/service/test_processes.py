"""Several processes on one PostgreSQL: events reach everybody, turns are taken once."""

from __future__ import annotations

import asyncio

import pytest

from service.errors import NotFound
from service.types import Json
from store.database import Database
from store.notify import Notifications, Receive
from tests.support.house_support import make_counsellor, make_house
from tests.support.postgres import Cluster
from tests.support.waiting import PATIENCE, until

pytestmark = pytest.mark.postgres


async def test_a_counsellor_on_one_process_talks_to_a_visitor_on_another(
    postgres: Cluster,
) -> None:
    url = postgres.url()
    async with make_house(url=url) as first, make_house(url=url) as second:
        amina = await make_counsellor(first)
        started = await second.visitors.start("fr")
        with second.bus.listening(f"conversation:{started.id}") as ear:
            await second.visitors.say(started.id, text="person")
            await first.handover.claim(amina.id, started.id)
            written = await first.handover.reply(amina.id, started.id, "Bonjour !")
            seen: list[int] = []
            while not seen or seen[-1] != written.seq:
                event = await asyncio.wait_for(ear.get(), PATIENCE)
                seen += [event.seq] if event.kind == "message" and event.seq else []
        assert seen == sorted(seen)
        assert len(seen) == len(set(seen))


async def test_messages_through_two_processes_keep_their_order(postgres: Cluster) -> None:
    url = postgres.url()
    async with make_house(url=url) as first, make_house(url=url) as second:
        started = await first.visitors.start("fr")
        houses = (first, second)
        outcomes = await asyncio.gather(
            *(houses[n % 2].visitors.say(started.id, text=f"m{n}") for n in range(20))
        )
        assert all(len(outcome.messages) == 1 for outcome in outcomes)
        views = await first.visitors.messages(started.id)
        assert [view.seq for view in views] == list(range(1, len(views) + 1))
        own = [view.text for view in views if view.author == "visitor"]
        echoes = [view.text for view in views if view.author == "bot"][1:]
        assert sorted(own) == sorted(f"m{n}" for n in range(20))
        assert echoes == [f"echo: {text}" for text in own]


async def test_who_is_forgotten_at_one_process_is_gone_at_all(postgres: Cluster) -> None:
    """Streams of the others hear it, and nothing of the conversation is left anywhere."""
    url = postgres.url()
    async with make_house(url=url) as first, make_house(url=url) as second:
        started = await first.visitors.start("fr")
        await second.visitors.say(started.id, text="bonjour")
        with second.bus.listening(f"conversation:{started.id}") as ear:
            await first.visitors.forget(started.id)
            while (await asyncio.wait_for(ear.get(), PATIENCE)).kind != "forgotten":
                pass
        with pytest.raises(NotFound):
            await second.visitors.say(started.id, text="encore")


async def test_a_process_that_stops_tells_the_others_nothing(postgres: Cluster) -> None:
    """What wakes its own sender at the end is not for them: it was no event."""
    heard: list[str] = []
    url = Database(postgres.url()).url

    def of(receive: Receive) -> Notifications:
        return Notifications(url, receive, lambda: None)

    here, goes, last = of(lambda topic, _: heard.append(topic)), of(_deaf), of(_deaf)

    async def arrived() -> bool:
        return bool(heard)

    for one in (here, goes, last):
        await one.start()
    try:
        await goes.stop()
        await last.send("desk", {"kind": "queue"})
        await until(arrived)
    finally:
        await here.stop()
        await last.stop()
    assert heard == ["desk"]


def _deaf(_topic: str, _message: Json) -> None:
    """Hears nothing."""
