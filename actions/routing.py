"""What a message counts as, before the rules look at it. Pure.

Some things come before the dialogue: a choice that was picked, distress, forgetting, who owns
the conversation, a language that is neither of ours, a code. This decides them in one place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.date_words import windows
from service.redaction import MARKS
from service.types import Json, TurnInput

ALWAYS = frozenset({"distress", "forget", "forget_confirmed", "leave_queue", "change_language"})
CANCELLING = frozenset({"cancel_booking", "cancel_confirmed"})
# Acts that leave a form that waits for an answer of another kind.
LEAVES_BOOKING = frozenset(
    {"hand_over", "bye", "deny", "leave_message", "cancel_booking", "easier"}
)
# "annule", "/annuleer", "afzeggen": said alone it sounds like a yes or a no.
SOUNDS_LIKE = frozenset({"affirm", "deny", "none"})
CANCEL = re.compile(r"^\W*(?:annul|afzeg|cancel|schrap)", re.IGNORECASE)
FEW_WORDS = 6
FOLLOW_UP_POSSIBLE = 0.15  # of the act, said without a conversation before it
SUBJECT_SURE = 0.9  # of the best article
SMALL_TALK = frozenset({"greet", "thank", "bye", "affirm", "deny"})
SMALL_TALK_SURE = 0.95  # of the act; below it, a message that surely names a subject asks for it
READABLE = 2  # letters or digits; below it there is nothing to understand
MASKED = re.compile("|".join(map(re.escape, sorted(set(MARKS.values())))))


@dataclass(frozen=True, slots=True)
class Route:
    """How the message goes on.

    ``sure``: the language was clear, so that the conversation may take it.
    ``silent``: somebody else owns the conversation and the bot has nothing to say.
    ``keep_form``: the form that waits gets this message.
    """

    act: str
    heard: str
    language: str
    switched: bool = False
    sure: bool = False
    silent: bool = False
    keep_form: bool = False
    choice: Json | None = None


def route(parse: Mapping[str, Any], turn: TurnInput, form: str | None, slots: Json) -> Route:
    """Decide what this message counts as. ``parse`` is Rasa's parse data (see nlu)."""
    language, switched = decide_language(parse, turn)
    heard = _heard(parse, turn)
    choice = turn.choice or _accepted_offer(heard, slots, form)
    act = str(choice["act"]) if choice else _act(parse, turn, heard, form, slots)
    if choice and choice.get("language") in {"fr", "nl"}:
        language, switched = choice["language"], choice["language"] != turn.language
    owned = turn.snapshot.owner != "bot"
    asked = act in ALWAYS or form == "forget_form" or _cancels_own(act, turn)
    silent = owned and not asked
    keep = _keeps(form, act, parse, turn)
    return Route(
        act="inform" if keep and form else act,
        heard=act if choice else heard,
        language=language,
        switched=switched,
        sure=bool((parse.get("language") or {}).get("clear")) or bool(choice),
        silent=silent,
        keep_form=keep,
        choice=choice,
    )


def decide_language(parse: Mapping[str, Any], turn: TurnInput) -> tuple[str, bool]:
    """The language to answer in, and whether it is a switch.

    Asked for, at once; clearly the other one, at once; else as the conversation goes.
    """
    heard = parse.get("language") or {}
    asked = (parse.get("facets") or {}).get("requested_language")
    guess = heard.get("guess") or "fr"
    if asked in {"fr", "nl"} and (parse.get("intent") or {}).get("name") == "change_language":
        return asked, asked != turn.language
    if turn.language is None:
        return guess, False
    if heard.get("clear") and heard.get("name") in {"fr", "nl"} and heard["name"] != turn.language:
        return str(heard["name"]), True
    return turn.language, False


