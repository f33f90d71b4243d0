"""The language of a message, with the conversation's as a prior. The model here is told, not
trained: what is tested is what is made of its probabilities."""

from __future__ import annotations

import pytest

from nlu.language import LanguageIdentifier, identify
from nlu.language_data import clean, is_latin, word_lists


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


def test_a_first_word_of_many_languages_is_french_or_dutch() -> None:
    assert identify(Told(0.2, 0.1), "allo", None)["name"] == "fr"  # type: ignore[arg-type]
    assert identify(Told(0.005, 0.005), "merhaba", None)["name"] == "other"  # type: ignore[arg-type]


def test_a_third_language_still_has_a_guess() -> None:
    found = identify(Told(0.03, 0.02), "I am looking for a job", None)  # type: ignore[arg-type]
    assert found["name"] == "other"
    assert found["guess"] == "fr"


def test_cleaning_keeps_letters_only() -> None:
    assert clean("Où est-ce ? 12h30, L’unif!\nOK") == "où est ce h l'unif ok"


def test_other_letters_are_told_from_latin_ones() -> None:
    assert is_latin("œuvre") and is_latin("ça") and is_latin("żółć") and is_latin("salam3")
    assert not is_latin("работа") and not is_latin("عمل")


def test_our_own_words_and_words_without_accents_are_listed() -> None:
    lists = word_lists([("fr", "le chèque-formation Zwartbergix"), ("nl", "loopbaancheque")])
    assert lists["fr"]["zwartbergix"] > 0
    assert lists["fr"]["cheque"] > 0
    assert lists["fr"]["ecole"] < lists["fr"]["école"]


def test_a_change_of_the_model_is_seen_by_rasa() -> None:
    assert LanguageIdentifier.fingerprint_addon({})
