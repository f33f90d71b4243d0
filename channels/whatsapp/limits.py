"""WhatsApp's limits, in UTF-16 units where they are lengths.

Source: Meta's pages on reply buttons and list messages (2026-05), and the tables of providers
where Meta's page gives no figure: the smallest figure found is taken.
"""

from __future__ import annotations

TEXT = 4096
INTERACTIVE_BODY = 1024
BUTTONS = 3
BUTTON_TITLE = 20
ROWS = 10  # over all sections
ROW_ID = 200
ROW_TITLE = 24
ROW_DESCRIPTION = 72
WINDOW_HOURS = 24
NUMBER_PER_SECOND = 80.0  # messages of one number
# To one person: about one message in 6 seconds; a few at once are let through.
PERSON_BURST = 5
PERSON_SECONDS = 30.0
