"""Other systems on the same examples, run for real: nlp.js by npm, DIET by Rasa.

Each is told only the examples; what it needs is installed under ``bench/out``.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import yaml

from bot.logs import configure_logs

if TYPE_CHECKING:
    from bench.nlu_sets import IntentSet

NLPJS = "node-nlp@4.27.0"
SCRIPT = Path(__file__).resolve().parent / "peers" / "nlpjs.js"
DIET_CONFIG: dict[str, Any] = {
    "recipe": "default.v1",
    "assistant_id": "bench",
    "pipeline": [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": 100, "random_seed": 1},
    ],
    "policies": [],
}
"""The pipeline that Rasa 3.6 writes into a new project, without entities."""


@dataclass(frozen=True)
class Predictions:
    """What a system found, and how long it took."""

    labels: Sequence[str]
    training: float
    milliseconds: float


def nlpjs(intents: IntentSet, out: Path) -> Predictions | None:
    """node-nlp's NlpManager with its defaults; None where node is missing."""
    if not shutil.which("node") or not shutil.which("npm"):
        click.echo("nlp.js: left out, install node and npm to run it")
        return None
    home = out.parent / "peers" / "nlpjs"
    if not (home / "node_modules" / "node-nlp").is_dir():
        home.mkdir(parents=True, exist_ok=True)
        install = ["npm", "install", "--silent", "--no-audit", "--prefix", str(home), NLPJS]
        if subprocess.run(install, check=False, capture_output=True).returncode:
            click.echo(f"nlp.js: left out, npm could not install {NLPJS}")
            return None
    task = {"language": intents.language, "train": intents.train, "test": intents.test}
    done = subprocess.run(
        ["node", str(SCRIPT)],
        input=json.dumps(task),
        text=True,
        capture_output=True,
        check=True,
        cwd=home,
        env={"NODE_PATH": str(home / "node_modules"), "PATH": _path()},
    )
    found = json.loads(done.stdout.splitlines()[-1])
    return Predictions(found["labels"], found["training"], found["milliseconds"])


def diet(intents: IntentSet, out: Path) -> Predictions | None:
    """Rasa's stock pipeline, trained for this set."""
    configure_logs("warning", as_json=False)  # Rasa prints every text otherwise
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    home = out.parent / "peers" / "diet" / intents.name
    home.mkdir(parents=True, exist_ok=True)
    (home / "config.yml").write_text(json.dumps(DIET_CONFIG | {"language": intents.language}))
    (home / "nlu.yml").write_text(_rasa_examples(intents), encoding="utf-8")
    start = time.perf_counter()
    model = train_nlu(str(home / "config.yml"), str(home / "nlu.yml"), str(home / "models"))
    trained = time.perf_counter() - start
    agent = Agent.load(model)

    names = _names(intents)

    async def predict() -> list[str]:
        found = [await agent.parse_message(text) for text, _ in intents.test]
        return [names.get(parse["intent"]["name"], "") for parse in found]

    start = time.perf_counter()
    labels = asyncio.run(predict())
    taken = time.perf_counter() - start
    return Predictions(labels, trained, 1000 * taken / len(labels))


def _rasa_examples(intents: IntentSet) -> str:
    by_intent: dict[str, list[str]] = defaultdict(list)
    for text, label in intents.train:
        by_intent[label].append(" ".join(text.split()))
    items = [
        {"intent": name, "examples": "".join(f"- {text}\n" for text in by_intent[label])}
        for name, label in _names(intents).items()
    ]
    # Rasa takes a file that is also JSON for one of other formats.
    return yaml.safe_dump({"version": "3.1", "nlu": items}, allow_unicode=True, sort_keys=False)


def _names(intents: IntentSet) -> dict[str, str]:
    """Plain names for the intents: to Rasa, a slash in a name means a retrieval intent."""
    labels = sorted({label for _, label in intents.train})
    return {f"intent_{place}": label for place, label in enumerate(labels)}


def _path() -> str:
    node = shutil.which("node") or ""
    return str(Path(node).parent)
