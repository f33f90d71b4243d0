"""Turns a second by number of server processes, and who spends the processor's time."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from tests.faults.faults_support import SHORT, Load, told
from tests.faults.test_processes import fleet
from tests.support.postgres import Cluster

pytestmark = pytest.mark.postgres
PEOPLE = 150  # each may say 20 things at once, and then one every 1.4 s


@pytest.mark.skipif(SHORT, reason="a measurement: long form only")
@pytest.mark.parametrize("share", [1.0, 0.2])
async def test_throughput_by_number_of_processes(
    postgres: Cluster, tmp_path: Path, share: float
) -> None:
    """Reported, for docs/operating.md. The engine is a fake that thinks for 10 ms, so that what
    is measured is web, house and database. With a share below 1 each process may only work so
    much of the time: a machine of few cores then shows how it grows when each has a core."""
    for count in (1, 2, 3):
        with fleet(tmp_path / f"of{count}", postgres.url(), count) as servers:
            load = Load([one.url for one in servers], PEOPLE, pause=0.2)
            pids = [one.process.pid for one in servers if one.process is not None]
            figures: dict[str, float] = {}
            with held_back(pids, share):
                await load.run(_measure(load, pids, postgres, figures))
            told(processes=count, share=share, cores=psutil.cpu_count(), **figures)
            assert figures["turns_a_second"] > 0


async def _measure(
    load: Load, pids: list[int], cluster: Cluster, figures: dict[str, float]
) -> None:
    """Turns, and processor time of each party for one of them, in milliseconds."""
    await asyncio.sleep(3)  # everybody has begun
    database = int((cluster.folder / "data" / "postmaster.pid").read_text().split()[0])
    parties = {"web": pids, "database": _family(database), "load": [os.getpid()]}
    before = {name: _worked(one) for name, one in parties.items()}
    said, began = load.said, time.monotonic()
    await asyncio.sleep(15)
    turns, seconds = load.said - said, time.monotonic() - began
    figures["turns_a_second"] = round(turns / seconds, 1)
    for name, one in parties.items():
        spent = _worked(one) - before[name]
        figures[f"{name}_ms_a_turn"] = round(1000 * spent / max(turns, 1), 1)
        figures[f"{name}_cores"] = round(spent / seconds, 2)


def _family(pid: int) -> list[int]:
    """A process and its children."""
    return [pid, *(child.pid for child in psutil.Process(pid).children())]


def _worked(pids: list[int]) -> float:
    """Seconds of processor time of these, as far as they still run."""
    spent = 0.0
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            times = psutil.Process(pid).cpu_times()
            spent += times.user + times.system
    return spent


@contextmanager
def held_back(pids: list[int], share: float) -> Iterator[None]:
    """Each process may work in ``share`` of every tenth of a second only."""
    over = threading.Event()

    def hold() -> None:
        while not over.is_set():
            for pid in pids:
                os.kill(pid, signal.SIGSTOP)
            time.sleep(0.1 * (1 - share))
            for pid in pids:
                os.kill(pid, signal.SIGCONT)
            time.sleep(0.1 * share)

    thread = threading.Thread(target=hold)
    if share < 1:
        thread.start()
    try:
        yield
    finally:
        over.set()
        if share < 1:
            thread.join()
