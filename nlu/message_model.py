"""One model for what a message does and what it asks: acts and articles compete directly.

Its labels are the articles and, marked as no article, the kinds of all other messages. "Weather"
then competes with every article, and no act is drowned by the thousands of phrasings. Further
labels, trained apart, are the acts alone: they see what all questions have in common.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlu.act_decision import ActDecision, importance
from nlu.analysis import Analysis
from nlu.classifier import MANY, Array, TextClassifier, Training, softmax
from nlu.confidence import Confidence, Evidence
from nlu.decision import OFFERED, Outcome, Thresholds, cheapest
from nlu.examples import ASK, Example
from nlu.features import Row
from nlu.folds import judges, unseen_folds
from nlu.kinds import act_of, kind_of

RANKED = 10
NO_ARTICLE = "-"
"""First letter of the labels that are no article: what other messages are about."""
OUT_OF_SCOPE = "out_of_scope"
ACT = "="
"""First letter of the labels that are acts alone."""
WEIGHTS = {"words": 1.0, "letters": 0.8, "concepts": 1.0}
"""Words count for more than with few examples: nearly all words are known."""
PENALTY = 2.0
ACT_PENALTY = 0.5
RAREST = 3
"""N-grams of fewer examples are left out, once there are `MANY`: they make the model large only."""
LEARNED_SINCE = 0.5
"""Log-odds of being right that the model has over those that measure its confidence, which learned
from two thirds of the visitors' questions and mend no slips (chosen on questions of other authors:
without it, 95 % are right at a mean confidence of 88 %)."""
DISTRESS = "distress"
FALSE_ALARMS = 0.03
"""Share of other held-out messages that may be taken for distress: recall comes first, and a
false alarm costs a visitor four lines of help numbers and the offer of a person."""
HIGHEST_THRESHOLD, LOWEST_THRESHOLD = 0.5, 0.08

Ranking = list[tuple[str, float]]
Places = npt.NDArray[np.int64]


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
        folds = unseen_folds(examples)
        judged = judges(examples, folds)
        rarest = RAREST if len(examples) >= MANY else 1
        training = Training.prepare(analyses, rarest, WEIGHTS)
        labels = [label_of(example) for example in examples]
        classifier, scores = training.fit_and_judge(labels, folds, PENALTY)
        classifier.calibrate(scores[judged], [labels[i] for i in judged])
        acts = [ACT + example.act for example in examples]
        by_act, act_scores = training.fit_and_judge(acts, folds, ACT_PENALTY)
        scores = np.hstack([scores, act_scores])[judged]
        classifier = classifier.joined(by_act)
        written = [a for a, e in zip(analyses, examples, strict=True) if _is_phrasing(e)]
        vocabulary = frozenset(stem for analysis in written for stem in analysis.stems)
        decision = ActDecision.fit(
            [_group(label) for label in classifier.labels],
            scores,
            [examples[i].act for i in judged],
        )
        model = cls(classifier, Confidence((0.0,) * 6, 0.0), Thresholds(), vocabulary, decision)
        model._measure(scores, [analyses[i] for i in judged], [examples[i] for i in judged])
        return model

    def row(self, analysis: Analysis) -> Row:
        """The vector of a message."""
        return self.classifier.vectoriser.row(analysis)

    def scores(self, row: Row) -> Array:
        """The raw score of each label, from which everything else is made."""
        return self.classifier.scores(row)

    def acts(self, scores: Array) -> dict[str, float]:
        """Probabilities of acts."""
        return self.decision.of(scores)

    def kinds(self, scores: Array) -> dict[str, float]:
        """Weight of each kind, for a choice within an act; articles of a theme are summed."""
        kinds, places, members = self._kinds
        sums = np.bincount(members, weights=self._chances(scores)[places], minlength=len(kinds))
        return dict(zip(kinds, sums.tolist(), strict=True))

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
        shares = importance([example.act for example in examples])
        self.distress_from = self._distress_threshold(scores, examples, shares)
        met = [i for i in range(len(examples)) if self._is_asked(scores[i], examples[i])]
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
        weights = [shares[i] for i in met]
        self.confidence = Confidence.fit(evidence, right, weights)
        rankings = [self.rank(scores[i], analyses[i]) for i in met]
        facts = zip(rankings, labels, weights, strict=True)
        self.thresholds = cheapest([_outcome(*fact) for fact in facts])
        self.confidence = replace(self.confidence, bias=self.confidence.bias + LEARNED_SINCE)

    def _is_asked(self, scores: Array, example: Example) -> bool:
        """Whether a held-out message is a question, or out of scope and taken for one."""
        if example.act != OUT_OF_SCOPE:
            return example.act == ASK
        acts = self.decision.of(scores)
        return acts.get(ASK, 0.0) >= max(acts.values())

    def _distress_threshold(
        self, scores: Array, examples: Sequence[Example], shares: Sequence[float]
    ) -> float:
        """The lowest threshold that gives no more than the accepted false alarms."""
        rows = [i for i, example in enumerate(examples) if example.act != DISTRESS]
        if not rows or len(rows) == len(examples):
            return HIGHEST_THRESHOLD
        false = sorted(
            ((self.decision.of(scores[row]).get(DISTRESS, 0.0), shares[row]) for row in rows),
            reverse=True,
        )
        counted = np.cumsum([share for _, share in false])
        place = int(np.searchsorted(counted, FALSE_ALARMS * counted[-1]))
        return min(HIGHEST_THRESHOLD, max(LOWEST_THRESHOLD, false[place][0]))

    def _chances(self, scores: Array) -> Array:
        """Probabilities of the labels that are no act alone."""
        return softmax(np.where(self._alone, -np.inf, scores * self.classifier.temperature))

    @cached_property
    def _alone(self) -> npt.NDArray[np.bool_]:
        return np.asarray([label[0] == ACT for label in self.classifier.labels])

    @cached_property
    def _kinds(self) -> tuple[list[str], Places, Places]:
        """The kinds, the labels that have one, and which."""
        places = np.flatnonzero(~self._alone)
        named = [_kind(self.classifier.labels[place]) for place in places]
        kinds = list(dict.fromkeys(named))
        known = {kind: place for place, kind in enumerate(kinds)}
        return kinds, places, np.asarray([known[kind] for kind in named], dtype=np.int64)

    @cached_property
    def _articles(self) -> Places:
        labels = self.classifier.labels
        return np.asarray(
            [i for i, label in enumerate(labels) if label[0] not in (NO_ARTICLE, ACT)],
            dtype=np.int64,
        )

    def _sorted(self, scores: Array) -> Ranking:
        """The likeliest articles; of equals, the first."""
        articles, labels = self._articles, self.classifier.labels
        chances = self._chances(scores)[articles]
        if len(chances) > RANKED:  # sorting ten thousand takes longer than finding ten
            lowest = np.partition(chances, -RANKED)[-RANKED]
            likely = np.flatnonzero(chances >= lowest)
            articles, chances = articles[likely], chances[likely]
        order = np.argsort(-chances, kind="stable")[:RANKED]
        return [(labels[articles[i]], float(chances[i])) for i in order]

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


def _group(label: str) -> str:
    """What the decision on acts takes together: all labels of an act, and the act alone."""
    return label if label[0] == ACT else act_of(_kind(label))


def _is_phrasing(example: Example) -> bool:
    return example.article is not None and "public" not in example.facets


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
