"""The secret of this installation, made on first start and kept beside the database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from bot.settings import Settings
from service.keys import Keys

FILE = "secret.key"


def load_keys(settings: Settings) -> Keys:
    """The keys from the settings, or from the data folder (made there if missing)."""
    secret = settings.secret_key or _from_file(settings.data_dir / FILE)
    return Keys.from_secret(secret, settings.previous_secret_keys)


def _from_file(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        secret = secrets.token_urlsafe(48)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secret + "\n")
        return secret
