"""What a visitor does in the chat, for browser tests."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Frame, Locator, Page, expect, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PICTURES = Path(os.environ.get("AZIMUT_TEST_PICTURES", "test-output/pictures"))
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")
ASK = {"fr": "Comment passer le jury central ?", "nl": "Hoe werkt de examencommissie?"}


@contextmanager
def running_browser(chromium: str) -> Iterator[Browser]:
    """Debian's chromium without a window."""
    expect.set_options(timeout=15_000)  # a busy machine is no failure
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


def until(page: Page | Frame, expression: str) -> None:
    """Wait until an expression is true; unlike Playwright's own, this needs no eval in the page."""
    for _ in range(1200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {expression}")


def inside(page: Page) -> Frame:
    """The frame of the chat, which a closed shadow root hides from locators."""
    for _ in range(1200):
        if len(page.frames) > 1 and "/widget" in page.frames[1].url:
            return page.frames[1]
        page.wait_for_timeout(50)
    raise AssertionError("no chat")


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
        expect(self.at_("bot").first).to_be_visible(timeout=20_000)

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
        expect(self.at_(answer)).to_have_count(before + 1, timeout=15_000)
        return self.at_(answer).nth(before)

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
        """For people who look at CI's output."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"widget-{name}.png")

    def _complaint(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)
