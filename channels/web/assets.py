"""The files that browsers load: read once, compressed once, named by what is in them."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from service.wording import LANGUAGES, catalogue

STATIC = Path(__file__).parent / "static"
TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
# Texts of the rest of the house that the widget needs as well.
_SHARED = ("choice.person",)
_ON_PAGES = frozenset({"about.text"})


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
    texts = f"const AZIMUT_TEXTS={_json(launcher_texts())};"
    files = {
        "widget.js": Asset.of(f"(()=>{{{texts}{_text('built/widget.js')}}})();\n", "js"),
        "chat.js": Asset.of(_text("built/chat.js"), "js"),
        "chat.css": Asset.of(_text("built/chat.css"), "css"),
        "page.css": Asset.of(_text("page.css"), "css"),
        "page.js": Asset.of(_text("page.js"), "js"),
        "icon.svg": Asset.of(_text("icon.svg"), "svg"),
    }
    return files | {
        f"texts-{language}.js": Asset.of(texts_script(language), "js") for language in LANGUAGES
    }


def texts_script(language: str) -> str:
    """The chat's texts in one language, as a script of their own: most visitors need one."""
    texts = widget_texts(language)
    return f"(globalThis.azimutTexts??={{}}).{language}={_json(texts)};\n"


def launcher_texts() -> dict[str, dict[str, str]]:
    """The few texts of the button, in both languages."""
    return {
        language: {
            key: text for key, text in widget_texts(language).items() if key.startswith("launcher.")
        }
        for language in LANGUAGES
    }


def widget_texts(language: str) -> dict[str, str]:
    """Key (without ``widget.``) to text; the pages' own texts are written by the server."""
    everything = catalogue(language)
    own = {key[7:]: text for key, text in everything.items() if key.startswith("widget.")}
    own = {key: text for key, text in own.items() if key not in _ON_PAGES and key[:5] != "page."}
    return own | {key: everything[key] for key in _SHARED}


def _text(name: str) -> str:
    return (STATIC / name).read_text("utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
