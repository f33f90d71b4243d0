"""What an action may know of a turn: the message as understood, and the house as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from service.types import Snapshot

BRUSSELS = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True, slots=True)
class Visit:
    """One message of a visitor, read from the rasa-sdk tracker.

    ``act`` is what the message counts as here; ``heard`` is what it was understood as on its
    own (inside a form every answer counts as ``inform``, while "oui" was heard as ``affirm``).
    """

    text: str
    act: str
    heard: str
    confidence: float
    language: str
    switched: bool
    channel: str
    facets: Mapping[str, Any]
    articles: Mapping[str, Any]
    choice: Mapping[str, Any]
    snapshot: Snapshot
    slots: Mapping[str, Any]
    profile: frozenset[str] = field(default_factory=frozenset)

    @property
    def now(self) -> datetime:
        """The moment of this turn, Europe/Brussels."""
        return datetime.fromisoformat(self.snapshot.now).astimezone(BRUSSELS)

    @property
    def aspect(self) -> str | None:
        """The aspect asked for (cost, documents, ...), if one was."""
        return self.choice.get("aspect") or self.facets.get("aspect")

    @property
    def heard_profile(self) -> frozenset[str]:
        """The public and situations that this very message tells."""
        return _profile(
            (self.facets.get("public") or {}).get("name"), self.facets.get("situations")
        )

    @classmethod
    def from_tracker(cls, state: Mapping[str, Any]) -> Visit:
        """Read the tracker's JSON (``Tracker.current_state()`` or what Rasa posts)."""
        message = state.get("latest_message") or {}
        metadata = message.get("metadata") or {}
        turn = metadata.get("turn") or {}
        route = metadata.get("route") or {}
        slots = state.get("slots") or {}
        intent = message.get("intent") or {}
        facets = message.get("facets") or {}
        known = _profile(turn.get("public"), turn.get("situations"))
        remembered = _profile(slots.get("public"), slots.get("situations"))
        heard = _profile((facets.get("public") or {}).get("name"), facets.get("situations"))
        return cls(
            text=message.get("text") or "",
            act=intent.get("name") or "none",
            heard=route.get("heard") or intent.get("name") or "none",
            confidence=float(intent.get("confidence") or 0.0),
            language=route.get("language") or (message.get("language") or {}).get("guess") or "fr",
            switched=bool(route.get("switched")),
            channel=turn.get("channel") or "shell",
            facets=facets,
            articles=message.get("articles") or {},
            choice=turn.get("choice") or {},
            snapshot=_snapshot(turn.get("snapshot")),
            slots=slots,
            profile=_newest(known | remembered, heard),
        )


def _profile(public: str | None, situations: Any) -> frozenset[str]:
    named = {public} if public and public != "unknown" else set()
    return frozenset(named | set(situations or ()))


def _newest(known: frozenset[str], heard: frozenset[str]) -> frozenset[str]:
    """What was said last wins among the publics; situations add up."""
    publics = {"school_youth", "students", "adults", "specific_needs"}
    if heard & publics:
        known = known - publics
    return known | heard


def _snapshot(data: Mapping[str, Any] | None) -> Snapshot:
    if not data:  # rasa shell and rasa run actions, without the house around them
        return Snapshot(now=datetime.now(BRUSSELS).isoformat())
    names = {item.name for item in fields(Snapshot)}
    return Snapshot(**{key: value for key, value in data.items() if key in names})
