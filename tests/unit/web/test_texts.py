"""The widget's texts: all there in both languages, none too many; and what is built is current."""

from __future__ import annotations

import re

import pytest

from channels.web.assets import STATIC, widget_texts
from channels.web.build import BUILT, stamp
from service.wording import LANGUAGES, catalogue, marks

# Keys that are put together: their first part stands in the source.
PUT_TOGETHER = ("themes.", "publics.", "say_public.", "tabs.", "articles.all_")
ALSO = {"articles.theme", "articles.public", "person", "waiting", "assistant"}


def sources() -> str:
    paths = [*STATIC.glob("chat/*.js"), *STATIC.glob("launcher/*.js")]
    templates = (STATIC.parent / "templates").glob("*.jinja")
    return "\n".join(path.read_text("utf-8") for path in [*paths, *templates])


def test_what_is_built_is_made_from_the_sources() -> None:
    built = (BUILT / "sources.sha256").read_text("ascii").strip()
    assert built == stamp(), "run `python -m channels.web.build`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_that_the_chat_names_exists(language: str) -> None:
    texts = widget_texts(language)
    named = set(re.findall(r'\bt\(\s*"([a-z_.]+)"', sources()))
    named |= set(re.findall(r'\?\s*"([a-z_]+\.[a-z_]+)"\s*:\s*"', sources()))
    assert len(named) > 80
    assert named <= set(texts)


def test_no_text_is_left_over() -> None:
    named = set(re.findall(r'["\']([a-z_]+(?:\.[a-z_]+)*)["\']', sources())) | ALSO
    unused = [key for key in widget_texts("fr") if not key.startswith(PUT_TOGETHER)]
    unused = [key for key in unused if key not in named]
    assert unused == []


def test_both_languages_have_the_same_texts_and_marks() -> None:
    fr, nl = (
        {key: text for key, text in catalogue(language).items() if key.startswith("widget.")}
        for language in LANGUAGES
    )
    assert set(fr) == set(nl)
    for key, text in fr.items():
        assert marks(text) == marks(nl[key]), key
