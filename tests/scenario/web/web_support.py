"""The web channel on a whole house with a fake engine; every answer is held against openapi.yml."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from jsonschema import Draft202012Validator

from channels.web.description import description
from channels.web.setup import WebOptions, add_web
from knowledge.loader import load_knowledge
from knowledge.model import Knowledge
from knowledge.present import PresentKnowledge
from service.house import House
from service.options import HouseOptions
from tests.support.fake_engine import FakeEngine
from tests.support.house_support import HandClock, make_house

EMBEDDER = "https://school.example"
PUBLIC_URL = "https://azimut.example"


@cache
def knowledge() -> Knowledge:
    """The articles, read once."""
    return load_knowledge()


@dataclass
class Talk:
    """One conversation of a visitor."""

    client: WebClient
    id: str
    token: str
    messages: list[dict[str, Any]]

    @property
    def path(self) -> str:
        """Its address."""
        return f"/api/conversations/{self.id}"

    @property
    def headers(self) -> dict[str, str]:
        """Its token."""
        return {"Authorization": f"Bearer {self.token}"}

    async def say(self, text: str, status: int = 200, **headers: str) -> Any:
        """Say something; gives the JSON of the answer."""
        return await self.post("/messages", {"text": text}, status, **headers)

    async def pick(self, choice: str, status: int = 200) -> Any:
        """Pick a choice."""
        return await self.post("/messages", {"choice": choice}, status)

    async def post(self, path: str, body: Any, status: int = 200, **headers: str) -> Any:
        """Post to the conversation."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.ask(
            "POST", self.path + path, status, json=body, headers=self.headers | named
        )

    async def get(self, path: str = "", status: int = 200) -> Any:
        """Get from the conversation."""
        return await self.client.ask("GET", self.path + path, status, headers=self.headers)


@dataclass
class WebClient:
    """A client that checks status and shape of every answer."""

    http: TestClient[Any, Any]
    house: House
    engine: FakeEngine
    clock: HandClock
    knowledge: PresentKnowledge

    async def start(self, language: str | None = "fr") -> Talk:
        """Begin a conversation."""
        body = await self.ask("POST", "/api/conversations", 201, json={"language": language})
        return Talk(self, body["id"], body["token"], body["messages"])

    async def ask(self, method: str, path: str, status: int = 200, **more: Any) -> Any:
        """A request whose answer must have this status and the described shape."""
        async with self.http.request(method, path, **more) as response:
            assert response.status == status, await response.text()
            return await described(response, method, path)


async def described(response: ClientResponse, method: str, path: str) -> Any:
    """The JSON of an answer, after a look at what openapi.yml says of it."""
    operation = _operation(path.split("?")[0], method.lower())
    answer = operation["responses"].get(str(response.status))
    assert answer is not None, f"{method} {path} {response.status} is not described"
    if "$ref" in answer:
        answer = description()["components"]["responses"][answer["$ref"].split("/")[-1]]
    schema = answer.get("content", {}).get("application/json", {}).get("schema")
    if schema is None:
        return None
    body = await response.json()
    whole = {"components": description()["components"], **schema}
    Draft202012Validator(whole).validate(body)
    return body


def _operation(path: str, method: str) -> dict[str, Any]:
    for template, item in description()["paths"].items():
        pattern = re.sub(r"\{\w+\}", "[^/]+", template)
        if re.fullmatch(pattern, path) and method in item:
            operation: dict[str, Any] = item[method]
            return operation
    raise AssertionError(f"{method} {path} is not described")


@asynccontextmanager
async def web_client(folder: Path, options: HouseOptions | None = None) -> AsyncIterator[WebClient]:
    """The web channel with nothing around it."""
    engine, clock = FakeEngine(), HandClock()
    async with make_house(folder, engine, clock=clock, options=options) as house:
        app = web.Application()
        live = PresentKnowledge(knowledge())
        add_web(app, house, live, WebOptions(PUBLIC_URL, (EMBEDDER,)))
        async with TestClient(TestServer(app)) as http:
            yield WebClient(http, house, engine, clock, live)
