"""A real PostgreSQL for tests: a cluster in a temporary folder, on a socket only.

PostgreSQL refuses to run as root; as root it is started as the user ``postgres`` or ``nobody``.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote


def postgres_binaries() -> Path | None:
    """The folder of ``initdb`` and ``postgres``, the newest version; None when not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def _ordinary_user() -> str | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise RuntimeError("no ordinary user to start PostgreSQL as")


class Cluster:
    """A running cluster. ``url(name)`` makes a new, empty database and gives its address."""

    def __init__(self, folder: Path, binaries: Path, user: str | None) -> None:
        self.folder = folder
        self._binaries = binaries
        self._user = user
        self._made = 0

    def run(self, program: str, *arguments: str) -> None:
        """One of PostgreSQL's programs, as the ordinary user."""
        prefix = ["setpriv", f"--reuid={self._user}", "--clear-groups"] if self._user else []
        if self._user:
            prefix.insert(2, f"--regid={pwd.getpwnam(self._user).pw_gid}")
        subprocess.run(
            [*prefix, str(self._binaries / program), *arguments],
            check=True,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            timeout=60,
        )

    def url(self) -> str:
        """The address of a new database."""
        self._made += 1
        name = f"azimut_{self._made}"
        self.run("createdb", "-h", str(self.folder), "-U", "azimut", name)
        return f"postgresql://azimut@/{name}?host={quote(str(self.folder))}"


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Start a cluster, stop and delete it at the end."""
    binaries = postgres_binaries()
    assert binaries is not None
    user = _ordinary_user()
    folder = Path(tempfile.mkdtemp(prefix="azimut-pg-"))
    if user:
        entry = pwd.getpwnam(user)
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    made = Cluster(folder, binaries, user)
    data = str(folder / "data")
    try:
        made.run("initdb", "-D", data, "-U", "azimut", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        made.run("pg_ctl", "-D", data, "-o", options, "-l", f"{folder}/log", "-w", "start")
        try:
            yield made
        finally:
            made.run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
