"""Gaps: what visitors asked in vain, and what becomes of it."""

from __future__ import annotations

from aiohttp import web

from desk.errors import BadForm
from desk.forms import Form
from desk.visit import Visit, signed_in
from knowledge.vocabulary import LANGUAGES, THEMES
from service.gaps import REASONS
from service.learning.errors import Unfit

PAGE = "/desk/gaps"
_SHOWN = 30
DEEDS = ("phrasing", "draft", "out_of_scope", "ignore")


def routes() -> list[web.RouteDef]:
    """The list, and settling a group."""
    return [web.get("/gaps", signed_in(show)), web.post("/gaps", signed_in(settle))]


async def show(visit: Visit) -> web.StreamResponse:
    """The groups, the largest first; ``?language=nl`` those asked in Dutch too, ``?reason=`` those
    that are there for a reason. What was taken for no business of ours is shown when asked for."""
    return await _page(visit)


async def settle(visit: Visit) -> web.StreamResponse:
    """One group, or the ticked questions of it."""
    form = await visit.form()
    deed = form.one_of("deed", DEEDS)
    ids = form.numbers("ids")
    board = visit.house.learning.gaps
    if deed == "out_of_scope":
        await board.out_of_scope(visit.me.id, ids)
    elif deed == "ignore":
        await board.ignore(visit.me.id, ids)
    elif deed == "draft":
        article = f"{form.one_of('theme', THEMES)}/{form.needed('slug')}"
        language = form.one_of("draft_language", LANGUAGES)
        texts = _texts(form, "draft_texts")
        await board.begin_article(visit.me.id, ids, article, language, texts)
        return visit.done(f"/desk/knowledge/{article}", "saved")
    else:
        return await _teach(visit, form, ids)
    return visit.done(PAGE, "saved")


async def _teach(visit: Visit, form: Form, ids: tuple[int, ...]) -> web.StreamResponse:
    article = form.needed("article")
    if article not in visit.room.knowledge.articles:
        raise BadForm("article")
    try:
        await visit.house.learning.gaps.add_phrasings(
            visit.me.id, ids, article, form.one_of("language", LANGUAGES), _texts(form, "texts")
        )
    except Unfit as error:
        return await _page(visit, findings=error.findings, status=409)
    return visit.done(PAGE, "saved")


async def _page(visit: Visit, status: int = 200, **values: object) -> web.Response:
    language, reason = visit.asked("language"), visit.asked("reason")
    wanted = {reason} if reason in REASONS else set(REASONS) - {"out_of_scope"}
    groups = tuple(
        group
        for group in await visit.house.learning.gaps.groups()
        if wanted & set(group.reasons)
        and (language not in LANGUAGES or language in group.languages)
    )
    titles = {one.id: one.versions[visit.language].title for one in visit.room.knowledge}
    context = {"findings": (), **values}
    return await visit.page(
        "learning/gaps.html",
        status=status,
        groups=groups[:_SHOWN],
        more=max(0, len(groups) - _SHOWN),
        questions=sum(len(group.gaps) for group in groups),
        chosen=language,
        reason=reason,
        reasons=REASONS,
        titles=dict(sorted(titles.items(), key=lambda item: item[1])),
        themes=THEMES,
        **context,
    )


def _texts(form: Form, name: str) -> list[str]:
    """One way of asking a line."""
    lines = [" ".join(line.split()) for line in form.needed(name).splitlines()]
    return [line[:300] for line in lines if line][:20]
