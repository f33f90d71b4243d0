"""Locks between processes of one machine: files that the system unlocks when their holder dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.errors import AzimutError
from bot.settings import Settings


class AlreadyServing(AzimutError):
    """Another process serves from the same database file or data folder."""


@contextlib.contextmanager
def only_server(settings: Settings, process: int) -> Iterator[None]:
    """Be the only one who serves from a SQLite file, and from this part of the data folder.

    Raises AlreadyServing.
    """
    with contextlib.ExitStack() as held:
        url = make_url(settings.database)
        if url.get_backend_name() == "sqlite" and url.database:
            mend = "stop that one, or serve from PostgreSQL (AZIMUT_DATABASE_URL)"
            held.enter_context(_alone(Path(f"{url.database}.lock"), url.database, mend))
        folder = run_folder(settings, process)
        mend = "stop that one, or give each its own AZIMUT_DATA_DIR"
        held.enter_context(_alone(folder / "lock", str(folder), mend))
        yield


def run_folder(settings: Settings, process: int) -> Path:
    """Where a serving process keeps the sockets of its engine; ``process`` counts from 1 under
    ``--workers``, and is 0 for a server that is alone."""
    return settings.data_dir / "run" / (str(process) if process else "")


@contextlib.contextmanager
def taking_turns(path: Path) -> Iterator[None]:
    """Wait until nobody else is in this block, and be in it alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _alone(path: Path, what: str, mend: str) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise AlreadyServing(
                f"{what} is served by another `azimut serve` (process {holder}): {mend}"
            ) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
