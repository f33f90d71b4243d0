"""Moments as visitors write them, French and Dutch: "jeudi après-midi", "volgende dinsdag na 16u".

    windows("demain matin", "fr", now) -> (Window(tomorrow 8:00, tomorrow 12:00),)

A grammar of our own over words without accents and with typos: the libraries that parse dates
know one of the two languages well, give a point in time rather than a stretch of it, and take
"na 16u" for 16:00. Everything is Europe/Brussels wall time.
"""

from __future__ import annotations

from service.date_words.grammar import windows
from service.date_words.window import Window

__all__ = ["Window", "windows"]
