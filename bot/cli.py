"""The list of commands. Each is imported when it is used: `azimut settings` answers at once."""

from __future__ import annotations

import click

from bot.lazy import LazyGroup

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


@click.group(
    cls=LazyGroup, listed=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
def azimut() -> None:
    """Azimut, the orientation assistant of the Cité des métiers de Bruxelles / Beroepenpunt."""
