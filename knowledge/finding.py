"""What a check has to say."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Finding:
    """Something to mend. ``str()`` is one line: file, line, what is wrong, what to do."""

    path: Path
    line: int
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{os.path.relpath(self.path)}:{self.line}: {self.message}: {self.mend}"

    def as_json(self) -> dict[str, object]:
        """The same as plain values."""
        return {**asdict(self), "path": os.path.relpath(self.path)}
