"""``azimut settings``"""

from __future__ import annotations

from dataclasses import fields

import click

from bot.platforms import platform_settings
from bot.settings import Settings, key_of, load_settings


@click.command()
@click.option("--markdown", is_flag=True, help="As the table of docs/settings.md.")
def settings(markdown: bool) -> None:
    """All settings: meaning, default, present value (secrets hidden)."""
    if markdown:
        click.echo(settings_table())
        return
    present = load_settings()
    for item in fields(Settings):
        value = getattr(present, item.name)
        shown = "(set)" if item.metadata["secret"] and value else value
        shown = " ".join(map(str, shown)) if isinstance(shown, tuple) else shown
        click.echo(f"{key_of(item.name)}={shown}")
        click.echo(f"    {item.metadata['meaning']} (expected: {item.metadata['expected']};")
        click.echo(f"    default: {item.metadata['default'] or 'empty'})")
    for about, value in platform_settings():
        click.echo(f"{about.key}={'(set)' if about.secret and value else value}")
        click.echo(f"    {about.meaning} (expected: {about.expected};")
        click.echo(f"    default: {about.default or 'empty'})")


def settings_table() -> str:
    """The settings as a Markdown table."""
    rows = ["| setting | meaning | expected | default |", "|---|---|---|---|"]
    for item in fields(Settings):
        about = item.metadata
        default = f"`{about['default']}`" if about["default"] else "empty"
        rows.append(
            f"| `{key_of(item.name)}` | {about['meaning']} | {about['expected']} | {default} |"
        )
    for setting, _ in platform_settings({}):
        default = f"`{setting.default}`" if setting.default else "empty"
        rows.append(f"| `{setting.key}` | {setting.meaning} | {setting.expected} | {default} |")
    return "\n".join(rows)
