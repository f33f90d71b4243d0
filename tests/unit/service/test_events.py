"""The bus: everybody hears, a slow ear is told that it missed something."""

from __future__ import annotations

import asyncio

from service.events import Event, EventBus


async def test_topics() -> None:
    bus = EventBus()
    with bus.listening("conversation:a") as own, bus.listening("desk") as desk:
        await bus.publish(Event("message", "a", 3))
        await bus.publish(Event("message", "b", 1))
        await bus.publish(Event("alarm"), "desk")
        assert (await own.get()).seq == 3
        assert [(await desk.get()).kind for _ in range(3)] == ["message", "message", "alarm"]


async def test_a_slow_ear_is_told_to_read_afresh() -> None:
    bus = EventBus()
    with bus.listening("desk") as ear:
        for number in range(1000):
            await bus.publish(Event("message", "a", number))
        kinds = []
        while True:
            try:
                kinds.append((await asyncio.wait_for(ear.get(), 0.01)).kind)
            except asyncio.TimeoutError:
                break
        assert "lagged" in kinds


async def test_what_the_bridge_carries() -> None:
    bus = EventBus()
    carried: list[tuple[str, Event]] = []

    async def bridge(topic: str, event: Event) -> None:
        carried.append((topic, event))

    bus.bridge = bridge
    event = Event("message", "a", 1, {"x": 1})
    await bus.publish(event)
    assert [topic for topic, _ in carried] == ["conversation:a", "desk"]
    assert Event(**carried[0][1].to_json()) == event
