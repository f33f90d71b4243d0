"""The queue and one conversation: what counsellors look at all day."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from aiohttp import web

from desk.board import Filters
from desk.cookies import set_cookie
from desk.forms import small_number
from desk.visit import Visit, signed_in
from service.handover import CLOSE_OUTCOMES
from service.types import Language
from service.views import DeskConversation

FILTER_COOKIE = "azimut-desk-filters"
_CHANNELS = ("", "web", "whatsapp", "messenger")
_ID = "{id:[0-9a-zA-Z_-]{1,64}}"


def routes() -> list[web.RouteDef]:
    """Pages, and the pieces that scripts fetch again."""
    return [
        web.get("/", signed_in(queue)),
        web.get(f"/conversations/{_ID}", signed_in(conversation)),
        web.get("/pieces/queue", signed_in(queue_piece)),
        web.get("/pieces/counts", signed_in(counts)),
        web.get("/pieces/alarms", signed_in(alarms_piece)),
        web.get(f"/conversations/{_ID}/messages", signed_in(messages_piece)),
        web.get(f"/conversations/{_ID}/head", signed_in(head_piece)),
        web.get(f"/conversations/{_ID}/composer", signed_in(composer_piece)),
        web.get(f"/conversations/{_ID}/side", signed_in(side_piece)),
        web.get(f"/conversations/{_ID}/papers", signed_in(papers_piece)),
    ]


async def queue(visit: Visit) -> web.Response:
    """The queue; ``?filter=1&languages=1`` chooses what is shown, and is remembered."""
    chosen = visit.request.query
    if "filter" not in chosen:
        hours = await visit.house.visitors.hours()
        closed = "" if hours.open_now else visit.words("queue.closed")
        values = await listed(visit)
        return await visit.page("conversations.html", **values, talk=None, closed=closed)
    parts = [name for name in ("languages", "themes") if chosen.get(name)]
    channel = chosen.get("channel", "")
    parts.append(f"channel={channel}" if channel in _CHANNELS else "channel=")
    response = web.Response(status=303, headers={"Location": "/desk/"})
    set_cookie(response, visit.room.options, FILTER_COOKIE, "|".join(parts), 30 * 24 * 3600)
    return response


async def conversation(visit: Visit) -> web.Response:
    """Everything of one conversation; looking is written into the audit trail."""
    talk = await visit.house.handover.view(visit.me.id, visit.at("id"))
    visit.room.board.forget()
    return await show(visit, talk)


async def show(visit: Visit, talk: DeskConversation, **draft: Any) -> web.Response:
    """The conversation page, with a draft where one was refused or begun."""
    values = {**await listed(visit), **await around(visit, talk), **draft}
    return await visit.page("conversations.html", **values)


async def queue_piece(visit: Visit) -> web.Response:
    """The list."""
    return visit.piece("_queue.html", **await listed(visit))


async def counts(visit: Visit) -> web.Response:
    """What every page shows in its bar and tells aloud: who waits, what is unread."""
    waiting = await visit.room.board.waiting(visit.me, remembered(visit))
    mine = await visit.house.handover.mine(visit.me.id)
    newest = max((entry.waiting_since for entry in waiting.shown), default=None)
    return web.json_response(
        {
            "waiting": waiting.count,
            "newest": newest.isoformat() if newest else "",
            "left": len(await visit.house.left_messages.waiting()),
            "unread": sum(entry.unread for entry in mine),
        }
    )


async def alarms_piece(visit: Visit) -> web.Response:
    """The banner."""
    return visit.piece("_alarms.html", alarms=visit.house.alarms.present())


async def messages_piece(visit: Visit) -> web.Response:
    """The messages after a number. ``seen`` is up to where they were looked at before."""
    after, seen = small_number(visit.asked("after")) or 0, small_number(visit.asked("seen"))
    talk = await visit.house.handover.messages(visit.me.id, visit.at("id"), after)
    if talk.mine and talk.entry.unread and seen is not None:
        newest = max([seen, *(item.message.seq for item in talk.messages)])
        await visit.house.handover.read(visit.me.id, talk.entry.conversation_id, newest)
        visit.room.board.forget()
    return visit.piece("_messages.html", talk=talk)


async def head_piece(visit: Visit) -> web.Response:
    """Whose it is, and what can be done."""
    return visit.piece("_head.html", **await around(visit, await _light(visit)))


async def composer_piece(visit: Visit) -> web.Response:
    """Where to write, or why not."""
    return visit.piece("_composer.html", **await around(visit, await _light(visit)))


async def side_piece(visit: Visit) -> web.Response:
    """What is known, and the appointment."""
    return visit.piece("_side.html", **await around(visit, await _light(visit)))


async def papers_piece(visit: Visit) -> web.Response:
    """Tags and notes."""
    return visit.piece("_papers.html", **await around(visit, await _light(visit)))


async def listed(visit: Visit) -> dict[str, Any]:
    """What the list shows."""
    filters = remembered(visit)
    waiting = await visit.room.board.waiting(visit.me, filters)
    present = await visit.house.presence.all()
    return {
        "filters": filters,
        "waiting": waiting,
        "mine": await visit.house.handover.mine(visit.me.id),
        "elsewhere": await visit.house.handover.open_elsewhere(visit.me.id),
        "open_id": visit.asked("open") or visit.request.match_info.get("id", ""),
        "present_count": sum(other.state == "online" for other in present),
        "names": {other.counsellor.id: other.counsellor.name for other in present},
    }


async def around(visit: Visit, talk: DeskConversation) -> dict[str, Any]:
    """What surrounds a conversation: colleagues, teams, tags, an empty draft."""
    present = await visit.house.presence.all()
    others = [other for other in present if other.counsellor.id != visit.me.id]
    order = {"online": 0, "busy": 1, "away": 2, "offline": 3}
    return {
        "talk": talk,
        "colleagues": sorted(others, key=lambda other: order[other.state]),
        "teams": sorted({p.counsellor.team for p in present if p.counsellor.team}),
        "all_tags": await visit.house.handover.all_tags(),
        "close_outcomes": CLOSE_OUTCOMES,
        "client_id": uuid4().hex,
        "draft": "",
        "draft_article": None,
        "warnings": (),
    }


def remembered(visit: Visit) -> Filters:
    """The filters of the cookie."""
    parts = visit.request.cookies.get(FILTER_COOKIE, "").split("|")
    channel = next((part[8:] for part in parts if part.startswith("channel=")), "")
    return Filters("languages" in parts, "themes" in parts, channel if channel in _CHANNELS else "")


def language_of(talk: DeskConversation) -> Language:
    """In which language to write to this visitor."""
    return talk.entry.language or "fr"


async def _light(visit: Visit) -> DeskConversation:
    """The conversation without its messages."""
    return await visit.house.handover.messages(visit.me.id, visit.at("id"), 1 << 30)
