"""One browser process for all browser tests; every test opens contexts of its own in it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Without a graphics card, and with room for shared memory in small containers.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-extensions",
    "--force-color-profile=srgb", "--font-render-hinting=none",
]  # fmt: skip
PATIENCE = 45_000  # milliseconds that a condition may take on a busy machine
_START = 180_000  # milliseconds


@contextmanager
def running_browser(chromium: str, folder: Path) -> Iterator[str]:
    """Debian's chromium without a window; gives the address to connect to."""
    settings = folder / "browser.json"
    options = {
        "executablePath": chromium, "headless": True, "args": FLAGS,
        "host": "127.0.0.1", "timeout": _START,
    }  # fmt: skip
    settings.write_text(json.dumps(options), "utf-8")
    command = [sys.executable, "-m", "playwright", "launch-server"]
    command += ["--browser", "chromium", "--config", str(settings)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address.startswith("ws://"), address + process.stdout.read()
            yield address
        finally:
            os.killpg(process.pid, signal.SIGTERM)  # closes the browser first
            process.wait(30)
