"""Runs of the load tool, and what they recorded."""

from __future__ import annotations

import json
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.conversations import Turn, write_conversations
from bench.service import Service

VISITORS = Path(__file__).with_name("visitors.py")
WARM_UP = 5.0  # seconds at the start that do not count


@dataclass(frozen=True)
class Answered:
    """A turn as the client saw it."""

    at: float  # seconds from the start
    turn: int
    ms: float
    ok: bool  # taken by the service
    said: bool  # the bot had an answer to it


@dataclass(frozen=True)
class Load:
    """What one run of visitors came to, without its first seconds."""

    turns: tuple[Answered, ...]
    seconds: float
    taken: int  # turns, with those of the first seconds

    @property
    def per_second(self) -> float:
        """Messages a second that were taken."""
        return sum(turn.ok for turn in self.turns) / max(1e-9, self.seconds)

    @property
    def failed(self) -> int:
        """Turns that the service refused."""
        return sum(not turn.ok for turn in self.turns)

    @property
    def unsaid(self) -> float:
        """Share of the turns to which the bot said nothing."""
        return sum(not turn.said for turn in self.turns) / max(1, len(self.turns))

    def percentile(self, percent: int) -> float:
        """Milliseconds."""
        times = [turn.ms for turn in self.turns]
        return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]

    def median(self, wanted: Callable[[int], bool]) -> float:
        """Milliseconds of the turns with a wanted number."""
        return statistics.median(turn.ms for turn in self.turns if wanted(turn.turn))


@dataclass(frozen=True)
class Client:
    """The load tool: locust, in the environment of this interpreter."""

    python: str
    kinds: dict[str, str]  # what visitors.py calls a service, by its name

    def run(
        self,
        service: Service,
        spoken: Sequence[Sequence[Turn]],
        visitors: int,
        seconds: float,
        most: int = 0,
        warm_up: float = WARM_UP,
    ) -> Load:
        """Let so many visitors talk for so long (or until ``most`` turns)."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            record = folder / "record.jsonl"
            command = [
                self.python, "-W", "ignore", "-m", "locust", "-f", str(VISITORS),
                "--headless", "--only-summary", "--skip-log-setup", "--stop-timeout", "120",
                "-u", str(visitors), "-r", str(visitors), "-t", f"{seconds:.0f}s",
                "--host", service.url, "--service", self.kinds[service.name],
                "--spoken", str(write_conversations(folder / "spoken.jsonl", spoken)),
                "--record", str(record), "--most", str(most),
            ]  # fmt: skip
            done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
            if not record.exists():
                raise RuntimeError(f"the load tool failed: {done.stderr[-2000:]}")
            return read_load(record, warm_up, None if most else seconds)


def read_load(record: Path, warm_up: float, until: float | None) -> Load:
    """The turns that ended between warm-up and end (after the end visitors only finish)."""
    turns = [Answered(**json.loads(line)) for line in record.read_text("utf-8").splitlines()]
    last = until or max((turn.at for turn in turns), default=0.0)
    kept = tuple(turn for turn in turns if warm_up <= turn.at <= last)
    return Load(kept, last - warm_up, len(turns))
