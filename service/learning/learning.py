"""Everything about learning, in one place for the desk and the application."""

from __future__ import annotations

from service.core import Core
from service.gaps import Gaps
from service.learning.archives import Archives
from service.learning.gapboard import GapBoard
from service.learning.publications import Publications
from service.learning.questions import TrialQuestions
from service.learning.revisions import Revisions
from service.learning.trials import Trials
from service.learning.upkeep import Upkeep
from service.people import People


class Learning:
    """One small service each; see their modules."""

    def __init__(self, core: Core, gaps: Gaps, people: People) -> None:
        self.revisions = Revisions(core)
        self.gaps = GapBoard(core, gaps, self.revisions)
        self.questions = TrialQuestions(core)
        self.archives = Archives(core)
        self.publications = Publications(core, self.archives)
        self.trials = Trials(core, self.revisions, self.questions, self.archives, self.publications)
        self.upkeep = Upkeep(core, people)
