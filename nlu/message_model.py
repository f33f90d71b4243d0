"""One model for what a message does and what it asks: acts and articles compete directly.

Its labels are the articles and, marked as no article, the kinds of all other messages. "Weather"
then competes with every article, and no act is drowned by the thousands of phrasings.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from nlu.act_decision import ActDecision
from nlu.analysis import Analysis
from nlu.classifier import Array, TextClassifier, held_out_scores, softmax
from nlu.confidence import Confidence, Evidence
from nlu.decision import OFFERED, Outcome, Thresholds, cheapest
from nlu.examples import ASK, Example
from nlu.folds import LEARNED, unseen_folds
from nlu.kinds import act_of, kind_of

RANKED = 10
NO_ARTICLE = "-"
"""First letter of the labels that are no article: what other messages are about."""
OUT_OF_SCOPE = "out_of_scope"
STRANGERS = 0.2
"""Out-of-scope messages taken for questions, for one that an article answers (assumed)."""
DISTRESS = "distress"
FALSE_ALARMS = 0.01
"""Share of other held-out messages that may be taken for distress: recall comes first."""
HIGHEST_THRESHOLD, LOWEST_THRESHOLD = 0.5, 0.08

Ranking = list[tuple[str, float]]


@dataclass
class MessageModel:
    """Kinds and articles of a message, with calibrated probabilities."""

    classifier: TextClassifier
    confidence: Confidence
    thresholds: Thresholds
    vocabulary: frozenset[str]
    decision: ActDecision
    distress_from: float = HIGHEST_THRESHOLD

    @classmethod
    def fit(cls, examples: Sequence[Example], analyses: Sequence[Analysis]) -> MessageModel:
        """Learn from all examples; measure confidence on those that were held out."""
        labels = [label_of(example) for example in examples]
        folds = unseen_folds(examples)
        judged = [place for place, fold in enumerate(folds) if fold != LEARNED]
        scores = held_out_scores(analyses, labels, folds=folds)[judged]
        classifier = TextClassifier.fit(analyses, labels)
        classifier.calibrate(scores, [labels[i] for i in judged])
        learned = [a for a, fold in zip(analyses, folds, strict=True) if fold == LEARNED]
        vocabulary = frozenset(stem for analysis in learned for stem in analysis.stems)
        decision = ActDecision.fit(
            [act_of(_kind(label)) for label in classifier.labels],
            scores,
            [examples[i].act for i in judged],
        )
        model = cls(classifier, Confidence((0.0,) * 6, 0.0), Thresholds(), vocabulary, decision)
        model._measure(scores, [analyses[i] for i in judged], [examples[i] for i in judged])
        return model

    def scores(self, analysis: Analysis) -> Array:
        """The raw score of each label, from which everything else is made."""
        return self.classifier.scores(self.classifier.vectoriser.row(analysis))

    def acts(self, scores: Array) -> dict[str, float]:
        """Probabilities of acts."""
        return self.decision.of(scores)

    def kinds(self, scores: Array) -> dict[str, float]:
        """Weight of each kind, for a choice within an act; articles of a theme are summed."""
        chances = self._chances(scores)
        sums: dict[str, float] = defaultdict(float)
        for label, chance in zip(self.classifier.labels, chances.tolist(), strict=True):
            sums[_kind(label)] += chance
        return dict(sums)

    def rank(self, scores: Array, analysis: Analysis) -> Ranking:
        """The likeliest articles: the first with its measured probability, others in proportion."""
        ranking = self._sorted(scores)
        if not ranking:
            return []
        first = self.confidence.of(self._evidence(ranking, scores, analysis))
        share = (1 - first) / max(1e-9, 1 - ranking[0][1])
        others = [(article, min(first, chance * share)) for article, chance in ranking[1:RANKED]]
        return [(ranking[0][0], first), *others]

    def _measure(
        self, scores: Array, analyses: Sequence[Analysis], examples: Sequence[Example]
    ) -> None:
        self.distress_from = self._distress_threshold(scores, examples)
        met = [i for i, e in enumerate(examples) if e.act in (ASK, OUT_OF_SCOPE)]
        labels = [label_of(examples[i]) for i in met]
        raw = [self._sorted(scores[i]) for i in met]
        if not any(raw):
            return
        evidence = [
            self._evidence(ranking, scores[i], analyses[i])
            for ranking, i in zip(raw, met, strict=True)
        ]
        right = [ranking[0][0] == label for ranking, label in zip(raw, labels, strict=True)]
        if len(set(right)) < 2:
            return
        importance = _importance(labels)
        self.confidence = Confidence.fit(evidence, right, importance)
        rankings = [self.rank(scores[i], analyses[i]) for i in met]
        facts = zip(rankings, labels, importance, strict=True)
        self.thresholds = cheapest([_outcome(*fact) for fact in facts])

    def _distress_threshold(self, scores: Array, examples: Sequence[Example]) -> float:
        """The lowest threshold that gives no more than the accepted false alarms."""
        rows = [i for i, example in enumerate(examples) if example.act != DISTRESS]
        if not rows or len(rows) == len(examples):
            return HIGHEST_THRESHOLD
        false = [self.decision.of(scores[row]).get(DISTRESS, 0.0) for row in rows]
        lowest = float(np.quantile(false, 1 - FALSE_ALARMS))
        return min(HIGHEST_THRESHOLD, max(LOWEST_THRESHOLD, lowest))

    def _chances(self, scores: Array) -> Array:
        return softmax(scores * np.float32(self.classifier.temperature))

    def _sorted(self, scores: Array) -> Ranking:
        chances = self._chances(scores)
        labels = self.classifier.labels
        order = np.argsort(-chances, kind="stable")
        return [(labels[i], float(chances[i])) for i in order if labels[i][0] != NO_ARTICLE]

    def _evidence(self, ranking: Ranking, scores: Array, analysis: Analysis) -> Evidence:
        stems = analysis.stems or ("",)
        known = sum(stem in self.vocabulary for stem in stems) / len(stems)
        asked = self.decision.of(scores).get(ASK, 0.0)
        return Evidence(tuple(chance for _, chance in ranking[:3]), asked, known, len(stems))

    def save(self, folder: Path) -> None:
        """Write the model."""
        self.classifier.save(folder / "messages")
        facts = {
            "confidence": asdict(self.confidence),
            "thresholds": asdict(self.thresholds),
            "vocabulary": sorted(self.vocabulary),
            "decision": asdict(self.decision),
            "distress_from": self.distress_from,
        }
        text = json.dumps(facts, ensure_ascii=False)
        (folder / "messages.json").write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> MessageModel:
        """Read what `save` wrote."""
        facts = json.loads((folder / "messages.json").read_text(encoding="utf-8"))
        return cls(
            TextClassifier.load(folder / "messages"),
            Confidence(**facts["confidence"]),
            Thresholds(**facts["thresholds"]),
            frozenset(facts["vocabulary"]),
            ActDecision(**facts["decision"]),
            float(facts["distress_from"]),
        )


def label_of(example: Example) -> str:
    """The article of an example; for other messages, their kind."""
    return example.article or NO_ARTICLE + kind_of(example)


def _kind(label: str) -> str:
    if label[0] == NO_ARTICLE:
        return label[1:]
    return f"{ASK}:{label.partition('/')[0]}"


def _importance(labels: Sequence[str]) -> list[float]:
    """Questions that no article answers count as many as visitors are expected to ask."""
    strangers = sum(label[0] == NO_ARTICLE for label in labels)
    share = STRANGERS * (len(labels) - strangers) / max(1, strangers)
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
