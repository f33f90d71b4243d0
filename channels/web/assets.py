"""The files that browsers load: read once, compressed once, named by what is in them."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from service.wording import LANGUAGES, catalogue

STATIC = Path(__file__).parent / "static"
TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
# Texts of the rest of the house that the widget needs as well.
_SHARED = ("choice.person",)
_ON_PAGES = frozenset({"about.text"})
_BOTH = "launcher.frame"  # the only text of the button that the chat needs too


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
        return cls(body, _pack(body), TYPES[kind], tag)


def _pack(body: bytes) -> bytes:
    """As gzip, in smaller blocks than usual: 0.5 % less for texts of this size."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS + 16, memLevel=6)
    return packer.compress(body) + packer.flush()


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
    texts = _nested(widget_texts(language))
    return f"(globalThis.azimutTexts??={{}}).{language}={_json(texts)};\n"


def launcher_texts() -> dict[str, dict[str, str]]:
    """The few texts of the button, in both languages."""
    return {
        language: {key: text for key, text in _own(language).items() if key[:9] == "launcher."}
        for language in LANGUAGES
    }


def widget_texts(language: str) -> dict[str, str]:
    """Key (without ``widget.``) to text, of the chat; the server writes the pages' own."""
    own = {key: text for key, text in _own(language).items() if _in_chat(key)}
    return own | {key: catalogue(language)[key] for key in _SHARED}


def _own(language: str) -> dict[str, str]:
    everything = catalogue(language)
    return {key[7:]: text for key, text in everything.items() if key.startswith("widget.")}


def _in_chat(key: str) -> bool:
    return key == _BOTH or not (key in _ON_PAGES or key.startswith(("page.", "launcher.")))


def _nested(texts: dict[str, str]) -> dict[str, Any]:
    """``{"a.b": text}`` → ``{"a": {"b": text}}``: a twentieth less to load."""
    whole: dict[str, Any] = {}
    for key, text in texts.items():
        *above, name = key.split(".")
        place = whole
        for part in above:
            place = place.setdefault(part, {})
        place[name] = text
    return whole


def _text(name: str) -> str:
    return (STATIC / name).read_text("utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
