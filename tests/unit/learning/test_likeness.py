"""Questions that ask alike come together."""

from __future__ import annotations

from service.learning.likeness import groups

JURY = (
    "comment passer le jury central",
    "je veux passer le jury central svp",
    "le jury central comment je passe ?",
)
CRANE = ("hoe word ik kraanmachinist", "ik wil kraanmachinist worden")
ALONE = "faut-il un permis pour une trottinette"


def test_alike_together_and_the_largest_group_first() -> None:
    texts = [CRANE[0], JURY[0], ALONE, JURY[1], CRANE[1], JURY[2]]
    assert groups(texts) == [[1, 3, 5], [0, 4], [2]]


def test_accents_and_capitals_do_not_matter() -> None:
    assert groups(["où étudier l'électricité", "OU ETUDIER L'ELECTRICITE"]) == [[0, 1]]


def test_few_and_odd_texts() -> None:
    assert groups([]) == []
    assert groups(["x"]) == [[0]]
    assert sorted(place for group in groups(["???", "!!"]) for place in group) == [0, 1]
    assert len(groups(["same question"] * 5)) == 1
