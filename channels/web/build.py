"""``python -m channels.web.build``: checks the types of static/chat and static/launcher, and
makes static/built from them and from static/style.

For those who change the widget; it needs Node.js. What it makes is kept in the repository, so
that nobody else needs it: esbuild joins the modules and shortens names, which takes 4 of 29 KB
off (gzipped); terser names them so that they pack better, another 0.5 KB. A test compares the
stamp of the sources with the files.
"""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

ESBUILD = "esbuild@0.28.2"
TERSER = "terser@5.44.0"
TYPESCRIPT = "typescript@5.9.3"
STATIC = Path(__file__).parent / "static"
BUILT = STATIC / "built"
SOURCES = ("chat/*.js", "launcher/*.js", "style/*.css")
FILES = {
    "chat.js": (STATIC / "chat" / "main.js", "--bundle", "--format=esm"),
    "widget.js": (STATIC / "launcher" / "main.js", "--bundle", "--format=iife"),
    "chat.css": (STATIC / "style" / "index.css", "--bundle"),
}


def stamp() -> str:
    """Names the sources: changes when one of them does."""
    paths = sorted(path for kind in SOURCES for path in STATIC.glob(kind))
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def build() -> None:
    """Make the files. Raises CalledProcessError when a tool finds a mistake."""
    check = ["npx", "--yes", "--package", TYPESCRIPT, "tsc", "--project", str(STATIC)]
    subprocess.run(check, check=True)
    BUILT.mkdir(exist_ok=True)
    for name, (source, *flags) in FILES.items():
        command = ["npx", "--yes", ESBUILD, str(source), "--minify", "--target=es2022", *flags]
        command += ["--charset=utf8", "--log-level=warning", f"--outfile={BUILT / name}"]
        subprocess.run(command, check=True)
    chat = str(BUILT / "chat.js")
    shorter = ["--module", "--compress", "passes=3,ecma=2020", "--mangle", "--ecma", "2020"]
    subprocess.run(["npx", "--yes", TERSER, chat, *shorter, "--output", chat], check=True)
    (BUILT / "sources.sha256").write_text(f"{stamp()}\n", "ascii")


if __name__ == "__main__":
    build()
