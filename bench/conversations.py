"""Conversations to play against a service: always the same, from our own training phrasings.

Nothing that silences the bot (asking for a person, distress) and nothing that deletes the
conversation: every turn is one that a bot has to answer.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

from bot.settings import PROJECT
from knowledge.loader import load_knowledge

LANGUAGES = ("fr", "nl")
BETWEEN = {
    "ask": 60,
    "follow_up": 14,
    "profile": 8,
    "out_of_scope": 6,
    "easier": 4,
    "thank": 4,
    "are_you_a_bot": 2,
    "book": 2,
}
"""What is said between the greeting and the goodbye, and how often (our assumption: mostly
questions)."""
SHORTEST, LONGEST = 6, 14  # turns

Phrases = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Turn:
    """What a visitor says, and what it is."""

    act: str
    text: str


def conversations(count: int, seed: int = 10) -> Iterator[list[Turn]]:
    """Whole conversations, French and Dutch in turn."""
    chance = random.Random(seed)
    phrases = {language: _phrases(language) for language in LANGUAGES}
    for number in range(count):
        yield list(_conversation(phrases[LANGUAGES[number % 2]], chance))


def long_conversation(turns: int, seed: int = 300) -> list[Turn]:
    """One French conversation of so many turns."""
    chance, phrases = random.Random(seed), _phrases("fr")
    acts = _between(chance, turns)
    return [Turn(act, chance.choice(phrases[act])) for act in acts]


def write_conversations(path: Path, spoken: Sequence[Sequence[Turn]]) -> Path:
    """One conversation a line, for the load tool, which imports nothing of ours."""
    lines = [json.dumps([asdict(turn) for turn in each], ensure_ascii=False) for each in spoken]
    path.write_text("\n".join(lines), "utf-8")
    return path


def _conversation(phrases: Phrases, chance: random.Random) -> Iterator[Turn]:
    length = chance.randint(SHORTEST, LONGEST)
    for act in ("greet", *_between(chance, length - 2), "bye"):
        yield Turn(act, chance.choice(phrases[act]))


def _between(chance: random.Random, count: int) -> list[str]:
    """The first is a question: one cannot follow up on nothing."""
    return ["ask", *chance.choices(list(BETWEEN), list(BETWEEN.values()), k=count - 1)]


def _phrases(language: str) -> Phrases:
    found: dict[str, list[str]] = {"ask": []}
    for article in load_knowledge():
        found["ask"] += article.versions[language].questions
    for path in sorted((PROJECT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            if (block.get("metadata") or {}).get("language") == language:
                found.setdefault(block["intent"], []).extend(_examples(block["examples"]))
    return found


def _examples(listed: str) -> list[str]:
    return [line.strip().removeprefix("- ") for line in listed.splitlines() if line.strip()]
