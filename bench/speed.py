"""``azimut bench speed``: Azimut beside a stock Rasa project; what `make bench` runs."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from bench.pieces import PIECES
from bench.plan import Plan, default_cache
from bench.report import write_report
from bench.results import open_results

RESULTS = "results.json"


@click.command()
@click.argument("pieces", nargs=-1, type=click.Choice(list(PIECES)))
@click.option("--cache", type=click.Path(path_type=Path), default=default_cache, help="A folder.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("docs/images/speed"))
@click.option("--page", type=click.Path(path_type=Path), default=Path("docs/performance.md"))
@click.option("--model", type=click.Path(exists=True, path_type=Path), help="Of Azimut.")
@click.option("--client", default=sys.executable, help="An interpreter that has locust.")
@click.option("--port", default=8396, help="And the next one.")
@click.option("--again", is_flag=True, help="Measure nothing, write the page again.")
@click.option("--full", is_flag=True, help="The peer's whole training, 10,000 turns: hours.")
def speed(
    pieces: tuple[str, ...],
    cache: Path,
    out: Path,
    page: Path,
    model: Path | None,
    client: str,
    port: int,
    again: bool,
    full: bool,
) -> None:
    """Measure PIECES (default: all), draw the plots, write the table into the page."""
    cache = cache.resolve()
    results = open_results(cache / RESULTS)
    plan = Plan(cache, port, client, full, results, model.resolve() if model else None)
    for name in () if again else pieces or PIECES:
        click.echo(f"-- {name}")
        began = time.monotonic()
        PIECES[name](plan)
        click.echo(f"-- {name}: {time.monotonic() - began:.0f} s")
        results.save()
    write_report(results, out, page)


if __name__ == "__main__":
    speed()
