"""Our classifier, unchanged, on public intent sets, beside nlp.js and Rasa's stock DIET pipeline.

Only the lexicon stays out: it is knowledge of our own domain.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from bench.nlu_peers import Predictions, diet, nlpjs
from bench.tables import print_table
from nlu.analysis import Analyser
from nlu.classifier import TextClassifier
from nlu.lexicon import Lexicon


@dataclass(frozen=True)
class IntentSet:
    """Examples to learn from and to be judged on."""

    name: str
    language: str
    train: Sequence[tuple[str, str]]
    test: Sequence[tuple[str, str]]


def compare(folder: Path, out: Path, peers: bool) -> None:
    """Print accuracy (%), training seconds and milliseconds a text, for each set and system."""
    sets = [_read(path) for path in sorted(folder.glob("*.csv"))]
    if not sets:
        raise click.UsageError(f"{folder}: there are no CSV files")
    systems: dict[str, Callable[[IntentSet, Path], Predictions | None]] = {"ours": _ours}
    if peers:
        systems |= {"nlp.js": nlpjs, "DIET": diet}
    rows: dict[str, dict[str, float]] = {}
    for name, system in systems.items():
        row: dict[str, float] = {}
        for intents in sets:
            found = system(intents, out)
            if found is None:
                break
            row[intents.name] = _accuracy(found.labels, intents)
            row[f"{intents.name}: training s"] = found.training
            row[f"{intents.name}: ms a text"] = found.milliseconds
        if row:
            row = {"average": sum(row[s.name] for s in sets) / len(sets), **row}
            rows[name] = row
            click.echo(f"{name}: average {row['average']:.2f} %")
    print_table(rows)


def _ours(intents: IntentSet, out: Path) -> Predictions:
    analyser = Analyser(Lexicon.empty())
    start = time.perf_counter()
    analyses = [analyser.analyse(text, intents.language) for text, _ in intents.train]
    classifier = TextClassifier.fit(analyses, [label for _, label in intents.train])
    trained = time.perf_counter() - start
    start = time.perf_counter()
    labels = [
        classifier.ranking(analyser.analyse(text, intents.language))[0][0]
        for text, _ in intents.test
    ]
    taken = time.perf_counter() - start
    return Predictions(labels, trained, 1000 * taken / len(labels))


def _read(path: Path) -> IntentSet:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    split = {
        name: [(row["text"], row["intent"]) for row in rows if row["split"] == name]
        for name in ("train", "test")
    }
    return IntentSet(path.stem, rows[0]["language"], split["train"], split["test"])


def _accuracy(labels: Sequence[str], intents: IntentSet) -> float:
    right = [label for _, label in intents.test]
    return 100 * sum(a == b for a, b in zip(labels, right, strict=True)) / len(right)
