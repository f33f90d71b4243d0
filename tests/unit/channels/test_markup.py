"""Markdown as each platform shows it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.writing.markup import PLAIN, WHATSAPP, render

CASES = [
    ("**112** : danger", "*112* : danger", "112 : danger"),
    ("un *peu* et **beaucoup**", "un _peu_ et *beaucoup*", "un peu et beaucoup"),
    ("**A**zimut", "Azimut", "Azimut"),  # WhatsApp would show the sign inside a word
    ("- un\n- deux", "- un\n- deux", "• un\n• deux"),
    ("3. trois\n4. quatre", "3. trois\n4. quatre", "3. trois\n4. quatre"),
    ("- un\n  - sous", "- un\n  - sous", "• un\n  • sous"),
    ("# Titre\n\nTexte", "*Titre*\n\nTexte", "Titre\n\nTexte"),
    ("a\nb\n\nc", "a\nb\n\nc", "a\nb\n\nc"),
    ("[Actiris](https://actiris.be)", "Actiris: https://actiris.be", "Actiris: https://actiris.be"),
    ("[actiris.be](https://www.actiris.be/)", "actiris.be", "actiris.be"),
    ("[a.be](https://www.a.be/b/)", "https://www.a.be/b/", "https://www.a.be/b/"),
    ("<https://actiris.be>", "https://actiris.be", "https://actiris.be"),
    ("[0800 32 123](tel:080032123)", "0800 32 123", "0800 32 123"),
    ("[nous](mailto:a@b.be)", "nous: a@b.be", "nous: a@b.be"),
    ("2 \\* 3 &amp; 4 < 5", "2 * 3 & 4 < 5", "2 * 3 & 4 < 5"),
    ("> cité\n> encore", "> cité\n> encore", "cité\nencore"),
    ("voir https://a.be/b_c_d", "voir https://a.be/b_c_d", "voir https://a.be/b_c_d"),
]


@pytest.mark.parametrize(("markdown", "whatsapp", "plain"), CASES)
def test_rendering(markdown: str, whatsapp: str, plain: str) -> None:
    assert render(markdown, WHATSAPP) == whatsapp
    assert render(markdown, PLAIN) == plain


def test_a_link_is_laid_out_as_the_language_wants() -> None:
    link = "{words} : {address}"
    assert render("[Actiris](https://actiris.be)", PLAIN, link) == "Actiris : https://actiris.be"


@given(st.text(alphabet="ab *_`#>-[]()\n1.\ue000\ue001é", max_size=80))
def test_any_text_renders_without_private_characters(text: str) -> None:
    for style in (WHATSAPP, PLAIN):
        assert not any("\ue000" <= character <= "\uf8ff" for character in render(text, style))
