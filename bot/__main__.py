"""The command line: ``azimut`` (or ``python -m bot``)."""

from __future__ import annotations

import sys

import click

from bot.cli import azimut
from bot.errors import AzimutError


def main() -> None:
    """Run a command; an error that we know is one line and exit code 2."""
    try:
        azimut.main(standalone_mode=False)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.ClickException as error:
        click.echo(f"azimut: {error.format_message()}", err=True)
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except AzimutError as error:
        click.echo(f"azimut: {error}", err=True)
        sys.exit(error.exit_code)
    except Exception as error:
        if not _is_ours(error):
            raise
        click.echo(f"azimut: {error}", err=True)
        sys.exit(2)


def _is_ours(error: Exception) -> bool:
    """The errors that our packages raise say what is wrong; others are mistakes of ours."""
    return type(error).__module__.split(".")[0] in {"knowledge", "nlu", "service", "store"}


if __name__ == "__main__":
    main()
