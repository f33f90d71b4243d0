"""Browser tests wait for what they expect, also on a busy machine."""

from __future__ import annotations

from playwright.async_api import expect

expect.set_options(timeout=20_000)
