"""What can go wrong while learning."""

from __future__ import annotations

from knowledge.finding import Finding
from service.errors import ServiceError


class Unfit(ServiceError):
    """The knowledge checker found something: it cannot go live. ``findings`` say what."""

    status = 409
    code = "unfit"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


class Outdated(ServiceError):
    """Somebody else changed the article meanwhile."""

    status = 409
    code = "outdated"


class TrialRunning(ServiceError):
    """A training is under way; there is one at a time."""

    status = 409
    code = "trial_running"


class NoWorkshop(ServiceError):
    """This process cannot train (a command, a test)."""

    status = 503
    code = "no_workshop"
