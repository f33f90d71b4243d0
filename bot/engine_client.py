"""The web process's side of the engine: a pool of workers behind a local socket."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from bot.engine_host import LONGEST_LINE, ONE_THREAD, listening_socket
from bot.live import surroundings
from service.errors import EngineUnavailable
from service.types import Json, TurnInput, TurnResult, to_json, turn_result_from_json

log = structlog.get_logger(__name__)

TURN_TIME = 10.0  # seconds; a worker that needs longer is hung and is ended
RESTART_PATIENCE = 25.0  # seconds that a turn waits for a worker; a start takes 10 to 20
FIRST_WORKER = 120.0  # seconds to load Rasa and the model on a slow machine
LIVES = 4  # workers that may die under one turn (a host takes all of its own along); two may hang
_GLANCE = 0.02  # seconds between two looks at the turns under way
RESTARTS = (1.0, 2.0, 5.0, 15.0, 30.0)  # seconds between tries to start the host again
STEADY = 60.0  # seconds; a host that ran that long begins again with the shortest pause


@dataclass
class _Worker:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    pid: int
    model: str


@dataclass
class EnginePool:
    """Implements ``service.types.Engine``. Turns wait their turn for an idle worker.

    A turn is pure: when a worker dies under it, another takes it again.
    """

    folder: Path  # for the socket; only its user may enter it
    workers: int
    on_change: Callable[[bool], None] = lambda up: None
    name: str = "engine"  # of the socket
    host: str = "bot.engine_host"  # the module that is run
    _idle: asyncio.LifoQueue[_Worker] = field(default_factory=asyncio.LifoQueue)
    _all: dict[int, _Worker] = field(default_factory=dict)
    _host: asyncio.subprocess.Process | None = None
    _model: Path | None = None
    _knowledge: Path | None = None
    _turns: int = 0  # under way
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _server: asyncio.Server | None = None
    _up: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def model(self) -> str:
        """The file of the model; empty before the start."""
        return self._model.name if self._model is not None else ""

    @property
    def _address(self) -> str:
        return str(self.folder / f"{self.name}.sock")

    async def start(self, model: Path, knowledge: Path | None = None) -> None:
        """Listen, and start the host with this model, answering from this knowledge folder
        (None: the project's). Returns at once; see ``ready``."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._model, self._knowledge = model, knowledge
        listening = listening_socket(self._address)
        self._server = await asyncio.start_unix_server(
            self._welcome, sock=listening, limit=LONGEST_LINE
        )
        self._keep(self._run_host())

    async def stop(self) -> None:
        """End the workers and the host."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._end_host()
        if self._server is not None:
            self._server.close()
        await self._hang_up()
        Path(self._address).unlink(missing_ok=True)

    async def ready(self) -> bool:
        """Whether a worker is there."""
        return bool(self._all)

    async def wait_ready(self, seconds: float = FIRST_WORKER) -> None:
        """Wait for the first worker. Raises EngineUnavailable."""
        try:
            await asyncio.wait_for(self._up.wait(), seconds)
        except asyncio.TimeoutError:
            raise EngineUnavailable("the engine did not start in time") from None

    async def respond(self, turn: TurnInput) -> TurnResult:
        """Take a turn on an idle worker. Raises EngineUnavailable."""
        self._turns += 1
        try:
            return await self._respond(turn)
        finally:
            self._turns -= 1

    async def drain(self) -> None:
        """Wait until the turns under way have ended, as long as turns may take."""
        for _ in range(int(2 * TURN_TIME / _GLANCE)):
            if not self._turns:
                return
            await asyncio.sleep(_GLANCE)

    async def _respond(self, turn: TurnInput) -> TurnResult:
        line = json.dumps(to_json(turn)).encode() + b"\n"
        lives = LIVES
        while lives > 0:  # the worker may just have died: pure, so once more elsewhere
            worker = await self._take()
            try:
                answer = await asyncio.wait_for(_ask(worker, line), TURN_TIME)
            except (asyncio.TimeoutError, ConnectionError, asyncio.IncompleteReadError) as error:
                self._drop(worker)
                lives -= LIVES // 2 if isinstance(error, asyncio.TimeoutError) else 1
                await asyncio.sleep(_GLANCE)  # what died with it is noticed meanwhile
                continue
            except BaseException:
                self._drop(worker)  # cancelled half-way: its answer must reach nobody else
                raise
            self._idle.put_nowait(worker)
            if "error" in answer:
                log.error("engine.turn_failed", where=answer["error"])
                raise EngineUnavailable(answer["error"])
            return turn_result_from_json(answer["result"])
        raise EngineUnavailable("workers died or hung under the same turn, again and again")

    async def _take(self) -> _Worker:
        while True:
            if not self._all:  # starting, or starting again: the visitor waits a little
                await self.wait_ready(RESTART_PATIENCE)
            worker = await self._next_idle()
            if worker.pid in self._all and not worker.reader.at_eof():
                return worker
            self._drop(worker)

    async def _next_idle(self) -> _Worker:
        if not self._idle.empty():
            return self._idle.get_nowait()
        try:
            return await asyncio.wait_for(self._idle.get(), TURN_TIME)
        except asyncio.TimeoutError:
            raise EngineUnavailable("every worker is busy") from None

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = await reader.readline()
        if not line or self._server is None or not self._server.is_serving():
            writer.close()  # it ended before it began, or we are stopping
            return
        worker = _Worker(reader, writer, int(json.loads(line)["pid"]), str(self._model))
        self._all[worker.pid] = worker
        self._idle.put_nowait(worker)
        if not self._up.is_set():
            self._up.set()
            self.on_change(True)

    def _drop(self, worker: _Worker) -> None:
        known = self._all.pop(worker.pid, None)
        worker.writer.close()
        if known is not None and not self._all:
            self._up.clear()
            self.on_change(False)

    async def _run_host(self) -> None:
        """Start the host, and again whenever it ends."""
        tries = 0
        while True:
            began = asyncio.get_running_loop().time()
            code = await self._one_host()
            self._forget_workers()
            if asyncio.get_running_loop().time() - began > STEADY:
                tries = 0
            pause = RESTARTS[min(tries, len(RESTARTS) - 1)]
            log.error("engine.host_ended", code=code, again_in_seconds=pause)
            tries += 1
            await asyncio.sleep(pause)

    async def _one_host(self) -> int | None:
        """Its exit code; None when the system had no room for a process."""
        try:
            self._host = await self._spawn()
        except OSError as error:
            log.error("engine.host_not_started", error=type(error).__name__)
            return None
        return await self._host.wait()

    async def _spawn(self) -> asyncio.subprocess.Process:
        assert self._model is not None
        return await asyncio.create_subprocess_exec(
            sys.executable, "-W", "ignore", "-m", self.host,
            self._address, str(self._model), str(self.workers),
            cwd=Path(__file__).resolve().parent.parent,
            env=surroundings(self._knowledge) | ONE_THREAD,
            stdin=asyncio.subprocess.DEVNULL,
            start_new_session=True,  # an interrupt at the terminal ends the web process first
        )  # fmt: skip

    async def _hang_up(self) -> None:
        """Close the connections, and wait until they are."""
        writers = [worker.writer for worker in self._all.values()]
        for writer in writers:
            writer.close()
        closing = (writer.wait_closed() for writer in writers)
        await asyncio.gather(*closing, return_exceptions=True)

    def _forget_workers(self) -> None:
        for worker in tuple(self._all.values()):
            self._drop(worker)

    async def _end_host(self) -> None:
        if self._host is not None:
            await _end(self._host)

    def _keep(self, work: object) -> None:
        task = asyncio.ensure_future(work)  # type: ignore[call-overload]
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _ask(worker: _Worker, line: bytes) -> Json:
    worker.writer.write(line)
    await worker.writer.drain()
    answer = await worker.reader.readline()
    if not answer:
        raise ConnectionError("the worker hung up")
    decoded: Json = json.loads(answer)
    return decoded


async def _end(host: asyncio.subprocess.Process) -> None:
    if host.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        host.terminate()
    try:
        await asyncio.wait_for(host.wait(), 5)
    except asyncio.TimeoutError:
        host.kill()
        await host.wait()
