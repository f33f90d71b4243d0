"""Browser tests wait for what they expect, also on a busy machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.async_api import expect as expect_async
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.widget_browser import PATIENCE, running_browser
from tests.browser.widget_support import Site, running_site

expect.set_options(timeout=PATIENCE)
expect_async.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_address(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where Playwright finds the one browser of the session."""
    with running_browser(chromium, tmp_path_factory.mktemp("browser")) as address:
        yield address


@pytest.fixture(scope="module")
def browser(browser_address: str) -> Iterator[Browser]:
    """The browser. Contexts that a test leaves open are closed with its module."""
    with sync_playwright() as playwright:
        connected = playwright.chromium.connect(browser_address, timeout=PATIENCE)
        yield connected
        connected.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with the chat on it."""
    with running_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor's telephone."""
    opened = browser.new_context(viewport={"width": 390, "height": 800}, locale="fr-BE")
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page on it."""
    return context.new_page()
