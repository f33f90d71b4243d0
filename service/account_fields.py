"""What an account may hold."""

from __future__ import annotations

from collections.abc import Mapping

from service.errors import BadRequest

_LONGEST_NAME, LONGEST_TEAM = 80, 60
_CHANGEABLE = {
    "name",
    "role",
    "languages",
    "themes",
    "team",
    "interface_language",
    "active",
    "cap",
}


def check_fields(fields: Mapping[str, object]) -> None:
    """Raises BadRequest naming the first field that is unknown or makes no sense."""
    unknown = set(fields) - _CHANGEABLE
    if unknown:
        raise BadRequest(min(unknown))
    if fields.get("role", "admin") not in ("counsellor", "admin"):
        raise BadRequest("role")
    languages = fields.get("languages", ("fr",))
    if not languages or not set(languages) <= {"fr", "nl"}:  # type: ignore[call-overload]
        raise BadRequest("languages")
    if not 0 < len(str(fields.get("name", "x")).strip()) <= _LONGEST_NAME:
        raise BadRequest("name")
    if len(str(fields.get("team") or "")) > LONGEST_TEAM:
        raise BadRequest("team")
    if fields.get("interface_language", "fr") not in ("fr", "nl"):
        raise BadRequest("interface_language")
    if not isinstance(fields.get("cap", 1), int) or not 1 <= int(str(fields.get("cap", 1))) <= 50:
        raise BadRequest("cap")
