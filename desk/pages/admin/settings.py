"""The desk's settings: live-chat hours, keeping, booking, waiting."""

from __future__ import annotations

from aiohttp import web

from desk.errors import BadForm
from desk.forms import Form
from desk.visit import Visit, for_admins
from service.settings import DeskSettings
from service.types import Json

_PAGE = "/desk/admin/settings"
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("waiting", ("unclaimed_minutes", "away_minutes", "gone_minutes")),
    ("booking", ("notice_hours", "horizon_days", "reminder_hours", "confirm_by_hand")),
    ("keeping", ("retention_days", "gap_days", "left_message_days", "audit_days")),
    ("house", ("place_fr", "place_nl", "at_fr", "at_nl")),
)
SPANS = 2  # live-chat hours may have a break


def routes() -> list[web.RouteDef]:
    """One page; hours and the rest are saved apart."""
    return [
        web.get("/admin/settings", for_admins(show)),
        web.post("/admin/settings", for_admins(save)),
        web.post("/admin/settings/hours", for_admins(save_hours)),
    ]


async def show(visit: Visit) -> web.Response:
    """All settings with their meaning."""
    settings = await visit.house.settings.get()
    return await visit.page(
        "admin/settings.html", settings=settings, groups=GROUPS, week=_week(settings), spans=SPANS
    )


async def save(visit: Visit) -> web.Response:
    """Those that differ."""
    form, present = await visit.form(), await visit.house.settings.get()
    given = {name: _read(form, name, present) for _, names in GROUPS for name in names}
    changes = {name: value for name, value in given.items() if value != getattr(present, name)}
    if changes:
        await visit.house.settings.change(visit.me.id, **changes)
    return visit.done(_PAGE, "saved")


async def save_hours(visit: Visit) -> web.Response:
    """Live-chat hours; an empty pair is no hours."""
    form = await visit.form()
    spans = [_span(form, weekday, number) for weekday in range(7) for number in range(1, SPANS + 1)]
    given = tuple(span for span in spans if span is not None)
    await visit.house.settings.change(visit.me.id, live_chat=given)
    return visit.done(_PAGE, "saved")


def _read(form: Form, name: str, present: DeskSettings) -> object:
    before = getattr(present, name)
    if isinstance(before, bool):
        return form.ticked(name)
    return form.number(name) if isinstance(before, int) else form.needed(name)


def _span(form: Form, weekday: int, number: int) -> Json | None:
    starts, ends = (form.text(f"{end}-{weekday}-{number}", "") for end in ("from", "until"))
    if not starts and not ends:
        return None
    if not starts or not ends or starts >= ends:
        raise BadForm("hours")
    return {"weekday": weekday, "from": starts, "until": ends}


def _week(settings: DeskSettings) -> list[list[tuple[str, str]]]:
    """For each weekday its hours, filled up to SPANS."""
    week: list[list[tuple[str, str]]] = [[] for _ in range(7)]
    for span in sorted(settings.live_chat, key=lambda span: str(span["from"])):
        week[span["weekday"]].append((span["from"], span["until"]))
    return [(day + [("", "")] * SPANS)[: max(SPANS, len(day))] for day in week]
