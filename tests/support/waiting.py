"""Waiting for something that will come, on a machine of any speed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

PATIENCE = 60.0  # seconds: only a test that fails waits so long
Found = TypeVar("Found")


async def until(look: Callable[[], Awaitable[Found]], pause: float = 0.02) -> Found:
    """What ``look`` finds, as soon as it is truthy. Raises AssertionError when it never is."""
    ends = time.monotonic() + PATIENCE
    while not (found := await look()):
        assert time.monotonic() < ends, f"nothing came within {PATIENCE:.0f} s"
        await asyncio.sleep(pause)
    return found
