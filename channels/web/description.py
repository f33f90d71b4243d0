"""``/api/openapi.json``: the description of the API, kept by hand in openapi.yml and tested."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from ruamel.yaml import YAML


@cache
def description() -> dict[str, Any]:
    """The OpenAPI document."""
    text = Path(__file__).with_name("openapi.yml").read_text("utf-8")
    document: dict[str, Any] = YAML(typ="safe").load(text)
    return document


def routes() -> list[web.RouteDef]:
    """What to mount."""
    body = json.dumps(description(), ensure_ascii=False).encode()

    async def show(_: web.Request) -> web.Response:
        return web.Response(
            body=body, content_type="application/json", headers={"Cache-Control": "max-age=300"}
        )

    return [web.get("/api/openapi.json", show, allow_head=False)]
