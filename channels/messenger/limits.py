"""Messenger's limits, in UTF-16 units where they are lengths.

Source: Meta's pages on quick replies (2026-04) and on the messaging policy (2026-09); the length
of a text is in the API's own error message (#100).
"""

from __future__ import annotations

TEXT = 2000
QUICK_REPLIES = 13
QUICK_REPLY_TITLE = 20
WINDOW_HOURS = 24
HUMAN_AGENT_DAYS = 7
PAGE_PER_SECOND = 40.0  # far below what a page may send; a page of ours never needs more
# Messenger has no pair rate as strict as WhatsApp's; this only keeps a loop of ours in bounds.
PERSON_BURST = 20
PERSON_SECONDS = 20.0
