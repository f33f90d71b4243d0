"""A service under measure: started, waited for, weighed and stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

LONGEST_START = 240.0  # seconds
LOOK = 0.05  # seconds between two looks


@dataclass(frozen=True)
class Program:
    """A process of a service, and the address that answers 200 once it is ready."""

    command: Sequence[str]
    ready: str


@dataclass
class Service:
    """One or more programs in a folder. Use as a context: it is ready inside."""

    name: str
    url: str
    folder: Path
    programs: Sequence[Program]
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    seconds_to_ready: float = 0.0
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __enter__(self) -> Service:
        began = time.monotonic()
        with (self.folder / "output.log").open("ab") as log:
            for program in self.programs:
                self._running.append(
                    subprocess.Popen(
                        program.command, cwd=self.folder, env=dict(self.environment), stdout=log,
                        stderr=subprocess.STDOUT, start_new_session=True,
                    )
                )  # fmt: skip
        try:
            for program in self.programs:
                self._wait(program.ready, began)
        except BaseException:
            self._stop()
            raise
        self.seconds_to_ready = time.monotonic() - began
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def megabytes(self) -> float:
        """Proportional set size of all processes: shared pages are counted once."""
        return sum(_proportional(process) for process in self.processes()) / 1e6

    def cpu_seconds(self) -> float:
        """Processor time of all processes so far."""
        return sum(map(_cpu_seconds, self.processes()))

    def front_cpu_seconds(self) -> float:
        """The same of the first program alone, which takes the requests."""
        return _cpu_seconds(psutil.Process(self._running[0].pid))

    def processes(self) -> list[psutil.Process]:
        """The programs and all their descendants."""
        parents = [psutil.Process(each.pid) for each in self._running]
        return [*parents, *(child for each in parents for child in each.children(recursive=True))]

    def _wait(self, address: str, began: float) -> None:
        while not _answers(address):
            if any(each.poll() is not None for each in self._running):
                raise RuntimeError(f"{self.name} ended: see {self.folder / 'output.log'}")
            if time.monotonic() - began > LONGEST_START:
                raise RuntimeError(f"{self.name} is not ready: see {self.folder / 'output.log'}")
            time.sleep(LOOK)

    def _stop(self) -> None:
        """First politely; a whole process group that lingers is ended."""
        for each in self._running:
            each.terminate()
        for each in self._running:
            try:
                each.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(each.pid, signal.SIGKILL)
                each.wait()
        self._running.clear()


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, ConnectionError, TimeoutError):
        return False


def _cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _proportional(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.NoSuchProcess:
        return 0
