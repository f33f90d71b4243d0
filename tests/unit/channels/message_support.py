"""Messages of the house, for rendering."""

from __future__ import annotations

from datetime import datetime, timezone

from hypothesis import strategies as st

from service.types import ArticleCard
from service.views import ChoiceView, MessageView

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)


def message(
    text: str,
    *labels: str,
    article: ArticleCard | None = None,
    near: tuple[str, ...] = (),
    short: str = "",
    seq: int = 1,
) -> MessageView:
    """A bubble of the bot with choices, and near subjects after them, all with this short label."""
    choices = tuple(
        ChoiceView(f"choice-{seq}-{number:04d}", label, short, number >= len(labels))
        for number, label in enumerate((*labels, *near))
    )
    return MessageView(seq, "text", "bot", "fr", text, NOW, choices, article)


def card(sources: int = 2) -> ArticleCard:
    """What stands beside an answer."""
    return ArticleCard(
        id="studies/x",
        title="Titre",
        sources=tuple(
            {"title": f"Source {n}", "url": f"https://example.org/{n}", "date": "2026-01-01"}
            for n in range(sources)
        ),
        written="2026-11-20",
        reviewed=None,
        easy="",
        aspects=(),
        related=(),
    )


TEXT = st.text("aé \n*_-[](). 1#>👍\u0301\u200d", max_size=200)
LABEL = st.text("abcdé '👍.-1", min_size=1, max_size=90)


@st.composite
def messages(draw: st.DrawFn) -> list[MessageView]:
    """What one turn may say: any texts, repeated to any length, with any choices."""
    found = []
    for seq in range(1, draw(st.integers(1, 3)) + 1):
        text = draw(TEXT) * draw(st.sampled_from([1, 1, 1, 60]))
        labels = draw(st.lists(LABEL.filter(str.strip), max_size=16))
        near = tuple(draw(st.lists(LABEL.filter(str.strip), max_size=4)))
        article = card(draw(st.integers(0, 6))) if draw(st.booleans()) else None
        short = draw(st.sampled_from(["", "Minerval", "Passerelles et diplômes"]))
        found.append(message(text, *labels, article=article, near=near, short=short, seq=seq))
    return found
