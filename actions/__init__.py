"""What Azimut does in a conversation: rasa-sdk actions that read a snapshot and return
replies and effects as data. They write nothing; the turn (service) applies the effects."""

import os

# `rasa run actions` would listen on every address; it asks no password.
os.environ.setdefault("SANIC_HOST", "127.0.0.1")
