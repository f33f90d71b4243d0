"""The pages and their files: who may embed them, and what they may do."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from channels.web.assets import assets
from channels.web.description import description
from tests.scenario.web.web_support import EMBEDDER, PUBLIC_URL, WebClient, web_client

LARGEST = 25 * 1024  # bytes, gzipped: launcher, page, chat, style and the texts of one language


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[WebClient]:
    async with web_client(tmp_path) as running:
        yield running


async def test_every_route_is_described_and_the_other_way_round(client: WebClient) -> None:
    app: web.Application = client.http.app
    mounted = {
        (route.method.lower(), route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None and route.resource.canonical.startswith("/api/")
    }
    described = {
        (method, path)
        for path, item in description()["paths"].items()
        for method in item
        if method != "parameters"
    }
    assert mounted == described
    served = await client.ask("GET", "/api/openapi.json")
    assert served == description()


async def test_pages_run_nothing_inline(client: WebClient) -> None:
    for path in ("/", "/widget", "/widget?language=nl"):
        async with client.http.get(path) as page:
            policy, html = page.headers["Content-Security-Policy"], await page.text()
        assert "default-src 'none'" in policy
        assert "require-trusted-types-for 'script'" in policy
        assert "unsafe" not in policy
        assert "style=" not in html and "onclick" not in html and "<style" not in html
        assert all("src=" in tag for tag in html.split("<script")[1:])
        assert "Set-Cookie" not in page.headers


async def test_only_named_sites_may_embed(client: WebClient) -> None:
    async with client.http.get("/widget") as frame, client.http.get("/") as front:
        assert f"frame-ancestors 'self' {EMBEDDER}" in frame.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in front.headers["Content-Security-Policy"]


async def test_who_it_is_and_what_is_kept_is_told_in_both_languages(client: WebClient) -> None:
    for language in ("fr", "nl"):
        async with client.http.get(f"/widget/about?language={language}") as about:
            assert "<strong>" in (await about.json())["html"]


async def test_the_language_of_a_page(client: WebClient) -> None:
    for headers, query, language in [
        ({"Accept-Language": "nl"}, "", "nl"),
        ({"Accept-Language": "nl"}, "?language=fr", "fr"),
        ({}, "?language=xx", "fr"),
    ]:
        async with client.http.get(f"/widget{query}", headers=headers) as page:
            assert f'<html lang="{language}"' in await page.text()


async def test_files_are_small_and_kept(client: WebClient) -> None:
    total = 0
    for path in ("/widget", "/widget.js"):
        total += len(gzip.compress(await (await client.http.get(path)).read(), 9))
    for name in ("chat.js", "chat.css", "texts-fr.js"):
        asset = assets()[name]
        total += len(asset.packed)
        async with client.http.get(f"/widget/{name}?v={asset.tag}") as file:
            assert "immutable" in file.headers["Cache-Control"]
            assert file.headers["Content-Encoding"] == "gzip"
            assert await file.read() == asset.body
        headers = {"If-None-Match": f'"{asset.tag}"'}
        async with client.http.get(f"/widget/{name}", headers=headers) as again:
            assert again.status == 304
    assert total <= LARGEST, f"{total} bytes"
    assert (await client.http.get("/widget/secrets.env")).status == 404


async def test_foreign_pages(client: WebClient) -> None:
    for origin, allowed in [(EMBEDDER, True), (PUBLIC_URL, True), ("https://evil.example", False)]:
        headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        async with client.http.options("/api/conversations", headers=headers) as preflight:
            assert preflight.status == 204
            given = preflight.headers.get("Access-Control-Allow-Origin")
            assert given == (origin if allowed else None)
        async with client.http.get("/api/hours", headers={"Origin": origin}) as answer:
            given = answer.headers.get("Access-Control-Allow-Origin")
            assert given == (origin if allowed else None)
            assert "Access-Control-Allow-Credentials" not in answer.headers
