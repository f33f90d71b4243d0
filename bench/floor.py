"""The floor under a turn: an empty request to aiohttp, and one commit to SQLite.

    python -m bench.floor PORT FILE

serves `POST /` on the loopback; each request writes one row and commits it (WAL,
synchronous=FULL), `POST /empty` writes nothing.
"""

from __future__ import annotations

import sqlite3
import statistics
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

from aiohttp import web

REQUESTS = 500


def measure(port: int, folder: Path) -> dict[str, float]:
    """Median milliseconds of an empty request, and of one with a commit."""
    command = [sys.executable, "-m", "bench.floor", str(port), str(folder / "floor.db")]
    with subprocess.Popen(command) as server:
        try:
            _wait(port)
            return {path: _median(port, path) for path in ("/empty", "/commit")}
        finally:
            server.terminate()


def main(port: int, file: Path) -> None:
    """Serve."""
    database = sqlite3.connect(file, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE IF NOT EXISTS row (text TEXT)")

    async def empty(_: web.Request) -> web.Response:
        return web.json_response({})

    async def commit(request: web.Request) -> web.Response:
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO row VALUES (?)", (await request.text(),))
        database.execute("COMMIT")
        return web.json_response({})

    app = web.Application()
    app.add_routes([web.post("/empty", empty), web.post("/commit", commit)])
    web.run_app(app, host="127.0.0.1", port=port, print=None)


def _wait(port: int) -> None:
    while True:
        try:
            return HTTPConnection("127.0.0.1", port).connect()
        except ConnectionError:
            time.sleep(0.05)


def _median(port: int, path: str) -> float:
    connection = HTTPConnection("127.0.0.1", port)
    times = []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        connection.request("POST", path, body=b'{"text": "bonjour"}')
        connection.getresponse().read()
        times.append((time.perf_counter() - began) * 1000)
    connection.close()
    return statistics.median(times)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
