"""What the house shows to channels and desk. Frozen values; times are aware and UTC."""

from service.views.agenda import (
    AppointmentStatus,
    Availability,
    AvailabilityException,
    ClosingDay,
    DeskAppointment,
    Slot,
    VisitorAppointment,
)
from service.views.people import (
    Counsellor,
    DeskSession,
    Presence,
    PresenceState,
    Role,
)
from service.views.records import (
    Alarm,
    AuditEntry,
    Gap,
    PurgeReport,
)
from service.views.talks import (
    CannedReply,
    Delivery,
    DeskConversation,
    DeskMessage,
    LeftMessage,
    Note,
    QueueEntry,
)
from service.views.visits import (
    ChoiceView,
    ConversationState,
    Hours,
    MessageView,
    Started,
    TurnOutcome,
)

__all__ = [
    "Alarm",
    "AppointmentStatus",
    "AuditEntry",
    "Availability",
    "AvailabilityException",
    "CannedReply",
    "ChoiceView",
    "ClosingDay",
    "ConversationState",
    "Counsellor",
    "Delivery",
    "DeskAppointment",
    "DeskConversation",
    "DeskMessage",
    "DeskSession",
    "Gap",
    "Hours",
    "LeftMessage",
    "MessageView",
    "Note",
    "Presence",
    "PresenceState",
    "PurgeReport",
    "QueueEntry",
    "Role",
    "Slot",
    "Started",
    "TurnOutcome",
    "VisitorAppointment",
]
