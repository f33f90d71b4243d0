"""The knowledge base that is live: whoever holds it sees the newest one."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.model import Article, Knowledge, Topic
from knowledge.organisations import Organisation


class PresentKnowledge(Knowledge):
    """Handed out once, and replaced inside when another knowledge base goes live."""

    _now: Knowledge

    def __init__(self, knowledge: Knowledge) -> None:
        self.replace(knowledge)

    def replace(self, knowledge: Knowledge) -> None:
        """Everybody sees this one from now on."""
        object.__setattr__(self, "_now", knowledge)

    @property
    def articles(self) -> Mapping[str, Article]:
        """The articles by id."""
        return self._now.articles

    @property
    def organisations(self) -> Mapping[str, Organisation]:
        """The organisations by id."""
        return self._now.organisations

    @property
    def topics(self) -> Mapping[str, Topic]:
        """The topics by id."""
        return self._now.topics

    @property
    def digest(self) -> str:
        """Changes with every replacement by something else."""
        return self._now.digest
