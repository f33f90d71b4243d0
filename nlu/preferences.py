"""Acts that win before they are the likeliest, since to miss them costs more than a false alarm.

The thresholds are the lowest that take no more than a stated share of other held-out messages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nlu.examples import ASK

DISTRESS = "distress"
OUT_OF_SCOPE = "out_of_scope"
FALSE_ALARMS = 0.03
"""Share of other messages that may be taken for distress: recall comes first, and a false alarm
costs a visitor four lines of help numbers and the offer of a person."""
TURNED_AWAY = 0.03
"""Share of questions that may be taken for out of scope: their visitors must ask again. Of the
questions of other authors it is a third of that, since the model has learned more than those that
measure here."""
ASKED_BACK = 0.08
"""Share of questions that may be asked back, and not answered, because they sound strange."""
HIGHEST, LOWEST = 0.5, 0.04

Acts = Mapping[str, float]


@dataclass(frozen=True)
class Preferences:
    """Probabilities from which a message is distress, is out of scope, is not simply answered."""

    distress: float = HIGHEST
    out_of_scope: float = HIGHEST
    doubt: float = HIGHEST

    @classmethod
    def fit(
        cls, chances: Sequence[Acts], acts: Sequence[str], shares: Sequence[float]
    ) -> Preferences:
        """Choose the thresholds on held-out messages.

        :param chances: for each message, probabilities of acts.
        :param acts: the acts that are right.
        :param shares: what each message counts for.
        """
        others = [place for place, act in enumerate(acts) if act != DISTRESS]
        questions = [place for place, act in enumerate(acts) if act == ASK]

        def lowest(act: str, places: Sequence[int], accepted: float) -> float:
            heard = [(chances[place].get(act, 0.0), shares[place]) for place in places]
            return _lowest(heard, accepted) if act in acts else HIGHEST

        return cls(
            lowest(DISTRESS, others, FALSE_ALARMS),
            lowest(OUT_OF_SCOPE, questions, TURNED_AWAY),
            lowest(OUT_OF_SCOPE, questions, ASKED_BACK),
        )

    def preferred(self, acts: Acts) -> str | None:
        """The act that wins whatever is likelier; None leaves it to the likeliest."""
        if acts.get(DISTRESS, 0.0) >= self.distress:
            return DISTRESS
        likeliest = max(acts, key=lambda act: acts[act], default=None)
        if likeliest == ASK and acts.get(OUT_OF_SCOPE, 0.0) >= self.out_of_scope:
            return OUT_OF_SCOPE
        return None

    def doubts(self, acts: Acts) -> bool:
        """Whether a message may be out of scope, so that an article is offered, not told."""
        return acts.get(OUT_OF_SCOPE, 0.0) >= self.doubt


def _lowest(heard: Sequence[tuple[float, float]], accepted: float) -> float:
    """The lowest threshold that no more than the accepted share reaches."""
    if not heard:
        return HIGHEST
    false = sorted(heard, reverse=True)
    counted = np.cumsum([share for _, share in false])
    place = int(np.searchsorted(counted, accepted * counted[-1]))
    return min(HIGHEST, max(LOWEST, false[place][0]))
