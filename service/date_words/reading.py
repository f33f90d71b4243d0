"""A text that is being read: what was understood is taken out of it, so that it counts once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache


@dataclass(slots=True)
class Reading:
    """``text`` is folded: lower case, no accents."""

    text: str
    today: date

    def take(self, pattern: str) -> re.Match[str] | None:
        """The first place of a pattern, taken out."""
        found = _whole(pattern).search(self.text)
        if found is not None:
            self.text = f"{self.text[: found.start()]} ; {self.text[found.end() :]}"
        return found

    def take_all(self, pattern: str) -> list[re.Match[str]]:
        """All places of a pattern, taken out, in the order of the text."""
        found = list(_whole(pattern).finditer(self.text))
        for match in reversed(found):
            self.text = f"{self.text[: match.start()]} ; {self.text[match.end() :]}"
        return found

    def put(self, pattern: str, words: str) -> None:
        """Replace all places of a pattern."""
        self.text = _whole(pattern).sub(words, self.text)


@lru_cache(maxsize=1024)
def _whole(pattern: str) -> re.Pattern[str]:
    """The pattern between spaces, punctuation or the ends."""
    return re.compile(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])")
