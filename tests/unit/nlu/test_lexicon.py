"""Words of the domain, and what is the same in other words."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.errors import TrainingDataError
from nlu.lexicon import Lexicon
from tests.unit.nlu.nlu_support import analyser


def concepts(text: str, language: str) -> set[str]:
    return set(analyser().analyse(text, language).concepts)


@pytest.mark.parametrize(
    ("text", "language", "concept"),
    [
        ("je touche des allocations de chomage", "fr", "unemployment"),
        ("CHÔMAGE", "fr", "unemployment"),
        ("kzit aan den dop", "nl", "unemployment"),
        ("stempelgeld", "nl", "unemployment"),
        ("werkloosheidsuitkeringen", "nl", "unemployment"),
        ("prix du minerval à l'unif", "fr", "tuition"),
        ("inschrijvingsgelden", "nl", "tuition"),
        ("ik zoek een formation", "nl", "training"),
        ("je n'ai pas de papiers", "fr", "situation_without_papers"),
        ("ik heb geen verblijfsvergunning", "nl", "situation_without_papers"),
        ("ik zit in een rolstoel", "nl", "situation_disability"),
        ("il m'a confisqué mon passeport", "fr", "alarm_exploitation"),
        ("ik denk aan zelfmoord", "nl", "alarm_crisis"),
        ("infirmière dégoutée", "fr", "name_profession"),
        ("heftruckchauffeur gezocht", "nl", "name_profession"),
        ("ober in Oostenrijk", "nl", "name_country_europe"),
        ("ma fille de 16 ans", "fr", "name_age_minor"),
        ("recette de gaufres", "fr", "name_elsewhere_food"),
    ],
)
def test_forms_name_their_concept(text: str, language: str, concept: str) -> None:
    assert concept in concepts(text, language)


def test_names_count_alone_and_other_concepts_in_pairs() -> None:
    grams = analyser().analyse("infirmière, une formation au chômage ?", "fr").grams["concepts"]
    assert {"name_profession", "training", "unemployment", "training+unemployment"} <= set(grams)
    assert not any("name_" in gram for gram in grams if "+" in gram)


def test_abbreviations_are_written_out() -> None:
    assert analyser().analyse("cmt jsuis inscrit", "fr").words == (
        "comment",
        "je",
        "suis",
        "inscrit",
    )
    assert analyser().analyse("kweet ni", "nl").words == ("ik", "weet", "niet")


def test_a_broken_lexicon_is_told(tmp_path: Path) -> None:
    (tmp_path / "broken.yml").write_text("concept: {fr: [a\n", encoding="utf-8")
    with pytest.raises(TrainingDataError, match=r"broken\.yml:"):
        Lexicon.load(tmp_path)
    (tmp_path / "broken.yml").write_text("concept: word\n", encoding="utf-8")
    with pytest.raises(TrainingDataError, match="maps concepts to forms"):
        Lexicon.load(tmp_path)
