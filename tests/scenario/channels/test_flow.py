"""With everything running: answers leave at once, and one slow send holds up nobody else."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from channels.standin.faults import Fault
from tests.scenario.channels.platform_support import ANNA, BILAL, Stage, stage


async def heard(on: Stage, person: str, within: float) -> float:
    """Seconds until this person has got a message."""
    began = time.perf_counter()
    while time.perf_counter() - began < within:
        if any(sent.person == person for sent in on.sent):
            return time.perf_counter() - began
        await asyncio.sleep(0.005)
    raise AssertionError(f"{person} heard nothing within {within} s")


async def test_an_answer_leaves_without_waiting_for_the_next_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.pump._POLL", 3600.0)
    async with stage(tmp_path, "whatsapp", started=True) as on:
        await asyncio.sleep(0.3)  # the first look found nothing
        await on.world.write(ANNA, "Bonjour")
        await heard(on, ANNA, 10.0)


async def test_a_silent_platform_holds_up_only_its_own_person(tmp_path: Path) -> None:
    async with stage(tmp_path, "whatsapp", started=True, reports=False) as on:
        on.world.graph.faults.append(Fault.SILENCE)
        await on.world.write(ANNA, "Bonjour")
        await heard(on, ANNA, 10.0)  # it arrived, and no answer comes to the request
        await on.world.write(BILAL, "Goeiedag")
        await heard(on, BILAL, 10.0)
        await on.world.graph.stop()  # ends the silence
