"""The language of a message, with the conversation's as a prior. The model here is told, not
trained: what is tested is what is made of its probabilities."""

from __future__ import annotations

import pytest

from nlu.language import identify
from nlu.language_data import clean
from nlu.language_words import combine


class Told:
    """A language model that says what it is told."""

    def __init__(self, french: float, dutch: float) -> None:
        self._chances = {"fr": french, "nl": dutch, "other": 1 - french - dutch}

    def chances(self, text: str) -> dict[str, float]:
        return self._chances if clean(text) else dict.fromkeys(self._chances, 1 / 3)


@pytest.mark.parametrize("text", ["ok", "stage", "job", "Actiris", "Fatima", "123", "🙂", ""])
@pytest.mark.parametrize("prior", ["fr", "nl"])
def test_a_short_message_never_switches(text: str, prior: str) -> None:
    found = identify(Told(0.55, 0.40), text, prior)  # type: ignore[arg-type]
    assert found["name"] == prior
    assert not found["clear"]


def test_a_clear_sentence_switches_at_once() -> None:
    found = identify(Told(0.01, 0.98), "ik zoek een opleiding in Brussel", "fr")  # type: ignore[arg-type]
    assert found["name"] == "nl"
    assert found["clear"]


def test_without_a_conversation_the_likelier_language_is_taken() -> None:
    assert identify(Told(0.6, 0.3), "formation", None)["name"] == "fr"  # type: ignore[arg-type]


def test_a_third_language_still_has_a_guess() -> None:
    found = identify(Told(0.03, 0.02), "I am looking for a job", None)  # type: ignore[arg-type]
    assert found["name"] == "other"
    assert found["guess"] == "fr"


def test_cleaning_keeps_letters_only() -> None:
    assert clean("Où est-ce ? 12h30, L’unif!\nOK") == "où est ce h l'unif ok"


def test_both_kinds_of_evidence_count() -> None:
    subwords = (0.34, 0.33, 0.33)
    french, dutch, other = combine(subwords, (2.0, -1.0, -1.0), (0.0, 0.0, 0.0))
    assert french > dutch
    assert french + dutch + other == pytest.approx(1)
