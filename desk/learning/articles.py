"""Articles: the list, and the editor with both languages side by side."""

from __future__ import annotations

from aiohttp import web

from desk.forms import Form
from desk.learning.preview import PREVIEW
from desk.visit import Visit, signed_in
from knowledge.finding import Finding
from knowledge.vocabulary import ASPECTS, LANGUAGES
from service.errors import BadRequest, NotFound
from service.learning.errors import Outdated, Unfit
from service.learning.fields import VersionFields, fields_of, with_fields
from service.learning.names import is_article
from service.learning.views import ArticleText, Revision

_ARTICLE = "/knowledge/{theme}/{slug}"
DEEDS = ("preview", "save", "accept")


def routes() -> list[web.RouteDef]:
    """The list and the editor."""
    return [
        web.get("/knowledge", signed_in(listed)),
        web.get(_ARTICLE, signed_in(edit)),
        web.post(_ARTICLE, signed_in(save)),
    ]


async def listed(visit: Visit) -> web.StreamResponse:
    """Every article with its state; drafts of new ones too."""
    accepted = await visit.house.learning.revisions.accepted()
    history = await visit.house.learning.revisions.history()
    drafts = {one.article: one for one in history if one.status == "draft"}
    titles = {one.id: one.versions[visit.language].title for one in visit.room.knowledge}
    names = sorted({*titles, *accepted, *drafts})
    return await visit.page(
        "learning/articles.html", names=names, titles=titles, accepted=accepted, drafts=drafts
    )


async def edit(visit: Visit) -> web.StreamResponse:
    """As it stands, or its draft."""
    present, draft = await _states(visit)
    text = draft.text if draft else present.text
    return await _page(visit, present, draft, text, findings=None)


async def save(visit: Visit) -> web.StreamResponse:
    """Look at it, keep it as a draft, or keep and accept it."""
    present, draft = await _states(visit)
    form = await visit.form()
    deed = form.one_of("deed", DEEDS)
    text = _text(form)
    revisions = visit.house.learning.revisions
    if deed == "preview":
        findings = await revisions.findings(present.article, text)
        return await _page(visit, present, draft, text, findings=findings)
    note = form.text("note", "")
    try:
        revision = await revisions.save(
            visit.me.id, present.article, text, note, seen=form.number("seen")
        )
        if deed == "accept":
            await revisions.accept(visit.me.id, revision)
    except Outdated:
        return await _page(visit, present, draft, text, findings=None, outdated=True, status=409)
    except Unfit as error:
        present, draft = await _states(visit)
        return await _page(visit, present, draft, text, findings=error.findings, status=409)
    return visit.done(f"/desk/knowledge/{present.article}", "saved")


async def _states(visit: Visit) -> tuple[ArticleText, Revision | None]:
    """The article as it stands, and its draft. A new article has a draft only."""
    article = f"{visit.at('theme')}/{visit.at('slug')}"
    if not is_article(article):
        raise NotFound(article)
    revisions = visit.house.learning.revisions
    history = await revisions.history(article, limit=1)
    draft = history[0] if history and history[0].status == "draft" else None
    try:
        return await revisions.article(article), draft
    except NotFound:
        if draft is None:
            raise
        return ArticleText(article, draft.text, None, 0), draft


def _text(form: Form) -> str:
    """The whole text when that was edited, else the text with the fields put in."""
    whole = form.text("text")
    if form.text("whole", ""):
        return whole + "\n"
    return with_fields(whole + "\n", {each: _fields(form, each) for each in LANGUAGES})


def _fields(form: Form, language: str) -> VersionFields:
    lines = form.text(f"{language}.questions", "").splitlines()
    aspects = {name: form.text(f"{language}.aspects.{name}", "") for name in ASPECTS}
    return VersionFields(
        title=form.text(f"{language}.title", ""),
        label=form.text(f"{language}.label", ""),
        answer=form.text(f"{language}.answer", ""),
        easy=form.text(f"{language}.easy", ""),
        aspects={name: text for name, text in aspects.items() if text},
        questions=tuple(line for line in (" ".join(line.split()) for line in lines) if line),
    )


async def _page(
    visit: Visit,
    present: ArticleText,
    draft: Revision | None,
    text: str,
    *,
    findings: tuple[Finding, ...] | None,
    outdated: bool = False,
    status: int = 200,
) -> web.Response:
    try:
        fields = fields_of(text)
    except BadRequest:
        fields = {}
    shown = visit.request.app[PREVIEW].of(present.article, text, visit.room.knowledge)
    return await visit.page(
        "learning/article.html",
        status=status,
        article=present,
        draft=draft,
        text=text,
        fields=fields,
        aspects=ASPECTS,
        languages=LANGUAGES,
        shown=shown,
        findings=findings,
        outdated=outdated,
    )
