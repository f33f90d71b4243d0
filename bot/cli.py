"""The list of commands. Each is imported when it is used: `azimut settings` answers at once."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "serve": ("bot.commands.serve", "Serve the web site, the desk and the channels."),
    "train": ("bot.commands.train", "Train the understanding from the articles and data/."),
    "chat": ("bot.commands.chat", "Talk to Azimut in the terminal."),
    "ask": ("bot.commands.ask", "Ask one question."),
    "understand": ("bot.commands.understand", "What is understood of JSON lines of texts."),
    "knowledge": ("knowledge.commands", "Check, list, search and write articles."),
    "counsellor": ("bot.commands.counsellor", "Counsellors' accounts."),
    "report": ("bot.commands.report", "The report of contacts of a period."),
    "links": ("bot.commands.links", "Look for broken links in the articles."),
    "purge": ("bot.commands.purge", "Delete conversations older than the retention time."),
    "db": ("bot.commands.db", "Upgrade or back up the database."),
    "settings": ("bot.commands.settings", "All settings: meaning, default, present value."),
    "simulate": ("bot.commands.simulate", "A phone in the terminal for WhatsApp or Messenger."),
    "channels": ("bot.commands.channels", "What WhatsApp and Messenger still need."),
    "bench": ("bench.commands", "Measure understanding and speed."),
}


class Commands(click.Group):
    """A group whose commands are imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, as they stand in the contract."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command, imported now."""
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[name][0]), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The help, without importing every command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def azimut() -> None:
    """Azimut, the orientation assistant of the Cité des métiers de Bruxelles / Beroepenpunt."""
