"""What the components put on a message."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.acts import ActClassifier
from nlu.articles import ArticleRanker
from nlu.component import AnalysingComponent
from nlu.examples import article_of, examples_of, intent_of, metadata_of
from nlu.facets import FacetClassifier, distress_kind, requested_language, situations
from nlu.fixed_example import FixedExample
from nlu.publics import PublicDecision
from nlu.spelling import Speller
from nlu.tokens import BilingualTokenizer
from tests.unit.nlu.nlu_support import analyser, examples, small_model


@pytest.fixture(scope="module")
def facets() -> FacetClassifier:
    messages = [
        Message.build(
            e.text,
            intent_of(e.article) if e.article else e.act,
            intent_metadata={"language": e.language, **e.facets},
        )
        for e in examples()
    ]
    component = FacetClassifier({}, None, None)
    component.learn(TrainingData(messages))
    return component


def understood(text: str, language: str, facets: FacetClassifier) -> dict[str, Any]:
    acts = ActClassifier({}, None, None)
    acts._model = small_model()
    message = Message({"text": text, "language": {"name": language, "guess": language}})
    for component in (acts, facets, ArticleRanker()):
        component.process([message])
    found: dict[str, Any] = message.as_dict(only_output_properties=True)
    return found


def test_a_question_has_a_ranking_and_a_response(facets: FacetClassifier) -> None:
    found = understood("combien coûte le minerval ?", "fr", facets)
    assert found["intent"]["name"] == "ask"
    ranking = found["articles"]["ranking"]
    assert ranking[0]["id"] == "studies/tuition-fees"
    assert found["facets"]["theme"]["name"] == "studies"
    response = found["response_selector"]["ask"]["response"]
    assert response["intent_response_key"] == "ask/studies__tuition-fees"
    assert found["articles"]["why"], "an answer says which words led to it"


@pytest.mark.parametrize("text", ["", "   ", "🙂🙂", "!!! ..."])
def test_nothing_said_is_nothing_understood(text: str, facets: FacetClassifier) -> None:
    found = understood(text, "fr", facets)
    assert found["intent"]["name"] == "none"
    assert found["articles"]["ranking"] == []


def test_ten_thousand_letters_are_understood(facets: FacetClassifier) -> None:
    assert understood("studentenjob " * 800, "nl", facets)["intent"]["name"]


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("bonjour, le minerval ? et je pense au suicide", "fr", "crisis"),
        ("mijn man heeft mij geslagen en ik zoek een job", "nl", "violence"),
        ("job étudiant mais il a confisqué mon passeport", "fr", "exploitation"),
    ],
)
def test_an_alarm_wins_over_everything(
    text: str, language: str, kind: str, facets: FacetClassifier
) -> None:
    found = understood(text, language, facets)
    assert found["intent"]["name"] == "distress"
    assert found["facets"]["distress"] == kind


def test_situations_come_from_words() -> None:
    concepts = analyser().analyse("ik heb geen papieren en zit in een rolstoel", "nl").concepts
    assert situations(concepts) == ["without_papers", "disability"]


def test_the_language_asked_for_is_the_last_one_named() -> None:
    concepts = analyser().analyse("ik versta geen Frans, in het Nederlands aub", "nl").concepts
    assert requested_language(concepts, "change_language") == "nl"
    assert requested_language(concepts, "ask") is None


def test_the_kind_of_distress_falls_back_on_a_crisis() -> None:
    assert distress_kind((), {}) == "crisis"
    assert distress_kind((), {"distress:child": 0.4, "greet": 0.6}) == "child"


def test_a_subject_tells_the_public_unless_the_words_do() -> None:
    names, rows = ("adults", "unknown"), 40
    publics = ["adults", "unknown"] * (rows // 2)
    articles = ["employment/a" if public == "adults" else "studies/b" for public in publics]
    silent = np.zeros((rows, 2), dtype=np.float32)
    decision = PublicDecision.fit(
        names, silent, publics, articles, [n % 4 // 2 for n in range(rows)]
    )
    assert decision.of(silent[0], [("employment/a", 0.9)])[0] == "adults"
    assert decision.of(silent[0], [("studies/b", 0.9)])[0] == "unknown"
    sure = decision.of(silent[0], [("employment/a", 0.9)])[1]
    assert decision.of(silent[0], [("employment/a", 0.4)])[1] < sure


def test_tokens_carry_stems_and_places() -> None:
    message = Message({"text": "Mes études, svp", "language": {"guess": "fr"}})
    BilingualTokenizer(BilingualTokenizer.get_default_config()).process([message])
    tokens = message.get("text_tokens")
    assert [token.text for token in tokens] == ["Mes", "études", "svp"]
    assert tokens[1].lemma == "etud"
    assert tokens[1].start == 4


def test_names_of_articles_survive_rasa() -> None:
    assert article_of(intent_of("center/what-is-it")) == "center/what-is-it"
    assert intent_of("center/what-is-it").count("/") == 1


def test_metadata_is_read_alike_in_training_and_at_run_time() -> None:
    trained = Message.build("bonjour", "greet", intent_metadata={"language": "fr"})
    assert metadata_of(trained)["language"] == "fr"
    assert metadata_of(Message({"metadata": {"language": "nl"}}))["language"] == "nl"
    assert metadata_of(Message({})) == {}
    assert examples_of(TrainingData([trained]))[0].language == "fr"


@pytest.mark.parametrize(
    ("text", "clear", "language"),
    [("cours", False, "fr"), ("cours", True, "other"), ("merhaba", False, "other")],
)
def test_a_few_words_of_ours_are_in_our_language(text: str, clear: bool, language: str) -> None:
    acts = ActClassifier({}, None, None)
    acts._model = small_model()
    acts.analyser.speller = Speller({"fr": {"cours": 2}}, {"fr": []})
    message = Message({"text": text, "language": {"name": "other", "guess": "fr", "clear": clear}})
    acts.process([message])
    assert message.get("language")["name"] == language


def test_the_fingerprint_follows_words_and_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nlu.component.FOLDER", tmp_path)
    found = []
    for word in ("un", "deux", "deux"):
        (tmp_path / "a.yml").write_text(f"concept: {{fr: [{word}]}}\n", encoding="utf-8")
        found.append(AnalysingComponent.fingerprint_addon({}))
    assert found[0] != found[1] == found[2]


def test_a_copied_example_can_be_changed_apart() -> None:
    message = Message.build("bonjour", "greet", intent_metadata={"language": "fr"})
    example = FixedExample.of(message)
    twin = copy.deepcopy(example)
    assert twin == example == message and twin is not example
    twin.set("intent", "bye")
    assert example.get("intent") == "greet"
    assert twin != example and twin.fingerprint() != message.fingerprint()
    twin.set("intent", "greet")
    assert twin == example


def test_examples_are_cut_only_where_a_component_learns_from_tokens() -> None:
    data = TrainingData([Message.build("goede middag", "greet")])
    defaults = BilingualTokenizer.get_default_config()
    BilingualTokenizer({**defaults, "in_training": False}).process_training_data(data)
    assert data.training_examples[0].get("text_tokens") is None
    BilingualTokenizer(defaults).process_training_data(data)
    assert [token.text for token in data.training_examples[0].get("text_tokens")] == [
        "goede",
        "middag",
    ]
