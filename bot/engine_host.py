"""The engine's own processes: one that loads Rasa and the model, and workers forked from it.

    python -m bot.engine_host SOCKET MODEL WORKERS

The web process never imports Rasa; it listens on SOCKET (a file that only its user can reach)
and each worker connects to it. A worker reads a turn as one line of JSON, answers with one line,
and knows neither database nor network. A worker that dies is forked again; the host ends with
the process that started it.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from bot.errors import ModelMissing
from bot.model import check_archive
from service.types import Engine, Snapshot, TurnInput, to_json, turn_input_from_json

# Of the libraries for matrices: those of a turn are too small to share out among processors, and
# the threads of two workers would wait for each other.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
LONGEST_LINE = 16 * 1024 * 1024  # bytes; a turn with a full calendar is some 20 KB
LOOK_AROUND = 0.5  # seconds between two looks at children and parent


def main(arguments: list[str]) -> int:
    """Load, fork, watch."""
    address, model, workers = arguments[0], Path(arguments[1]), int(arguments[2])
    with _silence() as tell:
        return _host(address, model, workers, tell)


def _host(address: str, model: Path, workers: int, tell: TextIO) -> int:
    try:
        check_archive(model)  # before the seconds that Rasa takes
        from bot.engine import RasaEngine

        engine = RasaEngine(model)
    except ModelMissing as error:
        print(f"azimut: {error}", file=tell, flush=True)
        return ModelMissing.exit_code
    asyncio.run(_warm(engine))
    gc.collect()
    gc.freeze()  # what is loaded stays shared between the workers
    parent = os.getppid()
    children = {_fork(engine, address) for _ in range(workers)}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        _watch(engine, address, children, parent)
    finally:
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
    return 0


@contextlib.contextmanager
def _silence() -> Iterator[TextIO]:
    """Nothing that a library prints here leaves: it could hold what a visitor wrote.

    Gives the real standard error, for our own words.
    """
    with os.fdopen(os.dup(2), "w") as tell:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        yield tell


async def _warm(engine: Engine) -> None:
    """Take a turn in each language, so that every lazy part is loaded before forking."""
    for text in ("comment trouver une formation", "ik zoek een opleiding", "rendez-vous demain"):
        await engine.respond(
            TurnInput(text, None, "web", {}, Snapshot(now="2026-01-07T10:00:00+01:00", slots=()))
        )


def _watch(engine: Engine, address: str, children: set[int], parent: int) -> None:
    """Fork again what died; end when the web process has gone."""
    while os.getppid() == parent and Path(address).exists():
        with contextlib.suppress(ChildProcessError):
            died, _ = os.waitpid(-1, os.WNOHANG)
            if died:
                children.discard(died)
                children.add(_fork(engine, address))
        time.sleep(LOOK_AROUND)


def _fork(engine: Engine, address: str) -> int:
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        asyncio.run(_serve(engine, address))
        status = 0
    finally:
        os._exit(status)


async def _serve(engine: Engine, address: str) -> None:
    """Answer turns until the web process hangs up."""
    reader, writer = await asyncio.open_unix_connection(address, limit=LONGEST_LINE)
    writer.write(json.dumps({"pid": os.getpid()}).encode() + b"\n")
    while line := await reader.readline():
        writer.write(await _answer(engine, json.loads(line)) + b"\n")
        await writer.drain()


async def _answer(engine: Engine, request: dict[str, object]) -> bytes:
    """One turn. What went wrong is told by its type only: no text of a visitor leaves here."""
    try:
        turn = turn_input_from_json(request)
        return json.dumps({"result": to_json(await engine.respond(turn))}).encode()
    except Exception as error:
        cause = error.__cause__ or error
        where = _where(cause)
        return json.dumps({"error": f"{type(cause).__name__} in {where}"}).encode()


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "?"
    code = trace.tb_frame.f_code
    return f"{Path(code.co_filename).name}:{trace.tb_lineno}"


def listening_socket(address: str) -> socket.socket:
    """The socket of the web process, reachable by its user only."""
    Path(address).unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)
    try:
        listening.bind(address)
    finally:
        os.umask(before)
    return listening


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
