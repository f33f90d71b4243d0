"""The model that ranks articles for a question and knows how sure it is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlu.analysis import Analysis
from nlu.classifier import TextClassifier, held_out_scores, softmax
from nlu.confidence import Confidence, Evidence
from nlu.decision import OFFERED, Outcome, Thresholds, cheapest
from nlu.examples import ASK, Example
from nlu.folds import LEARNED, unseen_folds
from nlu.kinds import kind_of

RANKED = 10
NO_ARTICLE = "-"
"""First letter of the labels that are no article: what other messages are about."""

OUT_OF_SCOPE = "out_of_scope"
STRANGERS = 0.2
"""Out-of-scope questions that reach the ranking, for one that an article answers (assumed)."""

Ranking = list[tuple[str, float]]


@dataclass
class ArticleModel:
    """Articles for a question, with calibrated probabilities."""

    classifier: TextClassifier
    confidence: Confidence
    thresholds: Thresholds
    vocabulary: frozenset[str]

    @classmethod
    def fit(cls, examples: Sequence[Example], analyses: Sequence[Analysis]) -> ArticleModel:
        """Learn from phrasings and other messages; measure confidence on held-out ones."""
        labels = [label_of(example) for example in examples]
        folds = unseen_folds(examples)
        judged = [place for place, fold in enumerate(folds) if fold != LEARNED]
        scores = held_out_scores(analyses, labels, folds=folds)[judged]
        classifier = TextClassifier.fit(analyses, labels)
        classifier.calibrate(scores, [labels[i] for i in judged])
        learned = [analysis for analysis, fold in zip(analyses, folds) if fold == LEARNED]
        vocabulary = frozenset(stem for analysis in learned for stem in analysis.stems)
        model = cls(classifier, Confidence((0.0,) * 6, 0.0), Thresholds(), vocabulary)
        met = [n for n, i in enumerate(judged) if examples[i].act in (ASK, OUT_OF_SCOPE)]
        model._measure(
            scores[met], [analyses[judged[n]] for n in met], [labels[judged[n]] for n in met]
        )
        return model

    def rank(self, analysis: Analysis) -> Ranking:
        """The likeliest articles; their probabilities leave room for none of them."""
        return self._with_confidence(self.classifier.probabilities(analysis), analysis)[:RANKED]

    def themes(self, ranking: Ranking) -> dict[str, float]:
        """Probabilities of themes, as the sums over a ranking."""
        sums: dict[str, float] = {}
        for article, chance in ranking:
            theme = article.partition("/")[0]
            sums[theme] = sums.get(theme, 0.0) + chance
        return sums

    def _measure(
        self,
        scores: npt.NDArray[np.float32],
        analyses: Sequence[Analysis],
        labels: Sequence[str],
    ) -> None:
        chances = softmax(scores * np.float32(self.classifier.temperature))
        raw = [self._sorted(row) for row in chances]
        evidence = [self._evidence(r, row, a) for r, row, a in zip(raw, chances, analyses)]
        right = [ranking[0][0] == label for ranking, label in zip(raw, labels)]
        importance = _importance(labels)
        self.confidence = Confidence.fit(evidence, right, importance)
        rankings = [self._with_confidence(row, a) for row, a in zip(chances, analyses)]
        self.thresholds = cheapest(
            [_outcome(*facts) for facts in zip(rankings, labels, importance)]
        )

    def _with_confidence(self, chances: npt.NDArray[np.float32], analysis: Analysis) -> Ranking:
        """The ranking with the first article's probability measured, the others' in proportion."""
        ranking = self._sorted(chances)
        first = self.confidence.of(self._evidence(ranking, chances, analysis))
        others = sum(chance for _, chance in ranking[1:])
        missing = 1 - sum(chance for _, chance in ranking)
        share = (1 - first) / max(1e-9, others + missing)
        return [(ranking[0][0], first)] + [(a, min(first, c * share)) for a, c in ranking[1:]]

    def _sorted(self, chances: npt.NDArray[np.float32]) -> Ranking:
        order = np.argsort(-chances, kind="stable")
        labels = self.classifier.labels
        return [(labels[i], float(chances[i])) for i in order if labels[i][0] != NO_ARTICLE]

    def _evidence(
        self, ranking: Ranking, chances: npt.NDArray[np.float32], analysis: Analysis
    ) -> Evidence:
        stems = analysis.stems or ("",)
        known = sum(stem in self.vocabulary for stem in stems) / len(stems)
        asked = sum(chance for _, chance in ranking)
        return Evidence(tuple(c for _, c in ranking[:3]), asked, known, len(stems))

    def save(self, folder: Path) -> None:
        """Write the model."""
        self.classifier.save(folder / "articles")
        facts = {
            "confidence": asdict(self.confidence),
            "thresholds": asdict(self.thresholds),
            "vocabulary": sorted(self.vocabulary),
        }
        text = json.dumps(facts, ensure_ascii=False)
        (folder / "articles.json").write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> ArticleModel:
        """Read what `save` wrote."""
        facts: Mapping[str, dict[str, object]] = json.loads(
            (folder / "articles.json").read_text(encoding="utf-8")
        )
        return cls(
            TextClassifier.load(folder / "articles"),
            Confidence(**facts["confidence"]),  # type: ignore[arg-type]
            Thresholds(**facts["thresholds"]),  # type: ignore[arg-type]
            frozenset(facts["vocabulary"]),
        )


def label_of(example: Example) -> str:
    """The article of an example; for other messages, what they are about."""
    return example.article or NO_ARTICLE + kind_of(example)


def _importance(labels: Sequence[str]) -> list[float]:
    """Questions that no article answers count as many as visitors are expected to ask."""
    strangers = sum(label[0] == NO_ARTICLE for label in labels)
    questions = len(labels) - strangers
    share = STRANGERS * questions / max(1, strangers)
    return [share if label[0] == NO_ARTICLE else 1.0 for label in labels]


def _outcome(ranking: Ranking, label: str, importance: float) -> Outcome:
    offered = ranking[:OFFERED]
    return Outcome(
        first=ranking[0][1],
        offered=sum(chance for _, chance in offered),
        first_right=ranking[0][0] == label,
        offered_right=any(article == label for article, _ in offered),
        known=label[0] != NO_ARTICLE,
        importance=importance,
    )
