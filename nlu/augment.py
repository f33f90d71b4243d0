"""Made-up messages that mix acts, as visitors do: "my diploma is foreign, can I talk to someone".

Asking for a person, a booking or help in danger stays what it is whatever question stands beside
it; a question stays one after a greeting, a thank-you or a word about oneself.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlu.examples import ASK, Example
from nlu.folds import MADE_UP
from nlu.words import LANGUAGES

LEADING = ("distress", "hand_over", "book", "change_booking", "cancel_booking", "leave_message")
"""Acts that win over a question in the same message."""
POLITE = ("greet", "thank", "profile")
"""Acts that a question wins over."""
LONGEST = 16
"""Words of the longest question that is put beside another act."""


def mixed(examples: Sequence[Example]) -> list[Example]:
    """Mixed messages, the same at every call: about one for each example of a leading act."""
    chance = random.Random(0)  # noqa: S311 (the same at every call, not secret)
    made: list[Example] = []
    for language in LANGUAGES:
        by_act: dict[str, list[Example]] = defaultdict(list)
        for example in examples:
            if example.language == language and not example.is_document:
                by_act[example.act].append(example)
        questions = [
            e for e in by_act[ASK] if "public" not in e.facets and len(e.text.split()) <= LONGEST
        ]
        if questions:
            made.extend(_led(by_act, questions, chance))
            made.extend(_polite(by_act, questions, chance))
    return made


def _led(
    by_act: dict[str, list[Example]], questions: Sequence[Example], chance: random.Random
) -> Iterator[Example]:
    for act in LEADING:
        for example in by_act[act]:
            question = chance.choice(questions).text
            texts = [question, example.text] if chance.random() < 0.7 else [example.text, question]
            yield _made(example, chance.choice((" ", ", ", ". ")).join(texts))


def _polite(
    by_act: dict[str, list[Example]], questions: Sequence[Example], chance: random.Random
) -> Iterator[Example]:
    for act in POLITE:
        for example in by_act[act]:
            question = chance.choice(questions)
            if len(example.text.split()) <= 6:
                yield _made(question, f"{example.text}, {question.text}")


def _made(example: Example, text: str) -> Example:
    return replace(example, text=text, facets={**example.facets, MADE_UP: example.text})
