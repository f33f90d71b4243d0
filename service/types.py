"""The values that the rooms of the house hand to each other.

They are plain and frozen, and cross a process boundary as JSON: the engine (a pure
function of message, dialogue state and snapshot) runs in processes of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, is_dataclass
from typing import Any, Literal, Protocol

Language = Literal["fr", "nl"]
Owner = Literal["bot", "waiting", "counsellor"]
Author = Literal["bot", "counsellor", "system", "visitor"]
Outcome = Literal[
    "answered",
    "clarifying",
    "unanswered",
    "handover",
    "booking",
    "smalltalk",
    "out_of_scope",
    "other_language",
    "distress",
    "forgotten",
    "with_counsellor",
]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that the visitor can pick: a button, a list row, or a typed label or number.

    ``action`` is what picking it means to the engine: an act and its values, for example
    ``{"act": "show_article", "article": "studies/exam-board"}``. It never leaves the house:
    the visitor only sees a random id (given when the turn is written down) and the label, or
    the action's ``short`` (at most 24 characters) where a platform has no room for the label.
    """

    label: str
    action: Json


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """What a visitor sees of an article beside its answer."""

    id: str
    title: str
    sources: tuple[Json, ...]  # {"title", "url", "date"}
    written: str
    reviewed: str | None
    easy: str
    aspects: tuple[str, ...]  # the aspects that exist for this visitor, in the order to show
    related: tuple[Json, ...]  # {"id", "title"}
    due: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """One bubble of the bot. ``text`` is Markdown.

    ``secrets`` fill ``{name}`` marks of the text at the moment of sending (an appointment
    code): they are stored encrypted and shown to the visitor only.
    """

    text: str
    language: str
    kind: str = "text"  # text | article | notice | slots | code | distress
    author: Author = "bot"
    choices: tuple[Choice, ...] = ()
    article: ArticleCard | None = None
    secrets: Mapping[str, str] = field(default_factory=dict)
    data: Json = field(default_factory=dict)  # for rich clients, e.g. {"slots": [...]}


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was understood of one message (the contract's object)."""

    language: str = "other"
    act: str = "none"
    theme: str | None = None
    public: str = "unknown"
    article: str | None = None
    choices: tuple[str, ...] = ()
    confidence: float = 0.0
    outcome: Outcome = "unanswered"
    situations: tuple[str, ...] = ()
    ranking: tuple[Json, ...] = ()  # {"id", "confidence"}, best first
    why: tuple[Json, ...] = ()

    def public_json(self) -> Json:
        """The fields that the web API and ``azimut understand`` promise."""
        names = (
            "language",
            "act",
            "theme",
            "public",
            "article",
            "choices",
            "confidence",
        )
        return {name: _plain(getattr(self, name)) for name in names} | {"outcome": self.outcome}


@dataclass(frozen=True, slots=True)
class Effect:
    """A change that the engine asks for; the turn applies it in its transaction.

    kinds and their values:
      ``hand_over``          reason: str, urgent: bool, theme: str | None
      ``leave_queue``        (back to the bot)
      ``set_language``       language
      ``profile``            public: str | None, situations: [str]
      ``mark_urgent``        (distress while waiting or with a counsellor)
      ``book``               slot: id, code: str, theme: str | None, language,
                             replaces: appointment id | None (moving: the old one is freed)
      ``cancel_appointment`` appointment: id
      ``leave_message``      text, code, language, theme
      ``read_message``       code (the reply to a message left, shown by code)
      ``forget``             (delete everything of this conversation, at once)
      ``feedback``           helpful: bool, article: id
      ``fact``               a row of statistics about this question: any of the fact columns
    """

    kind: str
    values: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the engine may know of the house at this moment. Read-only; may be a little old:
    a uniqueness conflict while its effects are written reruns the turn with a new one.

    The costly parts are filled in only when a turn asked for them (``TurnResult.needs``).
    """

    now: str  # ISO 8601 with offset, Europe/Brussels
    owner: Owner = "bot"
    desk_open: bool = False  # live-chat hours, now
    counsellors_present: int = 0  # online, under their cap, speaking the language
    queue_position: int | None = None
    next_opening: str | None = None  # ISO 8601
    retention_days: int = 30
    left_message_days: int = 14  # how long the answer to a message left can be read
    confirm_by_hand: bool = False  # a counsellor confirms each appointment
    fresh_code: str = ""  # a code for a new appointment or a message left
    appointment: Json | None = None  # of this conversation: {"id","start","end","place","language"}
    # The code typed in this message: {"valid": bool, "throttled": bool, "kind": "appointment" or
    # "message", "appointment": {...}, "reply": str | None}
    code: Json | None = None
    slots: tuple[Json, ...] | None = (
        None  # free slots, soonest first: {"id","start","end","languages","themes","place"}
    )


@dataclass(frozen=True, slots=True)
class TurnInput:
    """One message of a visitor, redacted, with what the conversation remembers."""

    text: str
    language: Language | None  # the conversation's language, None before it is known
    channel: str
    state: Json  # the compact dialogue state that the last turn returned; {} at the start
    snapshot: Snapshot
    choice: Json | None = None  # the action of the choice that was picked, if one was
    public: str | None = None  # what the visitor said of himself earlier
    situations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TurnResult:
    """What the engine made of a message. Pure: the same input gives the same result."""

    replies: tuple[Reply, ...]
    understanding: Understanding
    effects: tuple[Effect, ...]
    state: Json
    needs: tuple[str, ...] = ()  # parts of the snapshot without which it cannot go on: "slots"


class Engine(Protocol):
    """Whoever can take a turn. Raises ``service.errors.EngineUnavailable`` when it cannot."""

    async def respond(self, turn: TurnInput) -> TurnResult: ...

    async def ready(self) -> bool: ...


def to_json(value: Any) -> Json:
    """A dataclass of this module as JSON-able data. What is JSON already is not copied."""
    return {name: _as_json(getattr(value, name)) for name in value.__slots__}


def _as_json(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_as_json(item) for item in value)
    return to_json(value) if is_dataclass(value) else value


def turn_input_from_json(data: Mapping[str, Any]) -> TurnInput:
    """The inverse of ``to_json`` for the engine's input."""
    fields = dict(data)
    snapshot = dict(fields.pop("snapshot"))
    if snapshot.get("slots") is not None:
        snapshot["slots"] = tuple(snapshot["slots"])
    fields["situations"] = tuple(fields.get("situations", ()))
    return TurnInput(snapshot=Snapshot(**snapshot), **fields)


def turn_result_from_json(data: Mapping[str, Any]) -> TurnResult:
    """The inverse of ``to_json`` for the engine's answer."""
    understood = dict(data["understanding"])
    for name in ("choices", "situations", "ranking", "why"):
        understood[name] = tuple(understood.get(name, ()))
    return TurnResult(
        replies=tuple(reply_from_json(reply) for reply in data["replies"]),
        understanding=Understanding(**understood),
        effects=tuple(Effect(**effect) for effect in data["effects"]),
        state=data["state"],
        needs=tuple(data.get("needs", ())),
    )


def reply_from_json(data: Mapping[str, Any]) -> Reply:
    """A reply from its JSON form."""
    fields = dict(data)
    fields["choices"] = tuple(Choice(**choice) for choice in fields.get("choices", ()))
    if fields.get("article"):
        card = dict(fields["article"])
        for name in ("sources", "aspects", "related"):
            card[name] = tuple(card.get(name, ()))
        fields["article"] = ArticleCard(**card)
    return Reply(**fields)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
