"""The values of the house as the JSON of the contract."""

from __future__ import annotations

from functools import cache, lru_cache
from html import escape
from typing import Any

from service.markdown import to_html
from service.types import ArticleCard, Understanding
from service.views import (
    ConversationState,
    Hours,
    MessageView,
    Slot,
    TurnOutcome,
    VisitorAppointment,
)
from service.wording import LANGUAGES, catalogue, say

Json = dict[str, Any]


def message_json(view: MessageView) -> Json:
    """A message. ``html`` is safe to show: sanitised, and a visitor's own words escaped."""
    return {
        "seq": view.seq,
        "kind": view.kind,
        "author": view.author,
        "language": view.language,
        "text": view.text,
        "html": _html(view),
        "choices": [_choice(choice.id, choice.label, view.language) for choice in view.choices],
        "article": _article(view.article) if view.article else None,
        "data": view.data,
        "at": view.at.isoformat(),
    }


def outcome_json(outcome: TurnOutcome) -> Json:
    """What came of a message."""
    return {
        "messages": [message_json(view) for view in outcome.messages],
        "understanding": understanding_json(outcome.understanding),
    }


def understanding_json(understanding: Understanding) -> Json:
    """What was understood, as ``azimut understand`` prints it."""
    return understanding.public_json()


def state_json(state: ConversationState) -> Json:
    """Where a conversation stands."""
    return {
        "id": state.id,
        "owner": state.owner,
        "language": state.language,
        "queue_position": state.queue_position,
        "last_seq": state.last_seq,
        "created_at": state.created_at.isoformat(),
    }


def slot_json(slot: Slot) -> Json:
    """A free time."""
    return {
        "id": slot.id,
        "start": slot.starts_at.isoformat(),
        "end": slot.ends_at.isoformat(),
        "languages": list(slot.languages),
        "themes": list(slot.themes),
        "place": slot.place,
    }


def hours_json(hours: Hours) -> Json:
    """The live-chat hours, which are not the opening hours of the house."""
    return {
        "open_now": hours.open_now,
        "counsellors_present": hours.counsellors_present,
        "next_opening": hours.next_opening.isoformat() if hours.next_opening else None,
        "week": list(hours.week),
        "closing_days": list(hours.closing_days),
    }


def appointment_json(appointment: VisitorAppointment) -> Json:
    """What a code shows; ``ics`` is an address that expires."""
    return {
        "start": appointment.starts_at.isoformat(),
        "end": appointment.ends_at.isoformat(),
        "place": appointment.place,
        "language": appointment.language,
        "status": appointment.status,
        "ics": f"/api/appointments/ics/{appointment.ics_path_token}",
    }


def _article(card: ArticleCard) -> Json:
    return {
        "id": card.id,
        "title": card.title,
        "sources": [dict(source) for source in card.sources],
        "written": card.written,
        "reviewed": card.reviewed,
        "easy": card.easy,
        "easy_html": _html_of_ours(card.easy),
        "aspects": list(card.aspects),
        "related": [dict(item) for item in card.related],
        "due": card.due,
    }


def _choice(choice_id: str, label: str, language: str) -> Json:
    """``does`` tells a rich client what it can do by itself: show the easy version, speak the
    other language, hide what only makes sense while one waits."""
    choice = {"id": choice_id, "label": label}
    if label == say("choice.easier", language):
        choice["does"] = "easier"
    if label == say("choice.other_language", language):
        choice["does"] = "language"
    if label in {say(f"choice.{key}", language) for key in ("back_to_bot", "wait", "go_on")}:
        choice["does"] = "waiting"
    return choice


def _html(view: MessageView) -> str:
    if view.author == "visitor":
        return _own_words(view.text)
    ours = view.article is not None or view.text in _wording()
    return _html_of_ours(view.text) if ours else to_html(view.text)


# Only texts of the knowledge base and of the catalogue are kept in memory: nobody's own.
_html_of_ours = lru_cache(maxsize=2048)(to_html)


@cache
def _wording() -> frozenset[str]:
    return frozenset(text for name in LANGUAGES for text in catalogue(name).values())


def _own_words(text: str) -> str:
    return f"<p>{escape(text)}</p>".replace("\n", "<br>")
