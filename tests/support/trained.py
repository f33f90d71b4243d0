"""The trained model of this checkout, for tests: trained once, kept in var/test/models.

``make test`` runs this first (``python -m tests.support.trained``), so that its progress shows.
"""

from __future__ import annotations

import os
from pathlib import Path

from bot.training import ensure_model

PROJECT = Path(__file__).resolve().parents[2]


def trained_model() -> Path:
    """The model's file. AZIMUT_TEST_MODEL names another one, for experiments."""
    given = os.environ.get("AZIMUT_TEST_MODEL")
    if given:
        return Path(given)
    return ensure_model(PROJECT / "var" / "test" / "models", lambda text: print(text, flush=True))


if __name__ == "__main__":
    print(trained_model())
