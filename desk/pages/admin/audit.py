"""The audit trail: who saw and did what. It holds no text of anybody."""

from __future__ import annotations

from datetime import datetime

from aiohttp import web

from desk.forms import small_number
from desk.visit import Visit, for_admins

_PAGE_LENGTH = 100


def routes() -> list[web.RouteDef]:
    """One page."""
    return [web.get("/admin/audit", for_admins(show))]


async def show(visit: Visit) -> web.Response:
    """``?by=3&before=<moment>``; looking at it is written down as well."""
    by = small_number(visit.asked("by"))
    before = _moment(visit.asked("before"))
    await visit.house.audit.write(visit.me.id, "read_audit")
    entries = await visit.house.audit.read(before=before, by=by, limit=_PAGE_LENGTH)
    return await visit.page(
        "admin/audit.html",
        entries=entries,
        by=by,
        more=entries[-1].at.isoformat() if len(entries) == _PAGE_LENGTH else "",
        people=await visit.house.people.all(),
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
