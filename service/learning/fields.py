"""An article's YAML as the fields of a form, and back, leaving the rest of the text alone."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from knowledge.vocabulary import ASPECTS, LANGUAGES
from service.errors import BadRequest

TEXTS = ("title", "label", "answer", "easy")
_BLOCKS = ("answer", "easy")


@dataclass(frozen=True)
class VersionFields:
    """What is edited of one language."""

    title: str
    label: str
    answer: str
    easy: str
    aspects: Mapping[str, str]
    questions: tuple[str, ...]


def fields_of(text: str) -> dict[str, VersionFields]:
    """The fields by language. Raises BadRequest when the text is no article at all."""
    data = _load(text)
    return {language: _version(data.get(language)) for language in LANGUAGES}


def with_fields(text: str, fields: Mapping[str, VersionFields]) -> str:
    """The article with these fields; what did not change keeps its characters."""
    data, present = _load(text), fields_of(text)
    if fields == present:
        return text
    for language, new in fields.items():
        version = data[language]
        for name in TEXTS:
            if getattr(new, name) != getattr(present[language], name):
                _set(version, name, getattr(new, name))
        if new.aspects != present[language].aspects:
            _set_aspects(version, new.aspects)
        if new.questions != present[language].questions:
            version["questions"] = [DoubleQuotedScalarString(each) for each in new.questions]
    out = io.StringIO()
    _yaml().dump(data, out)
    return out.getvalue()


class _Representer(RoundTripRepresenter):  # type: ignore[misc]  # ruamel is not typed
    """Writes ``null`` as the articles do."""

    def represent_null(self, _value: None) -> Any:
        """A word, not an empty place."""
        return self.represent_scalar("tag:yaml.org,2002:null", "null")


_Representer.add_representer(type(None), _Representer.represent_null)


def _yaml() -> YAML:
    yaml = YAML()
    yaml.Representer = _Representer
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _load(text: str) -> Any:
    try:
        data = _yaml().load(text)
    except YAMLError as error:
        raise BadRequest("the article is no YAML") from error
    if not isinstance(data, dict) or not all(isinstance(data.get(key), dict) for key in LANGUAGES):
        raise BadRequest("the article has no fr and nl")
    if not all(_is_version(data[language]) for language in LANGUAGES):
        raise BadRequest("the article has aspects or questions of another form")
    return data


def _is_version(version: Any) -> bool:
    aspects, questions = version.get("aspects") or {}, version.get("questions") or []
    return isinstance(aspects, dict) and isinstance(questions, list)


def _version(data: Any) -> VersionFields:
    aspects = data.get("aspects") or {}
    title, label, answer, easy = (str(data.get(name) or "").strip() for name in TEXTS)
    return VersionFields(
        title,
        label,
        answer,
        easy,
        aspects={name: str(aspects[name]).strip() for name in ASPECTS if aspects.get(name)},
        questions=tuple(str(each).strip() for each in data.get("questions") or () if each),
    )


def _set(version: Any, name: str, text: str) -> None:
    if not text and name == "label":
        version.pop(name, None)
    elif name in _BLOCKS:
        version[name] = LiteralScalarString(f"{text}\n")
    else:
        version[name] = DoubleQuotedScalarString(text)


def _set_aspects(version: Any, aspects: Mapping[str, str]) -> None:
    present = version.get("aspects")
    if present is None:
        version["aspects"] = dict(aspects)
        return
    for name in ASPECTS:
        text = aspects.get(name, "")
        if not text:
            present.pop(name, None)
        elif str(present.get(name) or "").strip() != text:
            block = "\n" in text
            present[name] = (
                LiteralScalarString(f"{text}\n") if block else DoubleQuotedScalarString(text)
            )
