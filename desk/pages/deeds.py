"""What a counsellor does with a conversation: take, reply, note, pass on, give back, close."""

from __future__ import annotations

from aiohttp import web

from desk.cards import card_of, shown_article
from desk.errors import BadForm
from desk.forms import small_number
from desk.moments import local
from desk.pages.conversations import language_of, show
from desk.visit import Visit, signed_in
from service.handover import CLOSE_OUTCOMES
from service.types import ArticleCard, Language
from service.views import DeskConversation

_AT = "/conversations/{id:[0-9a-zA-Z_-]{1,64}}"


def routes() -> list[web.RouteDef]:
    """One route a deed."""
    return [
        web.post(f"{_AT}/claim", signed_in(claim)),
        web.post(f"{_AT}/reply", signed_in(reply)),
        web.post(f"{_AT}/typing", signed_in(typing)),
        web.post(f"{_AT}/template", signed_in(template)),
        web.post(f"{_AT}/note", signed_in(note)),
        web.post(f"{_AT}/tags", signed_in(tags)),
        web.post(f"{_AT}/judge", signed_in(judge)),
        web.post(f"{_AT}/language", signed_in(language)),
        web.post(f"{_AT}/transfer", signed_in(transfer)),
        web.post(f"{_AT}/give-back", signed_in(give_back)),
        web.post(f"{_AT}/close", signed_in(close)),
    ]


async def claim(visit: Visit) -> web.Response:
    """Take it. When a colleague was quicker, the error says who."""
    await visit.house.handover.claim(visit.me.id, visit.at("id"))
    return visit.done(page_of(visit), "claimed")


async def reply(visit: Visit) -> web.Response:
    """Write to the visitor; first a warning when the text holds personal data."""
    form = await visit.form()
    text, article_id = form.text("text", ""), form.text("article", "")
    warnings = visit.house.handover.warn(text) if not form.ticked("sure") else ()
    if warnings:
        return await _warn(visit, text, article_id, warnings)
    talk = await _talk(visit)
    message = await visit.house.handover.reply(
        visit.me.id,
        visit.at("id"),
        text,
        article=_card(visit, talk, article_id) if article_id else None,
        client_id=form.text("client_id", "")[:64] or None,
    )
    return visit.done(page_of(visit), "sent", seq=message.seq)


async def typing(visit: Visit) -> web.Response:
    """The visitor sees that somebody types."""
    await visit.house.handover.typing(visit.me.id, visit.at("id"))
    return web.Response(status=204)


async def template(visit: Visit) -> web.Response:
    """The approved text of the platform: an answer is waiting."""
    await visit.house.handover.send_template(visit.me.id, visit.at("id"))
    return visit.done(page_of(visit), "template_sent")


async def note(visit: Visit) -> web.Response:
    """A private note."""
    await visit.house.handover.note(visit.me.id, visit.at("id"), (await visit.form()).text("text"))
    return visit.done(page_of(visit), "noted")


async def tags(visit: Visit) -> web.Response:
    """Comma between them."""
    words = (await visit.form()).text("tags", "").split(",")
    await visit.house.handover.tag(visit.me.id, visit.at("id"), tuple(words))
    return visit.done(page_of(visit), "tagged")


async def judge(visit: Visit) -> web.Response:
    """Was this message understood rightly?"""
    form = await visit.form()
    right = form.one_of("right", ("0", "1")) == "1"
    await visit.house.handover.judge(visit.me.id, visit.at("id"), form.number("seq"), right)
    return visit.done(page_of(visit), "judged", seq=form.number("seq"))


async def language(visit: Visit) -> web.Response:
    """Correct the language of the conversation."""
    wanted: Language = (
        "nl" if (await visit.form()).one_of("language", ("fr", "nl")) == "nl" else "fr"
    )
    await visit.house.handover.set_language(visit.me.id, visit.at("id"), wanted)
    return visit.done(page_of(visit), "saved")


async def transfer(visit: Visit) -> web.Response:
    """To a colleague ("counsellor:3") or a team ("team:Actiris")."""
    kind, _, target = (await visit.form()).needed("to").partition(":")
    handover, mine = visit.house.handover, (visit.me.id, visit.at("id"))
    if kind == "team" and target:
        await handover.transfer(*mine, to_team=target)
    elif kind == "counsellor" and (colleague := small_number(target)) is not None:
        await handover.transfer(*mine, to_counsellor=colleague)
    else:
        raise BadForm("to")
    return visit.done("/desk/", "transferred")


async def give_back(visit: Visit) -> web.Response:
    """The bot goes on."""
    await visit.house.handover.give_back(visit.me.id, visit.at("id"))
    return visit.done("/desk/", "given_back")


async def close(visit: Visit) -> web.Response:
    """Ended, with an outcome."""
    outcome = (await visit.form()).one_of("outcome", CLOSE_OUTCOMES)
    await visit.house.handover.close(visit.me.id, visit.at("id"), outcome)
    return visit.done("/desk/", "closed")


def page_of(visit: Visit) -> str:
    """The conversation's page."""
    return f"/desk/conversations/{visit.at('id')}"


async def _warn(
    visit: Visit, text: str, article_id: str, warnings: tuple[str, ...]
) -> web.Response:
    """Nothing is sent yet: the counsellor sees what the text holds, and may still send it."""
    if visit.by_script:
        names = ", ".join(visit.words(f"personal.{kind}") for kind in warnings)
        return web.json_response({"warn": names})
    talk = await visit.house.handover.view(visit.me.id, visit.at("id"))
    return await show(visit, talk, draft=text, draft_article=article_id or None, warnings=warnings)


def _card(visit: Visit, talk: DeskConversation, article_id: str) -> ArticleCard:
    said = (*talk.situations, *((talk.entry.public,) if talk.entry.public else ()))
    today = local(visit.house.core.now()).date()
    shown = shown_article(visit.room.knowledge, article_id, language_of(talk), said, today)
    return card_of(visit.room.knowledge, shown)


async def _talk(visit: Visit) -> DeskConversation:
    return await visit.house.handover.messages(visit.me.id, visit.at("id"), 1 << 30)
