"""The errors of the application: each is one line for an operator, exit code 2."""

from __future__ import annotations


class AzimutError(Exception):
    """Root: what is wrong, where, and how to mend it, on one line."""

    exit_code = 2


class SettingError(AzimutError):
    """A setting has a value that cannot be used."""

    def __init__(self, key: str, value: str, expected: str) -> None:
        super().__init__(f"{key} is {value!r}; expected {expected}")
        self.key = key


class TrainingFailed(AzimutError):
    """The model could not be trained."""


class ModelMissing(AzimutError):
    """There is no model, or not one that can be loaded."""


class EngineFailed(AzimutError):
    """The engine could not take a turn; the conversation is as it was."""
