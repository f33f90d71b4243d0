"""`azimut serve`, really: a process of its own on a free port, with the trained model."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from bot.model import PresentModel, fingerprint, remember_model

PROJECT = Path(__file__).resolve().parents[2]
START = 90.0  # seconds until ready, on a busy machine
STOP = 60.0  # seconds to finish what is under way, likewise


@dataclass
class Server:
    """A running service. ``kill`` is SIGKILL; ``start`` again goes on with the same data."""

    folder: Path
    model: Path
    extra: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=lambda: free_port())
    process: subprocess.Popen[bytes] | None = None
    module: str = "bot"  # the program

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> str:
        """All that it ever printed, both streams."""
        return (self.folder / "output.log").read_text("utf-8", "replace")

    @property
    def demo_password(self) -> str:
        """The password that was printed at the first start."""
        found = re.search(r"password (\S+)", self.output)
        assert found, self.output
        return found[1]

    def start(self, wait: bool = True) -> Server:
        """Start it; by default until it is ready."""
        self._give_model()
        environment = {**os.environ, **self.extra}
        environment |= {"AZIMUT_DATA_DIR": str(self.folder / "var"), "AZIMUT_PORT": str(self.port)}
        with (self.folder / "output.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module, "serve"],
                cwd=PROJECT, env=environment, stdout=log, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        if wait:
            self.wait_ready()
        return self

    def _give_model(self) -> None:
        models = self.folder / "var" / "models"
        models.mkdir(parents=True, exist_ok=True)
        if not (models / self.model.name).exists():
            shutil.copy(self.model, models / self.model.name)
        remember_model(models, PresentModel(self.model.name, fingerprint(), 0.0, 0))

    def wait_ready(self) -> None:
        """Until /health/ready says so."""
        assert self.process is not None
        until = time.monotonic() + START
        while time.monotonic() < until:
            assert self.process.poll() is None, self.output
            try:
                if self.get("/health/ready")[0] == 200:
                    return
            except (URLError, ConnectionError, TimeoutError):
                pass
            time.sleep(0.1)
        raise AssertionError(f"not ready in {START:.0f} s:\n{self.output}")

    def kill(self) -> None:
        """SIGKILL, at once. The engine host ends by itself."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """SIGTERM, and wait."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def get(self, path: str, token: str = "") -> tuple[int, Any]:
        """GET, as (status, JSON)."""
        return self._ask("GET", path, None, token)

    def post(self, path: str, body: Any, token: str = "", **headers: str) -> tuple[int, Any]:
        """POST JSON, as (status, JSON)."""
        return self._ask("POST", path, body, token, headers)

    def _ask(
        self, method: str, path: str, body: Any, token: str, headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        named = {key.replace("_", "-"): value for key, value in (headers or {}).items()}
        if token:
            named["Authorization"] = f"Bearer {token}"
        data = None if body is None else json.dumps(body).encode()
        request = Request(
            self.url + path, data, {"Content-Type": "application/json", **named}, method=method
        )
        try:
            with urlopen(request, timeout=60) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except HTTPError as error:
            with error:
                return error.code, json.loads(error.read() or b"null")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
