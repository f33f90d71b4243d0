"""Redaction: nothing that identifies a person gets in, and nothing useful gets lost."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from service.codes import new_code
from service.redaction import find, found_kinds, redact

DATA = Path(__file__).parents[2] / "data" / "redaction.yml"
STRUCTURED = {"phone", "email", "iban", "national_number", "card", "document"}


@cache
def written() -> dict[str, list[Any]]:
    data: dict[str, list[Any]] = YAML(typ="safe").load(DATA.read_text("utf-8"))
    return data


def is_gone(case: dict[str, str]) -> bool:
    """No three characters in a row of the secret's digits or words are left."""
    left = redact(case["text"])
    rest = [piece for piece in re.findall(r"\d{2,}|[\w.+-]+@", case["secret"]) if len(piece) > 1]
    return case["secret"] not in left and not any(piece in left for piece in rest)


def test_recall_on_structured_identifiers() -> None:
    cases = [case for case in written()["cases"] if case["kind"] in STRUCTURED]
    missed = [case["text"] for case in cases if not is_gone(case)]
    assert len(cases) >= 160
    assert len(missed) <= len(cases) * 0.01, missed


def test_recall_on_addresses() -> None:
    cases = [case for case in written()["cases"] if case["kind"] == "address"]
    missed = [case["text"] for case in cases if not is_gone(case)]
    assert len(missed) <= len(cases) * 0.1, missed


def test_what_must_pass_passes() -> None:
    changed = [text for text in written()["passes"] if redact(text) != text]
    assert len(changed) <= len(written()["passes"]) * 0.01, changed


@pytest.mark.parametrize("region", ["BE", "FR", "NL", "MA", "DE", "GB", "TR", "PL", "RO", "CD"])
def test_telephone_numbers_in_the_forms_of_a_library(region: str) -> None:
    forms = [phonenumbers.PhoneNumberFormat.E164, phonenumbers.PhoneNumberFormat.INTERNATIONAL]
    for kind in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE):
        number = phonenumbers.example_number_for_type(region, kind)
        assert number is not None
        for form in forms:
            text = phonenumbers.format_number(number, form)
            assert redact(f"bel {text} of mail") == "bel [tel] of mail"
        called = phonenumbers.format_out_of_country_calling_number(number, "BE")
        assert not re.search(r"\d", redact(called))


@given(st.integers(0, 99), st.sampled_from([" ", "/", ".", "-", ""]))
def test_every_belgian_mobile_number(last: int, gap: str) -> None:
    number = f"0475{gap}12{gap}34{gap}{last:02d}"
    assert redact(f"({number})").strip("()") == "[tel]"


@given(st.data())
def test_our_codes_pass(data: st.DataObject) -> None:
    code = new_code()
    for text in (code, code.lower(), code.replace("-", ""), code.replace("-", " ")):
        assert redact(f"mon code est {text}, merci") == f"mon code est {text}, merci"


def test_redaction_twice_changes_nothing() -> None:
    for case in written()["cases"]:
        once = redact(case["text"])
        assert redact(once) == once


@given(st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    found = find(text)
    assert all(0 <= a.start < a.end <= len(text) for a in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece", ["a", "1 ", "rue ", "a@", "a.", "rue a ", "12 rue ", "A1", "((", "de la ", "1/", "+1"]
)
def test_no_text_takes_long(piece: str) -> None:
    redact((piece * 5000)[:5000])  # a pattern that tries every way would not come back


def test_kinds_for_the_warning_of_counsellors() -> None:
    assert found_kinds("bel 0475 12 34 56 of mail a@b.be") == ("phone", "email")
    assert found_kinds("rien du tout") == ()
