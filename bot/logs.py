"""Logs of the application: one line an event, never the text of a message."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

TEXTS = frozenset({"text", "body", "message", "query", "payload", "html", "choice"})
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
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s: %(message)s")
    for name in ("aiohttp.access", "asyncio", "sqlalchemy"):
        logging.getLogger(name).setLevel(logging.ERROR)


def drop_texts(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    """The last belt: a field that could hold what somebody wrote is never logged."""
    return {key: value for key, value in event.items() if key not in TEXTS}
