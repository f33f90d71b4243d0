"""Errors of the understanding: one root, each with what is wrong, where, and the mend."""

from __future__ import annotations

from pathlib import Path


class NluError(Exception):
    """Root of all errors raised by this package."""


class TrainingDataError(NluError):
    """Training data that cannot be used as it stands.

    :param path: the file at fault.
    :param line: its line, from 1; 0 when the fault is of the whole file.
    :param message: what is wrong.
    :param mend: what to do about it.
    """

    def __init__(self, path: Path | str, line: int, message: str, mend: str) -> None:
        self.path = str(path)
        self.line = line
        self.message = message
        self.mend = mend
        place = f"{self.path}:{line}" if line else self.path
        super().__init__(f"{place}: {message}: {mend}")


class NotTrainedError(NluError):
    """A component was asked to work before it was trained."""
