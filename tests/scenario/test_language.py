"""The language of what visitors write, as the trained model has it."""

from __future__ import annotations

import tarfile
from pathlib import Path
from typing import Any

import pytest

from nlu.language import identify
from nlu.language_model import LanguageModel
from tests.support.trained import trained_model

FRENCH = [
    "je cherche une formation d'électricien",
    "JE CHERCHE DU TRAVAIL",
    "j ai ete licencie que dois je faire",
    "jsp quoi faire apres mes etudes",
    "slt jveu trouver 1 taf",
    "j'ai septante ans et ma fille nonante de moyenne",
    "c'est où l'athénée pour mon gsm",
    "je cherche une opleiding de soudeur",
]
DUTCH = [
    "ik zoek een opleiding tot lasser",
    "IK ZOEK WERK IN BRUSSEL",
    "kweet ni wa ik moet doen na mijn school",
    "ge moet da efkes uitleggen aub",
    "ik ben op den dop en zoek een goesting",
    "kheb egt gn idee wa k wil studeren",
    "ik zoek een formation",
    "waar kan ik een stage doen bij Actiris",
]
OTHER = [
    "I am looking for a job in Brussels",
    "busco trabajo en bruselas",
    "szukam pracy jako spawacz",
    "iş arıyorum",
    "caut un loc de munca",
    "procuro um emprego",
    "cerco un lavoro",
    "ich suche eine ausbildung",
    "ابحث عن عمل",
    "шукаю роботу",
    "търся работа",
]
WORDS = {
    "fr": ["allo", "bonjour", "salut", "merci", "coucou", "oui", "bjr", "formation", "chomage"],
    "nl": ["hallo", "hoi", "dag", "daag", "bedankt", "ja", "neen", "opleiding", "werkloos"],
}
REQUESTS = {"nl": "in het Nederlands aub", "fr": "en français svp"}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> LanguageModel:
    folder = tmp_path_factory.mktemp("language")
    with tarfile.open(trained_model()) as archive:
        for member in archive.getmembers():
            if "LanguageIdentifier" in member.name and member.isfile():
                member.name = Path(member.name).name
                archive.extract(member, folder)
    return LanguageModel.load(folder)


def language(model: LanguageModel, text: str, prior: str | None) -> Any:
    return identify(model, text, prior)["name"]


@pytest.mark.parametrize("prior", [None, "fr", "nl"])
@pytest.mark.parametrize(
    ("text", "wanted"),
    [*((t, "fr") for t in FRENCH), *((t, "nl") for t in DUTCH), *((t, "other") for t in OTHER)],
)
def test_a_clear_message_has_its_language_in_any_conversation(
    model: LanguageModel, text: str, wanted: str, prior: str | None
) -> None:
    assert language(model, text, prior) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"), [(word, name) for name, words in WORDS.items() for word in words]
)
def test_one_word_opens_a_conversation_in_its_language(
    model: LanguageModel, text: str, wanted: str
) -> None:
    assert language(model, text, None) == wanted
    assert language(model, text, wanted) == wanted


@pytest.mark.parametrize("prior", ["fr", "nl"])
@pytest.mark.parametrize(
    "text", ["ok", "OK!", "stage", "job", "Actiris", "Fatima", "Yassine", "De Smet", "info", "cv"]
)
def test_words_of_both_and_names_never_switch(model: LanguageModel, text: str, prior: str) -> None:
    assert language(model, text, prior) == prior


@pytest.mark.parametrize("wanted", ["fr", "nl"])
def test_a_request_for_the_other_language_switches(model: LanguageModel, wanted: str) -> None:
    prior = "fr" if wanted == "nl" else "nl"
    assert language(model, REQUESTS[wanted], prior) == wanted
