"""Settings that fail at start, with key, value and what was expected."""

from __future__ import annotations

import pytest

from bot.errors import SettingError
from bot.platforms import load_platforms, platform_settings
from channels.standin.account import Account

WHATSAPP = Account("whatsapp").environment("http://127.0.0.1:8106")
MESSENGER = Account("messenger").environment("http://127.0.0.1:8107")


def test_without_a_number_or_a_page_both_are_off() -> None:
    platforms = load_platforms({"PATH": "/bin"})
    assert platforms.whatsapp is None
    assert platforms.messenger is None


def test_both_may_be_on() -> None:
    platforms = load_platforms(WHATSAPP | MESSENGER)
    assert platforms.whatsapp is not None and platforms.messenger is not None
    assert platforms.whatsapp.graph == "http://127.0.0.1:8106/v25.0"


def test_each_number_may_have_a_token_of_its_own() -> None:
    several = WHATSAPP | {
        "AZIMUT_WHATSAPP_PHONE_NUMBER_IDS": "1, 2 3",
        "AZIMUT_WHATSAPP_ACCESS_TOKEN": "all 2=second",
    }
    options = load_platforms(several).whatsapp
    assert options is not None
    assert [options.token(number) for number in ("1", "2", "3")] == ["all", "second", "all"]


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("AZIMUT_WHATSAPP_PHONE_NUMBER_IDS", "+3247", "expected ids in digits"),
        ("AZIMUT_WHATSAPP_ACCESS_TOKEN", "", "a token for number"),
        ("AZIMUT_WHATSAPP_ACCESS_TOKEN", "a b", "one token for all"),
        ("AZIMUT_WHATSAPP_APP_SECRET", "", "since numbers are set"),
        ("AZIMUT_WHATSAPP_VERIFY_TOKEN", "", "since numbers are set"),
        ("AZIMUT_WHATSAPP_GRAPH_URL", "graph.facebook.com", "an http(s) address"),
        ("AZIMUT_WHATSAPP_GRAPH_VERSION", "25", "v and a number"),
        ("AZIMUT_WHATSAPP_MESSAGES_PER_SECOND", "0", "a number above 0"),
        ("AZIMUT_WHATSAPP_TOKEN", "x", "no such setting; known are"),
        ("AZIMUT_MESSENGER_APP_ID", "", "since pages are set"),
        ("AZIMUT_MESSENGER_HUMAN_AGENT", "maybe", "yes or no"),
    ],
)
def test_a_wrong_value_says_key_and_expectation(key: str, value: str, told: str) -> None:
    with pytest.raises(SettingError) as caught:
        load_platforms(WHATSAPP | MESSENGER | {key: value})
    assert str(caught.value).startswith(key)
    assert told in str(caught.value)


def test_a_secret_is_never_shown() -> None:
    with pytest.raises(SettingError) as caught:
        load_platforms(WHATSAPP | {"AZIMUT_WHATSAPP_ACCESS_TOKEN": "EAAsecret EAAother"})
    assert "EAA" not in str(caught.value)


def test_every_setting_is_described() -> None:
    for about, _ in platform_settings({}):
        assert about.key.startswith(("AZIMUT_WHATSAPP_", "AZIMUT_MESSENGER_"))
        assert about.meaning and about.expected
