"""What a message counts as before the rules look at it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions.routing import route
from service.types import Snapshot, TurnInput

NOW = "2026-11-23T10:00:00+01:00"
TURN = TurnInput("une question", "fr", "web", {}, Snapshot(now=NOW))


def heard(act: str = "ask", confidence: float = 0.95, **more: Any) -> dict[str, Any]:
    return {
        "intent": {"name": act, "confidence": confidence},
        "language": {"name": "fr", "clear": True, "guess": "fr"},
        "facets": {},
        "articles": {},
    } | more


def dutch(clear: bool = True) -> dict[str, Any]:
    return {"language": {"name": "nl", "clear": clear, "guess": "nl"}}


def with_owner(owner: Any, **more: Any) -> TurnInput:
    return replace(TURN, snapshot=replace(TURN.snapshot, owner=owner, **more))


@pytest.mark.parametrize("owner", ["waiting", "counsellor"])
def test_the_bot_is_silent_while_somebody_else_has_the_conversation(owner: str) -> None:
    assert route(heard("ask"), with_owner(owner), None, {}).silent


@pytest.mark.parametrize("owner", ["bot", "waiting", "counsellor"])
@pytest.mark.parametrize("act", ["distress", "forget", "leave_queue", "change_language"])
def test_what_works_in_every_state(owner: str, act: str) -> None:
    assert not route(heard(act), with_owner(owner), None, {}).silent


def test_cancelling_ones_own_appointment_works_while_waiting() -> None:
    with_one = with_owner("waiting", appointment={"id": 1, "start": NOW})
    assert not route(heard("cancel_booking"), with_one, None, {}).silent
    assert route(heard("cancel_booking"), with_owner("waiting"), None, {}).silent


def test_distress_heard_by_the_facets_wins_over_a_question() -> None:
    parse = heard("ask", facets={"distress": "violence"})
    assert route(parse, TURN, None, {}).act == "distress"


def test_distress_leaves_a_form() -> None:
    way = route(heard("distress"), TURN, "message_form", {})
    assert (way.act, way.keep_form) == ("distress", False)


def test_a_clear_sentence_switches_the_language_at_once() -> None:
    way = route(heard("ask", **dutch()), TURN, None, {})
    assert (way.language, way.switched) == ("nl", True)


def test_a_doubtful_message_does_not_switch_the_language() -> None:
    way = route(heard("ask", **dutch(clear=False)), TURN, None, {})
    assert (way.language, way.switched) == ("fr", False)


def test_yes_takes_what_was_offered() -> None:
    way = route(heard("affirm"), TURN, None, {"offered": {"act": "hand_over"}})
    assert (way.act, way.choice) == ("hand_over", {"act": "hand_over"})


def test_annul_said_alone_is_about_the_appointment() -> None:
    booked = with_owner("bot", appointment={"id": 1, "start": NOW})
    said = replace(booked, text="/annuleer")
    assert route(heard("deny"), said, None, {}).act == "cancel_booking"
    assert route(heard("deny"), replace(TURN, text="/annuleer"), None, {}).act == "deny"


def test_annul_is_no_yes_to_what_was_offered_but_to_annulling() -> None:
    said = replace(with_owner("bot", appointment={"id": 1, "start": NOW}), text="afzeggen")
    assert route(heard("affirm"), said, None, {"offered": {"act": "book"}}).act == "cancel_booking"
    asked = {"offered": {"act": "cancel_confirmed", "appointment": 1}}
    assert route(heard("affirm"), said, None, asked).act == "cancel_confirmed"


def test_a_code_is_in_no_language() -> None:
    parse = heard("none", language={"name": "other", "clear": True, "guess": "fr"})
    code = with_owner("bot", code={"valid": False})
    assert route(parse, replace(code, text="43XD-E7MN"), None, {}).act == "code"
    assert route(parse, TURN, None, {}).act == "other_language"


def test_a_follow_up_on_nothing_is_a_question() -> None:
    assert route(heard("follow_up"), TURN, None, {}).act == "ask"
    assert route(heard("follow_up"), TURN, None, {"last_article": "a/b"}).act == "follow_up"


def test_what_is_written_to_the_message_form_is_the_message() -> None:
    way = route(heard("ask", articles={"decision": "answer"}), TURN, "message_form", {})
    assert (way.act, way.keep_form) == ("inform", True)


def test_a_question_that_we_can_answer_leaves_the_booking() -> None:
    parse = heard("ask", articles={"decision": "answer"})
    assert not route(parse, TURN, "booking_form", {}).keep_form


def test_a_moment_stays_in_the_booking() -> None:
    parse = heard("ask", articles={"decision": "answer"})
    moment = replace(TURN, text="jeudi après-midi")
    assert route(parse, moment, "booking_form", {}).keep_form


@pytest.mark.parametrize("text", ["", "🙂🙂", "?!", "…"])
def test_nothing_that_can_be_read(text: str) -> None:
    assert route(heard("greet"), replace(TURN, text=text), None, {}).act == "nothing_said"


def test_a_typed_code_opens_what_it_is_for() -> None:
    coded = with_owner("bot", code={"valid": True})
    assert route(heard("none"), coded, None, {}).act == "code"


def test_a_few_words_about_an_aspect_go_on_with_the_last_answer() -> None:
    parse = heard(
        "ask",
        facets={"aspect": "cost"},
        articles={"decision": "answer", "ranking": [{"id": "a/b", "confidence": 0.6}]},
        intent_ranking=[
            {"name": "ask", "confidence": 0.7},
            {"name": "follow_up", "confidence": 0.2},
        ],
    )
    short = replace(TURN, text="hoeveel kost")
    assert route(parse, short, None, {"last_article": "x/y"}).act == "follow_up"
    assert route(parse, short, None, {}).act == "ask"
    parse["articles"]["ranking"][0]["confidence"] = 0.95
    assert route(parse, short, None, {"last_article": "x/y"}).act == "ask"


def ranked(confidence: float) -> dict[str, Any]:
    return {"articles": {"ranking": [{"id": "studies/grant-flanders", "confidence": confidence}]}}


@pytest.mark.parametrize(
    ("act", "sure", "subject", "expected"),
    [
        ("greet", 0.87, 0.94, "ask"),  # "cv"
        ("thank", 0.6, 0.95, "ask"),
        ("thank", 0.99, 0.95, "thank"),
        ("greet", 0.8, 0.5, "greet"),
    ],
)
def test_polite_words_that_carry_a_subject_ask_for_it(
    act: str, sure: float, subject: float, expected: str
) -> None:
    assert route(heard(act, sure, **ranked(subject)), TURN, None, {}).act == expected


@pytest.mark.parametrize(("subject", "expected"), [(0.95, "ask"), (0.4, "follow_up")])
def test_a_subject_of_its_own_wins_over_an_aspect_of_the_last_answer(
    subject: float, expected: str
) -> None:
    parse = heard(
        "ask",
        facets={"aspect": "cost"},
        intent_ranking=[
            {"name": "ask", "confidence": 0.6},
            {"name": "follow_up", "confidence": 0.3},
        ],
        **ranked(subject),
    )
    said = replace(TURN, text="bourse")
    slots = {"last_article": "entrepreneurship/first-steps"}
    assert route(parse, said, None, slots).act == expected
