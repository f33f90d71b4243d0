"""What a visitor does in the chat, for browser tests."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Download, Error, Frame, Locator, Page, expect

from tests.browser.widget_browser import PATIENCE

PICTURES = Path(os.environ.get("AZIMUT_TEST_PICTURES", "test-output/pictures"))
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")
ASK = {"fr": "Comment passer le jury central ?", "nl": "Hoe werkt de examencommissie?"}


def until(page: Page | Frame, expression: str) -> None:
    """Wait until an expression is true; unlike Playwright's own, this needs no eval in the page."""
    wait_for(page, lambda: bool(page.evaluate(expression)), expression)


def wait_for(page: Page | Frame, true: Callable[[], bool], what: str) -> None:
    """Wait until something is so; the browser goes on meanwhile."""
    end = time.monotonic() + PATIENCE / 1000
    while not true():
        assert time.monotonic() < end, f"never came true: {what}"
        page.wait_for_timeout(30)


def content(download: Download) -> str:
    """The text of a file that was saved."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "saved"
        download.save_as(path)  # the browser may be elsewhere: it gives no path
        return path.read_text("utf-8")


def inside(page: Page) -> Frame:
    """The frame of the chat, which a closed shadow root hides from locators."""
    wait_for(page, lambda: len(page.frames) > 1 and "/widget" in page.frames[1].url, "the chat")
    return page.frames[1]


@dataclass
class Visitor:
    """A visitor in front of the chat: on its own page, or in its frame on another."""

    page: Page
    frame: Page | Frame
    language: str = "fr"
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, page: Page, url: str, language: str = "fr") -> Visitor:
        """Open the chat's own page."""
        visitor = cls(page, page, language)
        visitor.listen()
        page.goto(f"{url}/widget?language={language}")
        visitor.greeted()
        return visitor

    def listen(self) -> None:
        """Remember what the browser complains of, and what it asks of whom."""
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._complaint)
        self.page.on("request", lambda request: self.requests.append(request.url))

    def greeted(self) -> None:
        """The first words are there."""
        expect(self.at_("bot").first).to_be_visible()

    def at_(self, kind: str) -> Locator:
        """Messages of a kind or author."""
        return self.frame.locator(f".message.{kind}")

    def say(self, text: str) -> None:
        """Type and send."""
        self.frame.locator("#write").fill(text)
        self.frame.locator("#write").press("Enter")

    def ask(self, text: str, answer: str = "bot") -> Locator:
        """Say something and wait for one more message of a kind; gives it."""
        before = self.at_(answer).count()
        self.say(text)
        expect(self.at_(answer)).to_have_count(before + 1)
        return self.at_(answer).nth(before)

    def conversation(self) -> str:
        """Its id, once it has begun."""
        until(self.frame, "sessionStorage.azimut && JSON.parse(sessionStorage.azimut).id")
        return str(self.stored()["session"]["id"])

    def show(self, view: str) -> None:
        """Go to a part."""
        self.frame.locator(f"[data-view={view}]").click()

    def menu(self, entry: int) -> None:
        """Open the menu and pick an entry by its place."""
        self.frame.locator("[aria-controls=menu]").click()
        self.frame.locator("#menu button").nth(entry).click()

    def stored(self) -> dict[str, Any]:
        """What the browser keeps."""
        kept: dict[str, Any] = self.frame.evaluate(
            """() => ({session: JSON.parse(sessionStorage.getItem("azimut") || "null"),
                local: {...localStorage}, cookies: document.cookie})"""
        )
        return kept

    def said(self) -> list[str]:
        """What the visitor sees of their own messages."""
        return self.at_("visitor").locator(".words").all_inner_texts()

    def picture(self, name: str) -> None:
        """For people who look at CI's output. No test fails for want of a picture: a browser that
        has nothing new to draw may keep Playwright waiting."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f"widget-{name}.png"
        try:
            self.page.screenshot(path=path, timeout=10_000, animations="disabled")
        except Error as error:
            print(f"no picture {path.name}: {error.message.splitlines()[0]}")

    def _complaint(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)
