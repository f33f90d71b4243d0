"""Long texts: nothing lost, nothing too long, cut where it reads well."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from channels.writing.length import graphemes, shortened, units
from channels.writing.split import split

WORDS = st.lists(
    st.sampled_from(
        ["ab", "é", "👩‍👩‍👧", "x" * 30, "fin.", "\n", "\n\n", "«oui»", "https://a.be/b?c=d"]
    ),
    max_size=120,
).map(" ".join)


@given(st.one_of(WORDS, st.text(max_size=300)), st.integers(20, 80), st.integers(20, 80))
def test_pieces_fit_and_lose_only_white_space(text: str, limit: int, last: int) -> None:
    pieces = split(text, limit, min(last, limit))
    assert all(0 < units(piece) <= limit for piece in pieces)
    assert not pieces or units(pieces[-1]) <= last
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_short_text_stays_whole() -> None:
    assert split("  Bonjour. Oui. ", 20) == ["Bonjour. Oui."]


def test_it_is_cut_between_paragraphs_first() -> None:
    text = "Une phrase. Une autre.\n\nEncore une."
    assert split(text, 30) == ["Une phrase. Une autre.", "Encore une."]


def test_else_after_a_sentence_and_else_between_words() -> None:
    assert split("Il dit « oui ». Puis il part loin.", 22) == [
        "Il dit « oui ».",
        "Puis il part loin.",
    ]
    assert split("quatre mots sans point", 12) == ["quatre mots", "sans point"]


def test_the_last_piece_may_be_shorter_than_the_others() -> None:
    text = "a" * 10 + "\n\n" + "b" * 10 + "\n\n" + "c" * 10
    assert split(text, 100, 12) == ["a" * 10 + "\n\n" + "b" * 10, "c" * 10]


def test_a_character_as_a_reader_sees_it_is_never_cut() -> None:
    family = "👩‍👩‍👧"
    pieces = split(family * 9, 20)
    assert all(set(graphemes(piece)) == {family} for piece in pieces)


def test_emoji_count_twice() -> None:
    assert units("a👍") == 3
    assert units(shortened("👍" * 20, 20)) <= 20


@given(st.text(max_size=60), st.integers(2, 30))
def test_shortened_texts_fit(text: str, limit: int) -> None:
    assert units(shortened(text, limit)) <= max(limit, 1)
