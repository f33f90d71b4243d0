"""All of this folder is long: it runs with `make test-faults`, a short form of it in CI."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.scenario.service.conftest import postgres

__all__ = ["postgres"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("faults")


@pytest.fixture(autouse=True)
def seed() -> None:
    """The same moments each time, as far as the machine allows."""
    random.seed(20261123)
