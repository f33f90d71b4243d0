"""Every rendering passes the strict rules of the stand-in, and reads as it should."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from channels.graph.client import GraphClient
from channels.messenger.sender import MessengerSender
from channels.messenger.settings import load_messenger
from channels.standin import messenger_rules, whatsapp_rules
from channels.standin.account import Account
from channels.whatsapp.sender import WhatsAppSender
from channels.whatsapp.settings import load_whatsapp
from channels.writing.length import units
from knowledge.loader import load_knowledge
from service.options import system_clock
from service.types import ArticleCard
from service.views import MessageView
from service.wording import catalogue
from tests.unit.channels.message_support import card, message, messages

CLIENT = GraphClient("http://127.0.0.1:9/v25.0", "secret")
Json = dict[str, Any]


def _whatsapp() -> WhatsAppSender:
    options = load_whatsapp(Account("whatsapp").environment("http://127.0.0.1:9"))
    assert options is not None
    return WhatsAppSender(options, CLIENT, system_clock)


def _messenger() -> MessengerSender:
    options = load_messenger(Account("messenger").environment("http://127.0.0.1:9"))
    assert options is not None
    return MessengerSender(options, CLIENT, system_clock)


def on_whatsapp(*views: MessageView, language: str = "fr") -> list[Json]:
    """The requests, checked."""
    parts = [dict(p) for p in _whatsapp().render(views, language, "messages")]  # type: ignore[arg-type]
    for part in parts:
        request = {"messaging_product": "whatsapp", "to": "32470000001", **part}
        whatsapp_rules.check_message(request, set())
    return parts


def on_messenger(*views: MessageView, language: str = "fr") -> list[Json]:
    """The requests, checked."""
    parts = [dict(p) for p in _messenger().render(views, language, "messages")]  # type: ignore[arg-type]
    for part in parts:
        request = {"recipient": {"id": "1"}, "messaging_type": "RESPONSE", "message": part}
        messenger_rules.check_message(request)
    return parts


@settings(max_examples=60)
@given(messages())
def test_whatever_the_house_says_fits_whatsapp(views: list[MessageView]) -> None:
    on_whatsapp(*views)


@settings(max_examples=60)
@given(messages())
def test_whatever_the_house_says_fits_messenger(views: list[MessageView]) -> None:
    on_messenger(*views)


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_every_article_fits_with_its_sources(language: str) -> None:
    for article in load_knowledge():
        shown = article.shown(language, ())
        sources = tuple({"title": s.title, "url": s.url, "date": s.date} for s in shown.sources)
        beside = ArticleCard(
            id=shown.id, title=shown.title, sources=sources, written=shown.written.isoformat(),
            reviewed=None, easy=shown.easy, aspects=tuple(shown.aspects), related=(),
        )  # fmt: skip
        answer = message(shown.answer, "Plus simple", "Parler à une personne", article=beside)
        assert len(on_whatsapp(answer, language=language)) <= 3
        (only,) = on_messenger(answer, language=language)
        assert sources[0]["url"] in only["text"]


def test_up_to_three_short_labels_are_buttons() -> None:
    (part,) = on_whatsapp(message("On y va ?", "Oui", "Non"))
    buttons = part["interactive"]["action"]["buttons"]
    assert [button["reply"]["title"] for button in buttons] == ["Oui", "Non"]


def test_up_to_ten_are_a_list_and_long_labels_stay_readable() -> None:
    long = "jeudi 26 novembre à 14 h 00, à la Cité des métiers"
    (part,) = on_whatsapp(message("Quand ?", long, "Un autre moment", "Arrêter", "Aide"))
    rows = part["interactive"]["action"]["sections"][0]["rows"]
    assert [row["title"] for row in rows][1:] == ["Un autre moment", "Arrêter", "Aide"]
    assert f"{rows[0]['title']} {rows[0]['description']}" == long


def test_more_than_ten_are_numbers() -> None:
    labels = [f"Sujet {n}" for n in range(1, 13)]
    (part,) = on_whatsapp(message("Lequel ?", *labels))
    assert "12. Sujet 12" in part["text"]["body"]
    (short,) = on_messenger(message("Lequel ?", *labels))
    assert [reply["title"] for reply in short["quick_replies"]] == labels


def test_numbers_run_over_all_bubbles_as_the_house_counts_them() -> None:
    first, second = (f"{word} " * 20 for word in ("premier", "deuxième"))
    (part,) = on_whatsapp(message("A", first, seq=1), message("B", second, seq=2))
    body = part["text"]["body"]
    assert f"1. {first.strip()}" in body and f"2. {second.strip()}" in body


def test_long_labels_on_messenger_stand_in_the_text() -> None:
    (part,) = on_messenger(message("Quoi ?", "Les bourses d'études en Flandre", "Autre chose"))
    assert "1. Les bourses d'études en Flandre\n2. Autre chose" in part["text"]
    assert [reply["title"][:3] for reply in part["quick_replies"]] == ["1. ", "2. "]


def test_bubbles_are_merged() -> None:
    assert len(on_whatsapp(message("un", seq=1), message("deux", seq=2))) == 1
    assert len(on_messenger(message("un", seq=1), message("deux", seq=2))) == 1


def test_sources_age_and_related_subjects_are_shown() -> None:
    views = message("Réponse", "Plus simple", article=card(5), near=("Les bourses d'études",))
    (part,) = on_whatsapp(views)
    body = part["interactive"]["body"]["text"]
    assert "Source 0, https://example.org/0" in body
    assert "et 2 autres" in body
    assert "20 novembre 2026" in body
    sections = part["interactive"]["action"]["sections"]
    assert sections[1]["title"] == "Voir aussi"
    assert sections[1]["rows"][0] == {"id": "choice-1-0001", "title": "Les bourses d'études"}


def test_near_subjects_count_on_where_choices_are_numbers() -> None:
    labels = [f"Sujet {n}" for n in range(1, 12)]
    (part,) = on_whatsapp(message("Lequel ?", *labels, near=("Les stages",)))
    assert "11. Sujet 11\n\nVoir aussi :\n12. Les stages\n\nRépondez" in part["text"]["body"]
    long = "Comment garder ses allocations"
    (short,) = on_messenger(message("Lequel ?", long, near=("Les stages",)))
    assert f"1. {long}\n\nVoir aussi :\n2. Les stages" in short["text"]
    assert [reply["title"][:3] for reply in short["quick_replies"]] == ["1. ", "2. "]


def test_near_subjects_fill_a_list_and_no_more() -> None:
    near = tuple(f"Sujet {n}" for n in range(1, 9))
    (part,) = on_whatsapp(message("Voilà.", *"abcdef", near=near))
    _, also = part["interactive"]["action"]["sections"]
    assert [row["title"] for row in also["rows"]] == ["Sujet 1", "Sujet 2", "Sujet 3", "Sujet 4"]
    (alone,) = on_whatsapp(message("Voilà.", near=("Sujet 1", "x" * 97, "Sujet 3")))
    rows = [
        row for section in alone["interactive"]["action"]["sections"] for row in section["rows"]
    ]
    assert [row["title"] for row in rows] == ["Sujet 1"]  # else a place would not be its number


def test_near_subjects_on_messenger_are_titles_to_type_and_buttons() -> None:
    (part,) = on_messenger(message("Voilà.", "Plus simple", near=("Garder ses allocations",)))
    assert part["text"].endswith("Voir aussi (écrivez le titre) :\n• Garder ses allocations")
    assert [reply["payload"] for reply in part["quick_replies"]] == [
        "choice-1-0000", "choice-1-0001",
    ]  # fmt: skip


def test_short_labels_stand_where_there_is_little_room() -> None:
    title = "Minerval et frais d'inscription dans le supérieur"
    (part,) = on_whatsapp(message("Voilà.", near=(title,), short="Minerval"))
    (section,) = part["interactive"]["action"]["sections"]
    assert section["rows"] == [
        {"id": "choice-1-0000", "title": "Minerval", "description": title}
    ]  # fmt: skip
    (other,) = on_messenger(message("Voilà.", near=(title,), short="Minerval"))
    assert [reply["title"] for reply in other["quick_replies"]] == ["Minerval"]
    (asked,) = on_messenger(message("Quoi ?", title, short="Minerval"))
    assert f"1. {title}" in asked["text"]
    assert [reply["title"] for reply in asked["quick_replies"]] == ["1. Minerval"]


def test_a_long_answer_keeps_its_sources_with_its_choices() -> None:
    views = message("Un début.\n\n" + "Une phrase. " * 90, "a", "b", "c", "d", article=card())
    first, last = on_whatsapp(views)
    assert first["text"]["body"].startswith("Un début.\n\nUne phrase.")
    assert last["interactive"]["body"]["text"].startswith("Sources :")


def test_a_long_answer_puts_its_choices_under_the_last_piece() -> None:
    parts = on_whatsapp(message("Une phrase de plus. " * 150, "Oui", "Non"))
    assert [part["type"] for part in parts] == ["text", "interactive"]
    pieces = on_messenger(message("Une phrase de plus. " * 150, "Oui", "Non"))
    assert [bool(piece.get("quick_replies")) for piece in pieces] == [False, True]


def test_the_template_is_in_the_language_and_messenger_has_none() -> None:
    (part,) = _whatsapp().render([], "nl", "template")
    assert part["template"] == {"name": "azimut_answer_waiting", "language": {"code": "nl"}}
    assert _messenger().render([], "nl", "template") == []


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_the_choices_of_the_house_fit_a_button(language: str) -> None:
    """Else two of them become a list on WhatsApp, and numbers on Messenger."""
    longer = {
        key: text
        for key, text in catalogue(language).items()
        if key.startswith("choice.") and units(text) > 20
    }
    assert longer == {}
