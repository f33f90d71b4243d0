"""Every field is there, and nothing else (article.schema.json)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from knowledge.document import Place
from knowledge.draft import Draft
from knowledge.finding import Finding

SCHEMA = Path(__file__).parent.parent / "article.schema.json"


def shape(draft: Draft) -> Iterator[Finding]:
    """Findings on missing, unknown and wrongly filled fields, and on keys that stand twice."""
    for place, line in draft.document.repeated_keys():
        name = _dotted(place)
        yield Finding(draft.document.path, line, f"{name} stands twice", "keep one of the two")
    for error in _validator().iter_errors(_plain(draft.document.data)):
        yield from _findings(draft, error)


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _plain(value: Any) -> Any:
    """The content as JSON has it: dates as text, keys as text."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _findings(draft: Draft, error: ValidationError) -> Iterator[Finding]:
    place: Place = tuple(error.absolute_path)
    value: Any = error.validator_value
    instance: Any = error.instance
    schema: Any = error.schema
    if error.validator == "required":
        for key in value:
            if key not in instance:
                name = _dotted((*place, key))
                yield draft.finding(place, f"{name} is missing", "add it (see docs/editing.md)")
        return
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        for key in sorted(set(error.instance) - set(schema.get("properties", {}))):
            name = _dotted((*place, key))
            yield draft.finding((*place, key), f"{name} is unknown", "correct or remove it")
        return
    if "propertyNames" in error.absolute_schema_path:
        place = (*place, str(instance))
    yield draft.finding(place, f"{_dotted(place)}: {_problem(error)}", _mend(error))


def _problem(error: ValidationError) -> str:
    instance: Any = error.instance
    shown = json.dumps(instance, ensure_ascii=False)
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    if error.validator == "maxLength":
        return f"{len(instance)} characters"
    return f"{shown} does not fit"


def _mend(error: ValidationError) -> str:
    value: Any = error.validator_value
    if error.validator == "enum":
        return "use one of " + ", ".join(str(item) for item in value)
    if error.validator == "maxLength":
        return f"at most {value}"
    if error.validator == "anyOf" and list(error.absolute_path)[-1:] == ["title"]:
        return "give a text, or one in fr and one in nl, each of at most 100 characters"
    mends = {
        "type": f"give a {value}",
        "pattern": 'write it like the examples in docs/editing.md (dates: "2026-03-01")',
        "anyOf": 'give a date like "2026-03-01", or null',
        "minItems": "give at least one",
        "maxItems": f"at most {value}",
        "uniqueItems": "name each once",
        "minProperties": "fill in what differs, or remove it",
    }
    return mends.get(str(error.validator), "see docs/editing.md")


def _dotted(place: Place) -> str:
    return ".".join(str(part) for part in place) or "the file"
