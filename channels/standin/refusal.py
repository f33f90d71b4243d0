"""How the Graph API refuses: an error with a code, and the checks that lead there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

Json = dict[str, Any]
MISSING, INVALID = 131008, 131009


class Refusal(Exception):
    """The request breaks a rule. ``body`` is what the API answers."""

    def __init__(
        self, code: int, details: str, *, status: int = 400, subcode: int | None = None
    ) -> None:
        super().__init__(f"({code}) {details}")
        self.code = code
        self.status = status
        self.details = details
        self.subcode = subcode

    @property
    def body(self) -> Json:
        """The error envelope."""
        error: Json = {
            "message": f"(#{self.code}) {self.details}",
            "type": "OAuthException",
            "code": self.code,
            "error_data": {"messaging_product": "whatsapp", "details": self.details},
            "fbtrace_id": "AStandIn",
        }
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        return {"error": error}


def only(value: object, known: Collection[str], where: str) -> Mapping[str, Any]:
    """The object, if it has no key that the API does not know."""
    if not isinstance(value, dict):
        raise Refusal(INVALID, f"{where} must be an object")
    for key in value:
        if key not in known:
            raise Refusal(INVALID, f"{where} has an unknown field {key}")
    return value


def text(value: object, where: str, longest: int) -> str:
    """A text that is there, is not blank, and fits."""
    if not isinstance(value, str) or not value.strip():
        raise Refusal(MISSING, f"{where} is required")
    length = len(value.encode("utf-16-le", "surrogatepass")) // 2
    if length > longest:
        raise Refusal(INVALID, f"{where} has {length} characters, at most {longest}")
    return value


def several(value: object, where: str, most: int, least: int = 1) -> list[Any]:
    """An array with a number of items that is allowed."""
    if not isinstance(value, list) or not least <= len(value) <= most:
        raise Refusal(INVALID, f"{where} needs {least} to {most} items")
    return value


def different(values: list[str], where: str) -> None:
    """No two alike."""
    if len(set(values)) < len(values):
        raise Refusal(INVALID, f"{where} must be unique")