def _heard(parse: Mapping[str, Any], turn: TurnInput) -> str:
    if _readable(MASKED.sub("", turn.text)) < READABLE and not turn.choice:
        return "nothing_said" if not turn.text.strip().isdigit() else "none"
    heard = str((parse.get("intent") or {}).get("name") or "none")
    if heard in SOUNDS_LIKE and turn.snapshot.appointment and CANCEL.search(turn.text):
        return "cancel_booking"
    return heard


def _readable(text: str) -> int:
    return sum(character.isalnum() for character in text)


def only_masked(text: str) -> bool:
    """A telephone number or an address sent alone: after redaction nothing of it is left."""
    return bool(MASKED.search(text)) and _readable(MASKED.sub("", text)) < READABLE


def _accepted_offer(heard: str, slots: Json, form: str | None) -> Json | None:
    offered = slots.get("offered")
    if form or not isinstance(offered, dict):
        return None
    meant = (heard, offered.get("act")) == ("cancel_booking", "cancel_confirmed")
    return dict(offered) if heard == "affirm" or meant else None


def _act(
    parse: Mapping[str, Any], turn: TurnInput, heard: str, form: str | None, slots: Json
) -> str:
    if turn.snapshot.code is None and _is_other_language(parse, turn):
        return "other_language"
    if heard == "distress" or (parse.get("facets") or {}).get("distress"):
        return "distress"
    if turn.snapshot.code is not None and turn.snapshot.owner == "bot":
        return "code"
    if heard == "follow_up" and not slots.get("last_article"):
        return "ask"
    if heard == "ask" and slots.get("last_article") and _goes_on(parse, turn):
        return "follow_up"
    if heard in SMALL_TALK and form is None and _asks_all_the_same(parse):
        return "ask"
    return heard


def _asks_all_the_same(parse: Mapping[str, Any]) -> bool:
    """ "cv", "merci, et la bourse": polite words that carry a subject."""
    act = (parse.get("intent") or {}).get("confidence", 1.0)
    return bool(act < SMALL_TALK_SURE and _subject(parse) >= SUBJECT_SURE)


def _subject(parse: Mapping[str, Any]) -> float:
    """Confidence in the likeliest article."""
    ranking = (parse.get("articles") or {}).get("ranking") or [{}]
    return float(ranking[0].get("confidence", 0.0))


def _goes_on(parse: Mapping[str, Any], turn: TurnInput) -> bool:
    """A few words about an aspect ("hoeveel kost"), after an answer: about that answer, unless
    they surely name a subject of their own."""
    others = {item["name"]: item["confidence"] for item in parse.get("intent_ranking") or ()}
    return (
        (parse.get("facets") or {}).get("aspect") is not None
        and len(turn.text.split()) <= FEW_WORDS
        and others.get("follow_up", 0.0) >= FOLLOW_UP_POSSIBLE
        and _subject(parse) < SUBJECT_SURE
    )


def _is_other_language(parse: Mapping[str, Any], turn: TurnInput) -> bool:
    heard = parse.get("language") or {}
    return heard.get("name") == "other" and bool(heard.get("clear") or turn.language is None)


def _cancels_own(act: str, turn: TurnInput) -> bool:
    return act in CANCELLING and turn.snapshot.appointment is not None


def _keeps(form: str | None, act: str, parse: Mapping[str, Any], turn: TurnInput) -> bool:
    """Whether the waiting form gets this message as its answer."""
    if form is None or act in ALWAYS - {"forget", "change_language"} or act == "code":
        return False
    if form == "forget_form":
        return act != "forget_confirmed" and not (turn.choice and act != "deny")
    if form == "message_form":
        return turn.choice is None and act not in {"forget", "change_language", "deny"}
    if act == "pick_slot":
        return True
    if turn.choice is not None or act in LEAVES_BOOKING or act in {"forget", "change_language"}:
        return False
    answers = (parse.get("articles") or {}).get("decision") == "answer"
    return not (act == "ask" and answers and not _has_moment(turn))


def _has_moment(turn: TurnInput) -> bool:
    return bool(
        windows(turn.text, turn.language or "fr", datetime.fromisoformat(turn.snapshot.now))
    )
