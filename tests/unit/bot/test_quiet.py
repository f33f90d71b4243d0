"""What Rasa and its libraries would print."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import warnings
from bot.quiet import hush_rasa
hush_rasa()
warnings.filterwarnings("once", category=DeprecationWarning)  # as Sanic does when it is imported
warnings.warn("an old way", DeprecationWarning)
"""


def test_warnings_stay_silent_when_a_library_asks_for_them_again() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
