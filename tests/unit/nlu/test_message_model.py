"""The model in which acts and articles compete."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlu.message_model import MessageModel
from tests.unit.nlu.nlu_support import analyser, small_model


def act_of(text: str, language: str) -> str:
    model = small_model()
    acts = model.acts(model.scores(model.row(analyser().analyse(text, language))))
    return max(acts, key=lambda act: acts[act])


def first_article(text: str, language: str) -> str:
    model = small_model()
    analysis = analyser().analyse(text, language)
    return model.rank(model.scores(model.row(analysis)), analysis)[0][0]


@pytest.mark.parametrize(
    ("text", "language", "act"),
    [
        ("bonsoir !", "fr", "greet"),
        ("goeiedag", "nl", "greet"),
        ("je voudrais une vraie personne", "fr", "hand_over"),
        ("mag ik een adviseur spreken aub", "nl", "hand_over"),
        ("c'est combien le minerval", "fr", "ask"),
        ("raconte encore une blague", "fr", "out_of_scope"),
    ],
)
def test_acts_are_told_apart(text: str, language: str, act: str) -> None:
    assert act_of(text, language) == act


@pytest.mark.parametrize(
    ("text", "language", "article"),
    [
        ("cb coute le minervale", "fr", "studies/tuition-fees"),
        ("hoeveel uur mag ik werken als jobstudent", "nl", "employment/student-job"),
        ("NEERLANDAIS COURS", "fr", "training/learn-dutch"),
    ],
)
def test_typos_capitals_and_synonyms_do_not_matter(text: str, language: str, article: str) -> None:
    assert first_article(text, language) == article


def test_probabilities_are_probabilities() -> None:
    model = small_model()
    analysis = analyser().analyse("frais d'inscription", "fr")
    scores = model.scores(model.row(analysis))
    for chances in (model.acts(scores), model.kinds(scores)):
        assert np.isclose(sum(chances.values()), 1, atol=1e-4)
    ranking = model.rank(scores, analysis)
    assert all(0 <= chance <= 1 for _, chance in ranking)
    assert [c for _, c in ranking] == sorted((c for _, c in ranking), reverse=True)


def test_what_was_saved_understands_alike(tmp_path: Path) -> None:
    model = small_model()
    model.save(tmp_path)
    loaded = MessageModel.load(tmp_path)
    analysis = analyser().analyse("studentenjob", "nl")
    first, second = model.scores(model.row(analysis)), loaded.scores(loaded.row(analysis))
    assert np.allclose(first, second, atol=0.01)
    assert loaded.decision.of(first) == pytest.approx(model.decision.of(first))
    assert loaded.thresholds == model.thresholds
    assert loaded.vocabulary == model.vocabulary


def test_training_twice_gives_the_same() -> None:
    small_model.cache_clear()
    first = small_model()
    small_model.cache_clear()
    second = small_model()
    assert np.array_equal(first.classifier.weights, second.classifier.weights)
