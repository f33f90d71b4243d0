"""Libraries that are not read when Rasa is imported for serving."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.engine_imports import UNUSED, unread
from bot.settings import PROJECT

NAME = "library_of_this_test"


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """The stand-ins of a test end with it."""
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] == NAME]:
        del sys.modules[name]


def test_everything_can_be_imported_derived_from_and_called() -> None:
    with unread(frozenset({NAME})):
        inner = importlib.import_module(f"{NAME}.deep.inner")

    class Layer(inner.layers.Layer):  # type: ignore[name-defined, misc]
        size = inner.Variable(3, dtype=inner.float32)

        @inner.function(input_signature=[inner.TensorSpec([None], inner.float32)])  # type: ignore[untyped-decorator]
        def call(self, given: inner.Tensor) -> int:  # type: ignore[name-defined]
            return 1

    assert isinstance(Layer(), Layer)
    assert Layer.size is inner.Tensor[int]


def test_outside_of_the_block_nothing_is_made_up() -> None:
    with unread(frozenset({NAME})):
        importlib.import_module(NAME)
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(f"{NAME}.deep")
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(f"{NAME}_of_another")


def test_a_library_that_was_read_before_stays_what_it_is() -> None:
    with unread(frozenset({"pathlib"})):
        assert importlib.import_module("pathlib").Path is Path


def test_the_engine_reads_none_of_them() -> None:
    """In a process of its own: whatever a test imported before stays imported."""
    code = (
        "import sys, bot.engine\n"
        f"for name in {sorted(UNUSED)!r}:\n"
        "    module = sys.modules.get(name)\n"
        "    assert module is None or module.__spec__.origin is None, name\n"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=PROJECT, check=True)
