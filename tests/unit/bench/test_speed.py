"""The benchmark's own arithmetic. Nothing here measures time."""

from __future__ import annotations

import json
from pathlib import Path

from bench.conversations import BETWEEN, conversations, long_conversation
from bench.goals import GOALS, Goal
from bench.load.runs import read_load
from bench.report import BEGIN, END, write_report
from bench.results import Results
from bench.services import AZIMUT, STOCK
from bench.stock.training import Trained, projected


def test_conversations_are_always_the_same_and_never_silence_the_bot() -> None:
    spoken = list(conversations(20))
    assert spoken == list(conversations(20))
    acts = {turn.act for talk in spoken for turn in talk}
    assert acts <= {*BETWEEN, "greet", "bye"}
    assert all(turn.text for turn in long_conversation(300))


def test_the_first_seconds_and_what_ends_late_do_not_count(tmp_path: Path) -> None:
    record = tmp_path / "record.jsonl"
    lines = [
        {"at": at, "turn": 1, "ms": 20.0, "ok": at != 7.0, "said": at < 8} for at in range(1, 13)
    ]
    record.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    load = read_load(record, warm_up=5.0, until=10.0)
    assert [turn.at for turn in load.turns] == [5, 6, 7, 8, 9, 10]
    assert (load.per_second, load.failed, load.unsaid, load.taken) == (1.0, 1, 0.5, 12)


def test_a_goal_is_judged_by_peer_by_own_base_or_by_itself() -> None:
    rate = Goal("", "rate", "", 10, "", at_least=True)
    assert rate.figures({"rate": 30.0}, {"rate": 3.0}) == (30.0, 3.0, 10.0)
    assert rate.reached(10.0) and not rate.reached(9.9)
    assert rate.figures({"rate": 30.0}, {})[2] is None
    growth = Goal("", "last", "", 1.2, "", base="first")
    assert growth.figures({"last": 11.0, "first": 10.0}, {"last": 9.0, "first": 1.0}) == (
        1.1, 9.0, 1.1
    )  # fmt: skip


def test_the_training_of_the_peer_is_projected_along_a_line() -> None:
    few, more = Trained(Path("a"), 1, 100.0), Trained(Path("b"), 3, 120.0)
    assert projected(few, more, 100) == 1090.0


def test_only_what_stands_between_the_marks_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "page.md"
    page.parent.mkdir()
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", "utf-8")
    figures = {AZIMUT: {"memory_mb": 400.0}, STOCK: {"memory_mb": 1000.0}}
    results = Results("2 cores", {"CPython": "3.10"}, "2026-11-23", figures)
    write_report(results, page.parent / "images", page)
    text = page.read_text("utf-8")
    assert text.startswith("before\n") and text.endswith("after\n") and "old" not in text
    assert "| 400 MB | 1,000 MB | 0.40 | ≤ 0.5 | yes |" in text
    assert text.count("not measured") == len(GOALS) - 1
    assert (page.parent / "images" / "side-by-side.svg").is_file()
