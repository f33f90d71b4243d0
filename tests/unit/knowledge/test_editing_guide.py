"""The guide for counsellors tells of everything that there is, and its example holds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from knowledge.checks.shape import SCHEMA
from knowledge.commands import knowledge
from knowledge.vocabulary import ASPECTS, HANDOVERS, PUBLICS, SITUATIONS, THEMES

GUIDE = (Path(__file__).parents[3] / "docs" / "editing.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", sorted(knowledge.commands))
def test_every_command_is_explained(command: str) -> None:
    assert f"azimut knowledge {command}" in GUIDE


@pytest.mark.parametrize("word", [*ASPECTS, *PUBLICS, *SITUATIONS, *THEMES, *HANDOVERS])
def test_every_word_of_the_format_is_named(word: str) -> None:
    assert f"`{word}`" in GUIDE or f"`handover: {word}`" in GUIDE


def test_every_field_of_an_article_is_named() -> None:
    fields = set(json.loads(SCHEMA.read_text(encoding="utf-8"))["properties"])

    assert {field for field in fields if field not in GUIDE} == set()


def test_the_examples_are_sound_yaml() -> None:
    examples = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)

    assert len(examples) >= 3
    for example in examples:
        assert yaml.safe_load(example)
