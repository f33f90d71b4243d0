"""How well messages are understood.

    python -m bench.nlu --eval FILE
    python -m bench.nlu --sets DIR [--no-peers]

FILE holds JSON lines of questions with what is right of each; DIR holds CSV files of public
intent sets (split, language, intent, text). Prints tables; writes plots and a page into
``bench/out/nlu``. Neither is ever learned from.
"""

from __future__ import annotations

from pathlib import Path

import click

from bot.quiet import hush_rasa

OUT = Path(__file__).resolve().parent / "out" / "nlu"


@click.command()
@click.option("--eval", "questions", type=click.Path(path_type=Path), help="JSON lines.")
@click.option("--sets", type=click.Path(path_type=Path), help="Folder of CSV files.")
@click.option("--peers/--no-peers", default=True, help="Run nlp.js and DIET beside ours.")
def nlu(questions: Path | None, sets: Path | None, peers: bool) -> None:
    """Measure understanding on visitors' questions, or on public intent sets."""
    if questions is None and sets is None:
        raise click.UsageError("give --eval FILE or --sets DIR")
    for given in (questions, sets):
        if given is not None and not given.exists():
            raise click.UsageError(f"{given} does not exist: give a file or folder that does")
    OUT.mkdir(parents=True, exist_ok=True)
    hush_rasa()
    if questions is not None:
        from bench.nlu_eval import evaluate

        evaluate(questions, OUT)
    if sets is not None:
        from bench.nlu_sets import compare

        compare(sets, OUT, peers)


if __name__ == "__main__":
    nlu()
