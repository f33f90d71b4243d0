"""The desk's settings: kept in the database, changed by an admin while the house runs."""

from __future__ import annotations

from dataclasses import dataclass

from service.types import Json


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """Live-chat hours are not the opening hours of the house, which we do not know."""

    live_chat: tuple[Json, ...] = tuple(
        {"weekday": day, "from": "09:00", "until": "17:00"} for day in range(5)
    )
    retention_days: int = (
        30  # conversations without news are deleted after so many days
    )
    gap_days: int = 90  # gaps are deleted after so many days
    audit_days: int = 365
    notice_hours: int = 24  # the shortest time between booking and appointment
    horizon_days: int = 28  # how far ahead appointments are offered
    confirm_by_hand: bool = False  # a booking is pending until a counsellor confirms it
    unclaimed_minutes: int = 4  # then a waiting visitor is offered something else
    away_minutes: int = 5  # a counsellor not seen for so long is away
    gone_minutes: int = 15  # an away counsellor's conversations go back to the queue
    left_message_days: int = 14  # how long a reply to a message left can be read
    place_fr: str = "Cité des métiers de Bruxelles"
    place_nl: str = "Beroepenpunt Brussel"


class Settings:
    """Read and change."""

    async def get(self) -> DeskSettings:
        """The present settings."""
        raise NotImplementedError

    async def change(self, by: int | None, **fields: object) -> DeskSettings:
        """Change some. Raises BadRequest with the name of the field that makes no sense."""
        raise NotImplementedError
