"""Fixtures that all tiers share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.trained import trained_model

REQUIRE = os.environ.get("AZIMUT_TEST_REQUIRE", "")
PROJECT = Path(__file__).resolve().parent.parent

settings.register_profile(
    "ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci")

for name in [key for key in os.environ if key.startswith("AZIMUT_") and "_TEST_" not in key]:
    del os.environ[name]  # the operator's settings are not the tests'


def missing(what: str, package: str) -> None:
    """Skip with one line that names the package; in CI such a skip is a failure."""
    text = f"{what} is missing: install {package}"
    if REQUIRE == "all":
        pytest.fail(text)
    pytest.skip(text)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Debian's chromium."""
    for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser"):
        if Path(path).exists():
            return path
    missing("Chromium", "the Debian package chromium")
    raise AssertionError


@pytest.fixture(scope="session")
def model() -> Path:
    """The trained model of this checkout."""
    return trained_model()
