"""Messages left out of hours: answer them; the visitor reads the answer with a code."""

from __future__ import annotations

from aiohttp import web

from desk.visit import Visit, signed_in


def routes() -> list[web.RouteDef]:
    """One page, one deed."""
    return [
        web.get("/left-messages", signed_in(show)),
        web.post("/left-messages/{id:[0-9]{1,9}}", signed_in(answer)),
    ]


async def show(visit: Visit) -> web.Response:
    """Those to answer, then those answered."""
    return await _page(visit)


async def answer(visit: Visit) -> web.Response:
    """Answer one; first a warning when the text holds personal data."""
    form = await visit.form()
    text = form.text("text", "")
    warnings = visit.house.handover.warn(text) if not form.ticked("sure") else ()
    if warnings:
        draft = {"id": visit.number_at("id"), "text": text, "warnings": warnings}
        return await _page(visit, draft)
    await visit.house.left_messages.answer(visit.me.id, visit.number_at("id"), text)
    return visit.done("/desk/left-messages", "answered")


async def _page(visit: Visit, draft: dict[str, object] | None = None) -> web.Response:
    return await visit.page(
        "left.html",
        open_ones=await visit.house.left_messages.waiting(),
        answered=await visit.house.left_messages.answered(),
        days=(await visit.house.settings.get()).left_message_days,
        draft=draft or {"id": 0},
    )
