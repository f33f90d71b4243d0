"""Booking and moving an appointment, in words or by picking; without a name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from actions.base import Play
from actions.moments import short_moment, when_and_where
from actions.stage import Stage
from actions.standing import STANDS, UNKNOWN, one_stands, say_kept, tell_of
from actions.visit import Visit
from service.date_words import Window, windows
from service.types import Choice, Json, Reply
from service.wording import say

OFFERED = 3  # a WhatsApp message has room for three buttons
SHOWN = 60  # what the web's small calendar gets
NOTHING_YET: Json = {"slots": [], "found": "unsaid"}
ONLY_HOURS = 40  # windows; an hour without a day gives one on each of the next 60 days


class StartBooking(Play):
    """Begin to book: forget an older choice. Who asks again when told of the appointment that
    stands wants another one."""

    action_name: ClassVar[str] = "action_start_booking"

    def play(self, visit: Visit, stage: Stage) -> None:
        told = (visit.slots.get("booking_offer") or {}).get("found") == STANDS
        another = told or bool(visit.choice.get("another"))
        offer = {**NOTHING_YET, "another": True} if another else None
        stage.remember(booking_slot=None, booking_offer=offer, booking_replaces=None, offered=None)
        stage.outcome("booking")


class StartChange(Play):
    """Begin to move an appointment: this conversation's, or the one of a code. Without either,
    the code is asked for: a new appointment would leave the old one standing."""

    action_name: ClassVar[str] = "action_start_change"

    def play(self, visit: Visit, stage: Stage) -> None:
        appointment = visit.choice.get("appointment") or (visit.snapshot.appointment or {}).get(
            "id"
        )
        offer = None if appointment else {**NOTHING_YET, "found": UNKNOWN}
        stage.remember(booking_slot=None, booking_offer=offer, booking_replaces=appointment)
        stage.outcome("booking")


class ValidateBooking(Play):
    """Reads the moment that the visitor wants; sets the slot, or what to offer instead."""

    action_name: ClassVar[str] = "validate_booking_form"

    def play(self, visit: Visit, stage: Stage) -> None:
        if one_stands(visit):
            stage.remember(booking_slot=None, booking_offer={**NOTHING_YET, "found": STANDS})
            return
        if (visit.slots.get("booking_offer") or {}).get("found") == UNKNOWN:
            stage.remember(booking_slot=None)
            return
        if visit.snapshot.slots is None:
            stage.need("slots")
            stage.remember(booking_slot=None)  # without a slot event Rasa would leave the form
            return
        free = _suitable(visit.snapshot.slots, visit.language)
        picked = _picked(visit, free)
        if picked:
            stage.remember(booking_slot=picked)
            return
        stage.remember(booking_slot=None, booking_offer=_wish(visit, free))


class AskBookingSlot(Play):
    """Offer moments: the nearest to what was asked."""

    action_name: ClassVar[str] = "action_ask_booking_slot"

    def play(self, visit: Visit, stage: Stage) -> None:
        stage.outcome("booking")
        offer = visit.slots.get("booking_offer") or NOTHING_YET
        if offer["found"] == STANDS and visit.snapshot.appointment:
            tell_of(visit.snapshot.appointment, visit, stage)
            return
        if offer["found"] == UNKNOWN:
            stage.say("booking.which_code", choices=[stage.choice("choice.book", "book")])
            return
        free = {slot["id"]: slot for slot in visit.snapshot.slots or ()}
        offered = [free[key] for key in offer["slots"] if key in free]
        if not offered:
            message = stage.choice("choice.leave_message", "leave_message")
            stage.say("booking.no_slots", choices=[message])
        elif offer["found"] == "one":
            _confirm(visit, stage, offered[0])
        else:
            key = {"some": "booking.pick", "none": "booking.not_then", "unsaid": "booking.when"}
            text = say(key[offer["found"]], visit.language)
            stage.reply(_offer(text, offered, visit.language))


class SubmitBooking(Play):
    """Book what was chosen; the turn makes it so, or runs again if it was just taken."""

    action_name: ClassVar[str] = "action_submit_booking"

    def play(self, visit: Visit, stage: Stage) -> None:
        stage.outcome("booking")
        chosen = visit.slots.get("booking_slot")
        slot = next((item for item in visit.snapshot.slots or () if item["id"] == chosen), None)
        replaces = visit.slots.get("booking_replaces")
        stage.remember(booking_slot=None, booking_offer=None, booking_replaces=None)
        if slot is None:  # the form was left without a choice
            say_kept(visit, stage)
            return
        code = visit.snapshot.fresh_code
        stage.effect("book", slot=chosen, code=code, language=visit.language, replaces=replaces)
        stage.remember(offered=None)
        done = ("move_asked", "asked") if visit.snapshot.confirm_by_hand else ("moved", "booked")
        stage.say(
            f"booking.{done[0] if replaces else done[1]}",
            kind="code",
            secrets={"code": code},
            data={"appointment": {"start": slot["start"], "end": slot.get("end")}},
            **when_and_where(slot, visit.language, visit.now),
        )


def _suitable(slots: Sequence[Json], language: str) -> list[Json]:
    return [slot for slot in slots if not slot["languages"] or language in slot["languages"]]


def _picked(visit: Visit, free: Sequence[Json]) -> str | None:
    """The slot of a choice, or the one that was just proposed and is answered with yes."""
    before = visit.slots.get("booking_offer") or {}
    agreed = visit.heard == "affirm" and before.get("found") == "one"
    wanted = before["slots"][0] if agreed else visit.choice.get("slot")
    return next((slot["id"] for slot in free if slot["id"] == wanted), None)


def _wish(visit: Visit, free: Sequence[Json]) -> Json:
    """What to offer: the free moments of the wish, or the nearest. A wish for an hour alone
    ("plutôt 15h") is about the moments that were just offered."""
    named = windows(visit.text, visit.language, visit.now)
    before = visit.slots.get("booking_offer") or NOTHING_YET
    near = [slot for slot in free if slot["id"] in before["slots"]]
    wanted = _within(near, named) if not _names_a_day(named) else []
    wanted = wanted or _within(free, named)
    found = "some" if wanted else ("none" if named else "unsaid")
    if len(wanted) == 1:
        found = "one"
    return {
        "slots": [slot["id"] for slot in (wanted or _nearest(free, named))][:SHOWN],
        "found": found,
        "another": bool(before.get("another")),
    }


def _within(slots: Sequence[Json], named: Sequence[Window]) -> list[Json]:
    return [slot for slot in slots if any(window.holds(slot["start"]) for window in named)]


def _nearest(slots: Sequence[Json], named: Sequence[Window]) -> list[Json]:
    """Those closest to what was named first; soonest first where nothing was."""

    def distance(slot: Json) -> timedelta:
        at = datetime.fromisoformat(slot["start"])
        gaps = (max(window.start - at, at - window.end) for window in named)
        return max(min(gaps, default=timedelta(0)), timedelta(0))

    return sorted(slots, key=distance)


def _names_a_day(named: Sequence[Window]) -> bool:
    """Many windows on as many days: only hours were named."""
    return len(named) < ONLY_HOURS


def _confirm(visit: Visit, stage: Stage, slot: Json) -> None:
    """One moment is meant: sum it up and ask."""
    stage.say(
        "booking.confirm",
        **when_and_where(slot, visit.language, visit.now),
        choices=[
            stage.choice("choice.book_yes", "pick_slot", slot=slot["id"]),
            _other_moment(visit, stage),
        ],
    )


def _other_moment(visit: Visit, stage: Stage) -> Choice:
    """Another moment for the same wish: to move, or to have one more."""
    replaces = visit.slots.get("booking_replaces")
    if replaces:
        return stage.choice("choice.book_other", "change_booking", appointment=replaces)
    return stage.choice("choice.book_other", "book", another=visit.snapshot.appointment is not None)


def _offer(text: str, slots: Sequence[Json], language: str) -> Reply:
    choices = tuple(
        Choice(short_moment(slot["start"], language), {"act": "pick_slot", "slot": slot["id"]})
        for slot in _spread(slots)
    )
    return Reply(text, language, kind="slots", choices=choices, data={"slots": _public(slots)})


def _spread(slots: Sequence[Json]) -> list[Json]:
    """Three moments on different half-days where there are, so that there is a real choice."""
    chosen: list[Json] = []
    seen: set[tuple[str, bool]] = set()
    for slot in slots:
        half = (slot["start"][:10], slot["start"][11:13] < "13")
        if half not in seen:
            chosen.append(slot)
            seen.add(half)
    chosen += [slot for slot in slots if slot not in chosen]
    return sorted(chosen[:OFFERED], key=lambda slot: str(slot["start"]))


def _public(slots: Sequence[Json]) -> list[dict[str, Any]]:
    """What a visitor's calendar may know of a slot: no counsellor."""
    return [{key: slot.get(key) for key in ("id", "start", "end", "place")} for slot in slots]
