"""The knowledge checker in a process of its own: it computes for seconds, and visitors are
served meanwhile."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from knowledge.finding import Finding
from knowledge.loader import FOLDER

_PATIENCE = 300.0  # seconds
_POLITE = ("nice", "-n", "5")


def checked(folder: Path) -> tuple[Finding, ...]:
    """What ``azimut knowledge check`` finds in a folder; paths are relative to it.

    Blocks: call it in a thread. Raises RuntimeError when the checker itself fails.
    """
    polite = _POLITE if shutil.which(_POLITE[0]) else ()
    command = [sys.executable, "-m", "knowledge", "check", "--json", "--folder", str(folder)]
    done = subprocess.run(
        [*polite, *command],
        cwd=FOLDER.parent,
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    try:
        found = json.loads(done.stdout)
    except ValueError:
        last = (done.stderr.strip().splitlines() or ["no output"])[-1]
        raise RuntimeError(f"the checker failed: {last}") from None
    return tuple(_finding(each, folder) for each in found)


def _finding(data: dict[str, object], folder: Path) -> Finding:
    path = (FOLDER.parent / str(data["path"])).resolve()
    message = str(data["message"]).replace(f"{folder}/", "")
    return Finding(
        path.relative_to(folder.resolve()), int(str(data["line"])), message, str(data["mend"])
    )
