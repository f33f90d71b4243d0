"""Logs of the application: one line an event, never the text of a message."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from pathlib import Path
from typing import Any

import structlog

TEXTS = frozenset({"text", "body", "message", "query", "payload", "html", "choice"})
_FILLED_IN = re.compile(r"%(?:\(\w+\))?[\d.]*[sdrif]")  # the marks of values in a template
_VALUES = re.compile(r"[(<\[{\n].*", re.S)  # what asyncio shows of calls and objects
LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}


def configure_logs(level: str, as_json: bool) -> None:
    """Set up structlog and the standard library's logging alike, on standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        drop_texts,
    ]
    last: Any = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, last],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[Retold()])
    for name in ("aiohttp.access", "asyncio", "sqlalchemy"):
        logging.getLogger(name).setLevel(logging.ERROR)


class Retold(logging.Handler):
    """What libraries log, as one line of ours: what happened and where, without any value.

    Theirs quote requests and name addresses: aiohttp shows the bytes that it could not read, and
    asyncio the error that nobody waited for.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """The words of the record before anything was filled in; the error by type and place."""
        told: dict[str, Any] = {"library": record.name}
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            told |= {"error": type(error).__name__, "where": frames_of(error)}
        words = _VALUES.sub("", _FILLED_IN.sub("…", str(record.msg)))
        structlog.get_logger(record.name).log(record.levelno, words, **told)


def frames_of(error: BaseException) -> list[str]:
    """Where it failed. Neither its text nor values: they may hold words of a visitor."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-4:]]


def drop_texts(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    """The last belt: a field that could hold what somebody wrote is never logged."""
    return {key: value for key, value in event.items() if key not in TEXTS}
