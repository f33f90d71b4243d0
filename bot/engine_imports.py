"""Stand-ins for libraries that Rasa imports and our pipeline never calls.

To import Rasa is to import TensorFlow and the SDK of every chat platform, whatever the model
needs: two thirds of the modules, half of the time until the engine can answer, and half of its
memory. Our components are linear models; with these stand-ins Rasa finds names to import and
classes to derive from, and the real libraries stay unread, or need not be installed at all.
Calling one of them gives nothing, so a pipeline with a neural component would not work in this
process: `rasa train` and Rasa's other commands use the real ones.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

NETWORKS = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "keras", "h5py")
PLATFORMS = (  # our own channels serve them, without these SDKs
    "aiogram", "fbmessenger", "mattermostwrapper", "rocketchat_API", "slack_sdk", "twilio",
    "webexteamssdk",
)  # fmt: skip
STORES = ("boto3", "botocore", "pymongo")
UNUSED = frozenset((*NETWORKS, *PLATFORMS, *STORES))


class _Names(type):
    """A class whose every attribute is that class again."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):  # what Python itself asks for has its usual answer
            raise AttributeError(name)
        return Nothing

    def __getitem__(cls, _: object) -> Any:
        return cls

    def __call__(cls, *given: Any, **named: Any) -> Any:
        return Nothing if cls is Nothing else super().__call__(*given, **named)


class Nothing(metaclass=_Names):
    """Stands for any class, function, decorator or constant."""


class _StandIn(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing


class _Finder(MetaPathFinder, Loader):
    def __init__(self, unused: frozenset[str]) -> None:
        self._unused = unused

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Ours are packages, since anything may be imported from within."""
        if fullname.partition(".")[0] not in self._unused:
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """A module that has every name."""
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""


@contextmanager
def unread(unused: frozenset[str] = UNUSED) -> Iterator[None]:
    """Within, what is imported for the first time from these libraries is a stand-in."""
    finder = _Finder(unused - set(sys.modules))
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
