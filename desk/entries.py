"""The cards of the queue: rendered once for everybody who looks, not once for each.

Seventy open pages ask for the list at the same moment. A card depends on its entry, the
language of the page and a minute; nothing of the session is in it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import jinja2
from markupsafe import Markup

from service.views import QueueEntry

_MOST = 4000  # cards kept
_LIFE = timedelta(minutes=2)  # they hold words of visitors: not for long


class Entries:
    """Rendered cards, for as long as they are of use."""

    def __init__(self) -> None:
        self._cards: dict[tuple[Any, ...], Markup] = {}
        self._since: datetime | None = None

    def forget(self) -> None:
        """A visitor wants everything gone: nothing stays, not even here."""
        self._cards.clear()

    def card(
        self,
        template: jinja2.Template,
        entry: QueueEntry,
        kind: str,
        language: str,
        now: datetime,
        *,
        current: bool,
        for_me: bool,
        for_name: str = "",
    ) -> Markup:
        """One card. ``kind`` is mine, waiting or elsewhere; ``for_name``: to whom it was handed."""
        self._tidy(now)
        minute = int(now.timestamp()) // 60
        key = (entry, kind, language, minute, current, for_me, for_name)
        if key not in self._cards:
            html = template.render(
                entry=entry,
                kind=kind,
                language=language,
                now=now,
                current=current,
                for_me=for_me,
                for_name=for_name,
            )
            self._cards[key] = Markup(html)  # noqa: S704 - our own template, which escapes
        return self._cards[key]

    def _tidy(self, now: datetime) -> None:
        old = self._since is None or now - self._since > _LIFE
        if old or len(self._cards) > _MOST:
            self._cards.clear()
            self._since = now
