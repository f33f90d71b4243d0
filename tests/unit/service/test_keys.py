"""Keys: separate, rotated, unforgeable."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.keys import Keys

OLD, NEW = "o" * 40, "n" * 40
NOW = datetime(2026, 11, 23, tzinfo=timezone.utc)


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="32"):
        Keys.from_secret("short")


def test_purposes_and_secrets_are_kept_apart() -> None:
    keys = Keys.from_secret(NEW)
    assert keys.hash("code", "x") != keys.hash("token", "x")
    assert keys.hash("code", "x") != keys.session_hash("code", "x")
    assert keys.hash("code", "x") != Keys.from_secret(OLD).hash("code", "x")
    assert keys.hash("a", "bc") != keys.hash("ab", "c")


def test_after_a_rotation_the_old_is_still_found_and_read() -> None:
    before, after = Keys.from_secret(OLD), Keys.from_secret(NEW, previous=[OLD])
    assert before.hash("person", "x") in after.hashes("person", "x")
    assert after.hashes("person", "x")[0] == after.hash("person", "x")
    assert after.decrypt(before.encrypt("secret")) == "secret"
    assert after.verify("ics", before.sign("ics", "7", NOW + timedelta(hours=1)), NOW) == "7"
    with pytest.raises(ValueError, match="read"):
        Keys.from_secret(NEW).decrypt(before.encrypt("secret"))


def test_signatures_end() -> None:
    keys = Keys.from_secret(NEW)
    signed = keys.sign("ics", "7", NOW)
    assert keys.verify("ics", signed, NOW) == "7"
    with pytest.raises(ValueError, match="expired"):
        keys.verify("ics", signed, NOW + timedelta(seconds=2))
    with pytest.raises(ValueError, match="wrong"):
        keys.verify("feed", signed, NOW)


@given(st.text(max_size=80))
def test_no_text_is_a_signature(text: str) -> None:
    with pytest.raises(ValueError, match="signature"):
        Keys.from_secret(NEW).verify("ics", text, NOW)


@given(st.text())
def test_encryption_is_there_and_back(text: str) -> None:
    keys = Keys.from_secret(NEW)
    assert keys.decrypt(keys.encrypt(text)) == text
    assert keys.decrypt_json(keys.encrypt_json({"code": text})) == {"code": text}
