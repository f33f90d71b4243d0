"""What the house says to people: one folder of catalogues a language, YAML by topic.

    say("handover.closed", "fr", moment="jeudi à 9h")

A test fails when a key, or a mark in a text, is missing in one language.
"""

from __future__ import annotations

from service.wording.catalogue import (
    LANGUAGES,
    MissingWording,
    catalogue,
    knows,
    say,
    three_languages,
)

__all__ = ["LANGUAGES", "MissingWording", "catalogue", "knows", "say", "three_languages"]
