"""The tables, one file a topic."""

from store.models.agenda import (
    AppointmentRow,
    AvailabilityRow,
    ClosingDayRow,
    ExceptionRow,
    LeftMessageRow,
)
from store.models.aggregates import (
    AggregateMonthRow,
    ArticleCellRow,
    ContactCellRow,
    HourCellRow,
    QuestionCellRow,
)
from store.models.conversation import ChoiceRow, ConversationRow, MessageRow
from store.models.desk import AuditRow, CannedReplyRow, GapRow, SettingRow
from store.models.facts import ConversationFactRow, QuestionFactRow
from store.models.handover import HandoverRow, NoteRow
from store.models.learning import (
    ArticleOwnerRow,
    ArticleRevisionRow,
    LinkCheckRow,
    ModelArchiveRow,
    ModelPartRow,
    PublicationRow,
    TrialQuestionRow,
    TrialRow,
)
from store.models.people import CounsellorRow, DeskSessionRow
from store.models.queues import InboxRow, OutboxRow, SeenRow

__all__ = [
    "AggregateMonthRow",
    "AppointmentRow",
    "ArticleCellRow",
    "ArticleOwnerRow",
    "ArticleRevisionRow",
    "AuditRow",
    "AvailabilityRow",
    "CannedReplyRow",
    "ChoiceRow",
    "ClosingDayRow",
    "ContactCellRow",
    "ConversationFactRow",
    "ConversationRow",
    "CounsellorRow",
    "DeskSessionRow",
    "ExceptionRow",
    "GapRow",
    "HandoverRow",
    "HourCellRow",
    "InboxRow",
    "LeftMessageRow",
    "LinkCheckRow",
    "MessageRow",
    "ModelArchiveRow",
    "ModelPartRow",
    "NoteRow",
    "OutboxRow",
    "PublicationRow",
    "QuestionCellRow",
    "QuestionFactRow",
    "SeenRow",
    "SettingRow",
    "TrialQuestionRow",
    "TrialRow",
]
