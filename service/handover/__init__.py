"""The desk's side of conversations: claim, reply, note, transfer, give back, close."""

from __future__ import annotations

from service.handover.looking import Looking
from service.handover.marking import Marking
from service.handover.passing import CLOSE_OUTCOMES, Passing
from service.handover.talking import Talking

__all__ = ["CLOSE_OUTCOMES", "Handover"]


class Handover(Looking, Passing, Talking, Marking):
    """Every method takes the id of the acting counsellor and leaves a line in the audit trail.

    Raises NotFound when the conversation is gone (forgotten), NotYours when acting on one that
    somebody else has.
    """
