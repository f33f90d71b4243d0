"""The pages: ``/`` with the widget on it, the chat's own page (shown in a frame), their files."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from channels.web.answers import language_of
from channels.web.assets import Asset, assets
from channels.web.context import Web
from service.markdown import to_html
from service.wording import say

_ALWAYS = "public, max-age=31536000, immutable"
_SOON = "public, max-age=600"
_ONLY_OURS = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types azimut; frame-ancestors "
)


class Pages:
    """The handlers of ``/``, ``/widget``, ``/widget.js`` and ``/widget/<file>``."""

    def __init__(self, around: Web) -> None:
        self._options = around.options
        self._settings = around.house.settings
        self._pages = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
        )

    def routes(self) -> list[web.RouteDef]:
        """What to mount."""
        return [
            web.get("/", self.front),
            web.get("/widget", self.frame),
            web.get("/widget.js", self.launcher),
            web.get("/widget/about", self.about),
            web.get("/widget/{name}", self.file),
            web.get("/favicon.ico", self.icon),
        ]

    async def front(self, request: web.Request) -> web.Response:
        """The page with the widget on it."""
        return await self._page(request, "front.html.jinja", "'none'")

    async def frame(self, request: web.Request) -> web.Response:
        """The chat. Only we and the origins of the settings may show it in a frame."""
        ancestors = " ".join(("'self'", *self._options.origins))
        return await self._page(request, "frame.html.jinja", ancestors)

    async def about(self, request: web.Request) -> web.Response:
        """Who Azimut is and what is kept, as HTML in JSON: read by few, so not part of the chat."""
        language = self._language(request)
        days = (await self._settings.get()).retention_days
        html = to_html(say("widget.about.text", language, days=days))
        return web.json_response({"html": html}, headers={"Vary": "Accept-Language"})

    async def launcher(self, request: web.Request) -> web.Response:
        """The one script that a site includes; it may be loaded from anywhere."""
        response = _file(request, assets()["widget.js"], _SOON)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    async def file(self, request: web.Request) -> web.Response:
        """A file of the chat; with its tag in the address it never changes."""
        asset = assets().get(request.match_info["name"])
        if asset is None:
            raise web.HTTPNotFound
        return _file(request, asset, _ALWAYS if request.query.get("v") == asset.tag else _SOON)

    async def icon(self, request: web.Request) -> web.Response:
        """The needle."""
        return _file(request, assets()["icon.svg"], _SOON)

    def _language(self, request: web.Request) -> str:
        asked = request.query.get("language")
        return asked if asked in ("fr", "nl") else language_of(request)

    async def _page(self, request: web.Request, template: str, ancestors: str) -> web.Response:
        language = self._language(request)
        html = self._pages.get_template(template).render(
            language=language,
            other="nl" if language == "fr" else "fr",
            say=lambda key, **values: say(f"widget.{key}", language, **values),
            file=lambda name: f"/widget/{name}?v={assets()[name].tag}",
            origins=" ".join(self._options.origins),
            days=(await self._settings.get()).retention_days,
        )
        headers = {
            "Content-Security-Policy": _ONLY_OURS + ancestors,
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Vary": "Accept-Language",
        }
        return web.Response(text=html, content_type="text/html", headers=headers)


def _file(request: web.Request, asset: Asset, keep: str) -> web.Response:
    tag = f'"{asset.tag}"'
    headers = {"ETag": tag, "Cache-Control": keep, "Vary": "Accept-Encoding"}
    if request.headers.get("If-None-Match") == tag:
        return web.Response(status=304, headers=headers)
    body = asset.body
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        body, headers["Content-Encoding"] = asset.packed, "gzip"
    return web.Response(
        body=body, content_type=asset.content_type, charset="utf-8", headers=headers
    )
