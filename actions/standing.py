"""The appointment that a conversation has already: told of before a second one is made, and named
again when nothing comes of a wish to change it."""

from __future__ import annotations

from actions.moments import say_moment, when_and_where
from actions.stage import Stage
from actions.visit import Visit
from service.types import Json

STANDS = "stands"  # found instead of a moment: this conversation has an appointment already
UNKNOWN = "unknown"  # found instead of a moment: the appointment to move is not known here


def one_stands(visit: Visit) -> bool:
    """Has this conversation an appointment, and was nothing said of moving it or of another?"""
    if visit.snapshot.appointment is None or visit.slots.get("booking_replaces"):
        return False
    return not (visit.slots.get("booking_offer") or {}).get("another")


def tell_of(appointment: Json, visit: Visit, stage: Stage) -> None:
    """The appointment that stands, before a second one is made."""
    stage.say(
        "booking.stands",
        **when_and_where(appointment, visit.language, visit.now),
        choices=[
            stage.choice("choice.move", "change_booking", appointment=appointment["id"]),
            stage.choice("choice.book_another", "book", another=True),
            stage.choice("choice.keep", "deny"),
        ],
    )


def say_kept(visit: Visit, stage: Stage) -> None:
    """The booking was left. Who has an appointment hears that it stays: "nothing was booked"
    would sound as if it were gone."""
    appointment = visit.snapshot.appointment
    replaces = visit.slots.get("booking_replaces")
    found = (visit.slots.get("booking_offer") or {}).get("found")
    if appointment and (found == STANDS or replaces == appointment["id"]):
        moment = say_moment(appointment["start"], visit.language, visit.now)
        stage.say("booking.kept", moment=moment)
    elif found == UNKNOWN:
        stage.say("deny.plain")
    else:
        stage.say("booking.not_moved" if replaces else "booking.stopped")
