"""The finest kinds of messages: what the act classifier tells apart before it names the act.

"Out of scope" is weather, taxes, housing ...; "ask" is seven themes. Each kind alone is easier to
learn than their sum, and none is drowned by the thousands of phrasings of the articles.
"""

from __future__ import annotations

from nlu.examples import ASK, Example

SEPARATOR = ":"
_DETAIL = {"out_of_scope": "topic", "distress": "distress", "follow_up": "aspect"}


def kind_of(example: Example) -> str:
    """The kind of an example, "act" or "act:detail"."""
    if example.article:
        return f"{ASK}{SEPARATOR}{example.article.partition('/')[0]}"
    detail = example.facets.get(_DETAIL.get(example.act, ""))
    return f"{example.act}{SEPARATOR}{detail}" if detail else example.act


def act_of(kind: str) -> str:
    """The act of a kind."""
    return kind.partition(SEPARATOR)[0]


def detail_of(kind: str) -> str | None:
    """What a kind says beyond its act."""
    return kind.partition(SEPARATOR)[2] or None
