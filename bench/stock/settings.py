"""The peer's settings: the release's own default pipeline and policies, SQLite, two processes."""

from __future__ import annotations

from pathlib import Path

import yaml

from bench.stock.environment import Environment

CUSTOM = {
    "hand_over": "action_hand_over",
    "leave_queue": "action_leave_queue",
    "leave_message": "action_leave_message",
    "book": "action_book",
    "change_booking": "action_change_booking",
    "cancel_booking": "action_cancel_booking",
    "forget": "action_forget",
}
"""Acts that need more than an answer."""
DEFAULTS = "rasa/engine/recipes/config_files/default_config.yml"
ACTIONS = '''"""One action for each thing that an answer alone cannot do."""

from rasa_sdk import Action
'''
ACTION = """

class {cls}(Action):
    def name(self):
        return "{name}"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="{name}")
        return []
"""


def action_of(act: str) -> str:
    """What answers an act."""
    return CUSTOM.get(act, f"utter_{act}")


def write_settings(project: Path, port: int) -> None:
    """endpoints.yml, credentials.yml and the actions. ``port``: of the action server."""
    endpoints = {
        "action_endpoint": {"url": f"http://127.0.0.1:{port}/webhook"},
        "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": "tracker.db"},
    }
    _write(project / "endpoints.yml", endpoints)
    _write(project / "credentials.yml", {"rest": None})
    (project / "actions").mkdir(exist_ok=True)
    (project / "actions" / "__init__.py").touch()
    classes = [
        ACTION.format(cls=name.title().replace("_", ""), name=name) for name in CUSTOM.values()
    ]
    (project / "actions" / "actions.py").write_text(ACTIONS + "".join(classes), "utf-8")


def write_config(project: Path, stock: Environment, epochs: int | None) -> int:
    """config.yml as the release has it; ``epochs`` replaces its number of epochs (None: leaves
    it). Returns the epochs of the release."""
    config = yaml.safe_load((stock.packages / DEFAULTS).read_text("utf-8"))
    config["assistant_id"] = "stock"
    learning = [part for part in config["pipeline"] + config["policies"] if "epochs" in part]
    usual = max(part["epochs"] for part in learning)
    for part in learning:
        part["epochs"] = epochs or part["epochs"]
    _write(project / "config.yml", config)
    return int(usual)


def _write(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), "utf-8")
