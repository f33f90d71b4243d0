"""Settings fail at start, with key, value and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SettingError
from bot.secrets import load_keys
from bot.settings import load_settings


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("AZIMUT_PORT", "80a", "a port"),
        ("AZIMUT_PORT", "70000", "a port"),
        ("AZIMUT_PUBLIC_URL", "azimut.brussels", "http"),
        ("AZIMUT_TRUSTED_PROXIES", "10.0.0.0/99", "networks"),
        ("AZIMUT_EMBED_ORIGINS", "https://a.be evil", "origins"),
        ("AZIMUT_LOG_LEVEL", "loud", "debug"),
        ("AZIMUT_HOTS", "0.0.0.0", "no such setting"),
    ],
)
def test_a_wrong_value_is_named(key: str, value: str, expected: str) -> None:
    with pytest.raises(SettingError) as failure:
        load_settings({key: value})
    assert key in str(failure.value)
    assert value in str(failure.value)
    assert expected in str(failure.value)


def test_a_short_secret_is_refused_and_not_shown() -> None:
    with pytest.raises(SettingError) as failure:
        load_settings({"AZIMUT_SECRET_KEY": "hunter2"})
    assert "hunter2" not in str(failure.value)


def test_the_defaults_are_those_of_one_machine() -> None:
    settings = load_settings({})
    assert settings.loopback
    assert settings.port == 8080
    assert settings.database.startswith("sqlite")


def test_the_secret_is_made_once_and_is_for_its_user_only(tmp_path: Path) -> None:
    settings = load_settings({"AZIMUT_DATA_DIR": str(tmp_path / "var")})
    first, second = load_keys(settings), load_keys(settings)
    assert first.hash("x", "y") == second.hash("x", "y")
    secret = tmp_path / "var" / "secret.key"
    assert (secret.stat().st_mode & 0o077) == 0
