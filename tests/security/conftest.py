"""One running application a test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from service import passwords
from tests.security.stage import Stage, stage


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> Iterator[None]:
    """The same hash with little work: its cost is the library's own affair."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        )
        yield


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Stage]:
    """The application, running."""
    async with stage(tmp_path) as running:
        yield running
