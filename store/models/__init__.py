"""The tables, one file a topic."""

from store.models.agenda import (
    AppointmentRow,
    AvailabilityRow,
    ClosingDayRow,
    ExceptionRow,
    LeftMessageRow,
)
from store.models.conversation import ChoiceRow, ConversationRow, MessageRow
from store.models.desk import AuditRow, CannedReplyRow, GapRow, SettingRow
from store.models.facts import ConversationFactRow, QuestionFactRow
from store.models.handover import HandoverRow, NoteRow
from store.models.people import CounsellorRow, DeskSessionRow
from store.models.queues import InboxRow, OutboxRow, SeenRow

__all__ = [
    "AppointmentRow",
    "AuditRow",
    "AvailabilityRow",
    "CannedReplyRow",
    "ChoiceRow",
    "ClosingDayRow",
    "ConversationFactRow",
    "ConversationRow",
    "CounsellorRow",
    "DeskSessionRow",
    "ExceptionRow",
    "GapRow",
    "HandoverRow",
    "InboxRow",
    "LeftMessageRow",
    "MessageRow",
    "NoteRow",
    "OutboxRow",
    "QuestionFactRow",
    "SeenRow",
    "SettingRow",
]
