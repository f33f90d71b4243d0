"""Our understanding of visitors' questions: tables by language, plots, and a page."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from bench.nlu_plots import confusion, coverage, reliability, write_page
from bench.tables import calibration_error, macro_f1, print_table
from bot.alone import load_engine, take
from service.types import Engine, Understanding

KINDS = {
    "answered": "question",
    "clarifying": "question",
    "unanswered": "question",
    "handover": "handoff",
}
"""Outcomes that the questions name otherwise."""
ADDED = {"fr": "French", "nl": "Dutch", None: "all"}


@dataclass(frozen=True)
class Judged:
    """A question, what is right of it, and what was understood."""

    right: dict[str, Any]
    heard: Understanding

    @property
    def kind(self) -> str:
        """The kind of message, in the words of the questions."""
        return KINDS.get(self.heard.outcome, self.heard.outcome)

    @property
    def articles(self) -> set[str]:
        """The articles that answer it."""
        return {self.right["topic"], *self.right.get("also", ())}

    @property
    def first_right(self) -> bool:
        """Whether the likeliest article is one of them."""
        return bool(self.heard.ranking) and self.heard.ranking[0]["id"] in self.articles

    @property
    def confidence(self) -> float:
        """Confidence in the likeliest article."""
        return float(self.heard.ranking[0]["confidence"]) if self.heard.ranking else 0.0


def evaluate(file: Path, out: Path) -> None:
    """Judge every question, print the tables, write the page."""
    records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]
    judged, milliseconds = asyncio.run(_judge_all(load_engine(), records))
    rows = {name: figures(_of(judged, language)) for language, name in ADDED.items()}
    print_table(rows)
    click.echo(f"median time of a turn: {milliseconds:.1f} ms")
    _plots(judged, out)
    write_page(out, "Understanding of visitors' questions", rows)
    click.echo(f"plots and tables: {out / 'index.html'}")


def figures(judged: Sequence[Judged]) -> dict[str, float]:
    """All measures, in percent or as F1."""
    questions = [item for item in judged if item.right["kind"] == "question"]
    strange = [item for item in judged if item.right["kind"] == "out_of_scope"]
    answered = [item for item in questions if item.heard.outcome == "answered"]
    found = [item for item in answered if item.heard.article in item.articles]
    offered = [item for item in questions if set(item.heard.choices) & item.articles]
    kinds = ("handoff", "booking", "smalltalk", "other_language", "distress", "out_of_scope")
    return {
        "messages": len(judged),
        "language %": _share(judged, _language_right),
        "kind F1": macro_f1([i.right["kind"] for i in judged], [i.kind for i in judged]),
        "theme F1": macro_f1(
            [i.right["theme"] for i in questions], [str(i.heard.theme) for i in questions]
        ),
        "public F1": macro_f1(
            [i.right["public"] for i in questions], [i.heard.public for i in questions]
        ),
        "first right %": _share(questions, lambda item: item.first_right),
        "answered right %": _percent(len(found), len(questions)),
        "answered or offered %": _percent(len(found) + len(offered), len(questions)),
        "wrong answers %": _percent(len(answered) - len(found), len(questions)),
        "strange answered %": _share(strange, lambda item: item.heard.outcome == "answered"),
        "calibration error": calibration_error(
            [item.confidence for item in questions], [item.first_right for item in questions]
        ),
        **{f"{kind} %": _share(_kind(judged, kind), lambda i: i.kind == i.right["kind"])
           for kind in kinds},
    }  # fmt: skip


async def _judge_all(
    engine: Engine, records: Sequence[dict[str, Any]]
) -> tuple[list[Judged], float]:
    judged, times = [], []
    for record in records:
        start = time.perf_counter()
        result = await take(engine, record["text"])
        times.append(time.perf_counter() - start)
        judged.append(Judged(record, result.understanding))
    return judged, 1000 * sorted(times)[len(times) // 2]


def _plots(judged: Sequence[Judged], out: Path) -> None:
    questions = [item for item in judged if item.right["kind"] == "question"]
    for language, name in ADDED.items():
        if language is None:
            continue
        of_language = _of(questions, language)
        reliability(
            [item.confidence for item in of_language],
            [item.first_right for item in of_language],
            f"Confidence and truth, {name}",
            out / f"reliability-{language}.svg",
        )
    confusion(
        [item.right["theme"] for item in questions],
        [item.heard.theme or "none" for item in questions],
        out / "themes.svg",
    )
    coverage(
        [item.confidence for item in questions],
        [item.first_right for item in questions],
        out / "coverage.svg",
    )


def _of(judged: Sequence[Judged], language: str | None) -> list[Judged]:
    return [item for item in judged if language in (None, item.right["lang"])]


def _kind(judged: Sequence[Judged], kind: str) -> list[Judged]:
    return [item for item in judged if item.right["kind"] == kind]


def _language_right(item: Judged) -> bool:
    wanted = item.right["lang"]
    return item.heard.language == wanted or (wanted == "mixed" and item.heard.language != "other")


def _share(judged: Sequence[Judged], right: Callable[[Judged], bool]) -> float:
    return _percent(sum(right(item) for item in judged), len(judged))


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else float("nan")
