"""The files that browsers load: read once, compressed once, named by what is in them."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from channels.web.bundle import bundle, squeezed
from service.markdown import to_html
from service.wording import LANGUAGES, catalogue

STATIC = Path(__file__).parent / "static"
TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
# Texts of the rest of the house that the widget needs as well.
_SHARED = ("choice.easier", "choice.book", "choice.person")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file. ``tag`` changes when the file does."""

    body: bytes
    packed: bytes
    content_type: str
    tag: str

    @classmethod
    def of(cls, text: str, kind: str) -> Asset:
        """From its text; ``kind`` is a key of TYPES."""
        body = text.encode()
        tag = hashlib.sha256(body).hexdigest()[:16]
        return cls(body, gzip.compress(body, 9, mtime=0), TYPES[kind], tag)


@cache
def assets() -> dict[str, Asset]:
    """All files by name."""
    launcher = bundle(STATIC / "launcher", "main", {"texts": launcher_texts()})
    return {
        "widget.js": Asset.of(f"(() => {{\n{launcher}\n}})();\n", "js"),
        "chat.js": Asset.of(bundle(STATIC / "chat", "main"), "js"),
        "chat.css": Asset.of(squeezed(_text("chat.css")), "css"),
        "page.css": Asset.of(squeezed(_text("page.css")), "css"),
        "page.js": Asset.of(squeezed(_text("page.js")), "js"),
        "icon.svg": Asset.of(_text("icon.svg"), "svg"),
    } | {f"texts-{language}.js": Asset.of(texts_script(language), "js") for language in LANGUAGES}


def texts_script(language: str) -> str:
    """The chat's texts in one language, as a script of their own: most visitors need one."""
    texts = widget_texts(language)
    return f"(globalThis.azimutTexts??={{}}).{language}={_json(texts)};\n"


def launcher_texts() -> str:
    """The few texts of the button, in both languages, as a module."""
    texts = {
        language: {
            key: text for key, text in widget_texts(language).items() if key.startswith("launcher.")
        }
        for language in LANGUAGES
    }
    return f"export const TEXTS = {_json(texts)};\n"


def widget_texts(language: str) -> dict[str, str]:
    """Key (without ``widget.``) to text; longer texts are already HTML."""
    everything = catalogue(language)
    own = {key[7:]: text for key, text in everything.items() if key.startswith("widget.")}
    own = {key: text for key, text in own.items() if not key.startswith("page.")}
    own["about.text"] = to_html(own["about.text"])
    return own | {key: everything[key] for key in _SHARED}


def _text(name: str) -> str:
    return (STATIC / name).read_text("utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
