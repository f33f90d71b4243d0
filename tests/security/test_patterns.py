"""No text makes a regular expression of ours run for long (ReDoS)."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import regex

PACKAGES = ("bot", "channels", "desk", "actions", "service", "nlu", "knowledge", "store")
SKIPPED = ("bot.", "actions", "nlu", "store.migrations")  # not imported: they need Rasa
PROJECT = Path(__file__).resolve().parents[2]
LENGTH = 4000  # characters: the longest message that is taken
BOUND = 0.5  # seconds of work for one search; the slowest honest one takes some 0.03
# What makes patterns slow is long repetition that fails at the end.
UNITS = (
    "a", "1", " ", "-", ".", "@", "a.", "a@", "a1", "1 ", "1.", "1-", "0/", "ab ", "a b", "A-", "(",
    "[", "{", "+", "+3", "00", "aa1", "1a", "é", "\n", "\t", "a\n", "rue ", "1,", "12:", "a_",
    "«", "'",
    "http://", "a@a.", "BE1", "be 1 ", " at ", " point ", "n° ", "dossier ", "*a", "[a](",
    "[[a", "{a}",
    "**", "__", "`", "~~", "#", "> ", "1) ", "euro ", "maandag ", "lundi ", "volgende ",
    "12u", "x" * 50,
)  # fmt: skip
ENDINGS = ("!", "\n", "a", "1", "@", ".", "\u0000", "")


def patterns() -> list[tuple[str, Any]]:
    """Every compiled pattern in a module of ours, and every literal one in a call."""
    found: dict[tuple[str, int], tuple[str, Any]] = {}
    for name in _modules():
        module = importlib.import_module(name)
        for key, value in vars(module).items():
            for number, one in enumerate(_within(value)):
                found.setdefault((one.pattern, one.flags), (f"{name}.{key}[{number}]", one))
    for path, literal in _literals():
        found.setdefault((literal.pattern, literal.flags), (path, literal))
    return sorted(found.values(), key=lambda item: item[0])


def _modules() -> Iterator[str]:
    """Those that need no Rasa; the others' patterns are read from their source."""
    for package in PACKAGES:
        for info in pkgutil.walk_packages([str(PROJECT / package)], f"{package}."):
            if info.name.startswith(SKIPPED):
                continue
            if info.name.endswith("__main__"):
                continue
            yield info.name


def _within(value: object) -> Iterator[Any]:
    if isinstance(value, re.Pattern | regex.Pattern):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _within(item)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _within(item)


def _calls() -> Iterator[tuple[Path, ast.Call, ast.expr]]:
    """Calls of ``re`` and ``regex`` with what they are given first."""
    for package in PACKAGES:
        for path in (PROJECT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                    continue
                owner = getattr(node.func.value, "id", "")
                if owner in {"re", "regex"} and node.func.attr != "escape" and node.args:
                    yield path, node, node.args[0]


def _literals() -> Iterator[tuple[str, Any]]:
    """``re.compile("...")``, ``re.sub("...", ...)`` and the like, wherever they stand."""
    for path, node, first in _calls():
        if isinstance(first, ast.Constant):
            assert isinstance(node.func, ast.Attribute)
            engine = regex if getattr(node.func.value, "id", "") == "regex" else re
            where = f"{path.relative_to(PROJECT)}:{node.lineno}"
            whole = node.func.attr in {"match", "fullmatch"}
            written = str(first.value)
            yield where, engine.compile(rf"\A(?:{written})" if whole else written)


FOUND = patterns()


@contextmanager
def at_most(seconds: float, what: str) -> Iterator[None]:
    """Fails when it takes longer; a pattern that would run for years is stopped."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"{what}: longer than {seconds} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def test_the_patterns_are_found() -> None:
    places = " ".join(name for name, _ in FOUND)
    assert len(FOUND) >= 40
    for known in ("service.redaction", "service.codes", "service.wording", "knowledge"):
        assert known in places


def test_none_is_put_together_where_it_is_not_found() -> None:
    """Modules that are not imported here (Rasa's rooms) write their patterns out. The one that does
    not is made of escaped words."""
    composed = {
        str(path.relative_to(PROJECT))
        for path, _, first in _calls()
        if not isinstance(first, ast.Constant) and _skipped(path)
    }
    assert composed <= {"actions/routing.py"}


def _skipped(path: Path) -> bool:
    name = ".".join(path.relative_to(PROJECT).with_suffix("").parts)
    return name.startswith(SKIPPED) and not name.startswith("store.migrations")


def test_the_bound_catches_a_bad_pattern() -> None:
    with pytest.raises(AssertionError):
        _try("known to be bad", re.compile(r"(\w+\s?)+$"))


@pytest.mark.parametrize(("name", "pattern"), FOUND, ids=[name for name, _ in FOUND])
def test_no_text_makes_it_slow(name: str, pattern: Any) -> None:
    _try(name, pattern)


def _try(name: str, pattern: Any) -> None:
    if isinstance(pattern.pattern, bytes):
        return
    units = (*UNITS, *_words_of(pattern.pattern))
    for unit in units:
        text = (unit * LENGTH)[:LENGTH]
        with at_most(BOUND, f"{name} on {unit!r}"):
            for _ in pattern.finditer(text):
                pass
        for ending in ENDINGS:
            with at_most(BOUND, f"{name} on {unit!r}…{ending!r}"):
                pattern.search(text[:1000] + ending)
                pattern.match(text[:1000] + ending)


def _words_of(source: str) -> list[str]:
    """Pieces of the pattern itself: what it looks for is what it can be led on with."""
    words = re.findall(r"[^\W\d_]{3,12}", source)
    return [f"{word} " for word in dict.fromkeys(words)][:6]


def test_what_reads_visitors_text_stays_quick_on_the_worst_texts() -> None:
    """The whole of redaction, codes, Markdown and date words, on the longest hostile texts."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from service.codes import find_code
    from service.date_words import windows
    from service.markdown import to_html
    from service.redaction import redact

    now = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Brussels"))
    slowest = ("", 0.0)
    for unit in (*UNITS, "[a](", "*_", "> > ", "1. ", "<a", "&#", "0475 ", "BE68 5390 "):
        text = (unit * LENGTH)[:LENGTH]
        began = time.process_time()
        for read in (redact, find_code, to_html):
            with at_most(3.0, f"{read.__name__} on {unit!r}"):
                read(text)
        with at_most(3.0, f"windows on {unit!r}"):
            windows(text, "fr", now)
        took = time.process_time() - began
        slowest = max(slowest, (unit, took), key=lambda item: item[1])
    assert slowest[1] < 1.5, slowest
