"""The engine alone, in this process: understanding, dialogue, and both with 10,000 articles.

    python -m bench.engine MODEL

prints one JSON object: median processor time in milliseconds of each part of a turn.
"""

from __future__ import annotations

import asyncio
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np

from actions import library
from bench.conversations import conversations
from bot.engine import RasaEngine
from nlu.acts import ActClassifier
from nlu.message_model import MessageModel
from service.types import Snapshot, TurnInput

ARTICLES = 10_000
TURNS = 300
SNAPSHOT = Snapshot(now="2026-01-07T10:00:00+01:00", slots=())
Times = dict[str, float]


def main(model: Path) -> None:
    """Measure and print."""
    engine = RasaEngine(model)
    found = {f"{name}, as it is": ms for name, ms in asyncio.run(_measure(engine)).items()}
    classifier = _classifier(engine)
    classifier._model = widened(classifier._model, ARTICLES)
    _stock_library(classifier._model.classifier.labels)
    wide = asyncio.run(_measure(engine))
    print(json.dumps(found | {f"{name}, {ARTICLES} articles": ms for name, ms in wide.items()}))


def widened(model: MessageModel, articles: int) -> MessageModel:
    """The same model with so many articles: copies of the real ones, a little weaker.

    What a turn costs depends on the sizes of the tables, not on the numbers in them; the weaker
    copies let the real articles win, so that the turn goes the same way.
    """
    chance = np.random.default_rng(10)
    old = model.classifier
    real = [place for place, label in enumerate(old.labels) if "/" in label]
    more = articles - len(real)
    copied = chance.choice(real, more)
    weights = np.empty((old.weights.shape[0], len(old.labels) + more), dtype=np.float32)
    weights[:, : len(old.labels)] = old.weights
    weights[:, len(old.labels) :] = old.weights[:, copied]
    weights[-1, len(old.labels) :] -= chance.uniform(0.1, 1.0, more)  # the bias
    labels = [f"{old.labels[place]}-{number}" for number, place in enumerate(copied)]
    members = model.decision.members
    return replace(
        model,
        classifier=replace(old, labels=(*old.labels, *labels), weights=weights),
        decision=replace(model.decision, members=(*members, *(members[i] for i in copied))),
    )


def _stock_library(labels: Sequence[str]) -> None:
    """The copies stand in the knowledge base, too."""
    known = library.library()
    articles = dict(known.articles)
    for label in labels:
        name = label.rpartition("-")[0]
        if label not in articles and name in articles:
            articles[label] = replace(articles[name], id=label)
    whole = replace(known, articles=articles)
    library.library.cache_clear()
    library.library = lambda: whole  # type: ignore[assignment]


async def _measure(engine: RasaEngine) -> Times:
    spoken = cycle(turn.text for each in conversations(40) for turn in each)
    await _turns(engine, list(islice(spoken, 30)))
    gc.collect()
    gc.freeze()
    texts = list(islice(spoken, TURNS))
    understanding = [await _timed(partial(engine.understand, text, "fr")) for text in texts]
    turns = await _turns(engine, texts)
    whole, parse = statistics.median(turns), statistics.median(understanding)
    return {"understanding": parse, "whole turn": whole}


async def _turns(engine: RasaEngine, texts: list[str]) -> list[float]:
    state: dict[str, Any] = {}
    times = []
    for text in texts:
        began = time.process_time()
        result = await engine.respond(TurnInput(text, "fr", "web", state, SNAPSHOT))
        times.append((time.process_time() - began) * 1000)
        state = result.state
    return times


async def _timed(work: Callable[[], Any]) -> float:
    began = time.process_time()
    await work()
    return (time.process_time() - began) * 1000


def _classifier(engine: RasaEngine) -> Any:
    nodes = engine._processor.graph_runner._nodes.values()
    return next(n._component for n in nodes if isinstance(n._component, ActClassifier))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
