"""The house: the one object that channels, desk and application use.

    house = await open_house(database_url, engine, knowledge, keys)
    started = await house.visitors.start("fr")
    outcome = await house.visitors.say(started.id, text="...")

Each attribute is a small service of its own; see its module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.agenda import Agenda
    from service.alarms import Alarms
    from service.appointments import Appointments
    from service.events import EventBus
    from service.handover import Handover
    from service.inbox import Inbox
    from service.keeping import Keeping
    from service.notebook import Audit, CannedReplies, Gaps, LeftMessages
    from service.outbox import Outbox
    from service.people import People, PresenceBoard, SignIn
    from service.settings import Settings
    from service.statistics import Statistics
    from service.visitors import Visitors


class House:
    """Built by ``open_house``; ``start`` begins the background work, ``stop`` ends it."""

    visitors: Visitors  # web: start, authenticate, say, state, messages, feedback, forget, hours
    inbox: Inbox  # platforms: accept
    outbox: Outbox  # platforms: register a Sender, report a status
    appointments: Appointments  # by code: find, book, move, cancel, ics; slots
    handover: Handover  # desk: queue, claim, view, reply, note, tag, transfer, give back, close
    people: People  # accounts
    sign_in: SignIn  # desk sessions
    presence: PresenceBoard
    agenda: (
        Agenda  # desk: week, confirm, move, cancel, availability, closing days, feed
    )
    canned: CannedReplies
    left_messages: LeftMessages
    gaps: Gaps
    audit: Audit
    settings: Settings
    statistics: Statistics
    alarms: Alarms
    keeping: Keeping  # sweep, purge, backup
    bus: EventBus

    async def start(self) -> None:
        """Begin: take the turns of messages that a crash left, send what is due, sweep."""
        raise NotImplementedError

    async def stop(self) -> None:
        """Finish the turns under way, then close the database."""
        raise NotImplementedError
