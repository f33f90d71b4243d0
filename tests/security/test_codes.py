"""Codes of appointments and messages left cannot be found by trying."""

from __future__ import annotations

from service.codes import new_code
from tests.security.stage import Stage


async def booked(here: Stage) -> str:
    """Somebody books: the code."""
    slots = await here.house.appointments.slots("fr")
    _, code = await here.house.appointments.book(slots[0].id, "fr")
    return code


async def test_wrong_codes_are_slowed_down_and_then_even_the_right_one_waits(here: Stage) -> None:
    code = await booked(here)
    tries = [new_code() for _ in range(5)]
    for wrong in tries:
        status, _, _ = await here.ask("POST", "/api/appointments/find", json={"code": wrong})
        assert status == 404
    for path in ("find", "cancel"):
        status, _, headers = await here.ask(
            "POST", f"/api/appointments/{path}", json={"code": code}
        )
        assert (status, int(headers["Retry-After"]) > 60) == (429, True)
    status, _, _ = await here.ask("POST", "/api/left-messages/read", json={"code": code})
    assert status == 429
    here.clock.forward(minutes=11)
    assert (await here.ask("POST", "/api/appointments/find", json={"code": code}))[0] == 200


async def test_unknown_past_cancelled_and_malformed_codes_are_answered_alike(here: Stage) -> None:
    past, cancelled = await booked(here), await booked(here)
    await here.ask("POST", "/api/appointments/cancel", json={"code": cancelled})
    here.clock.forward(days=40)
    answers = set()
    for code in (past, cancelled, new_code(), "AAAA-AAAA", "' OR '1'='1", "7K4F-9QM2" * 50):
        here.clock.forward(minutes=11)
        status, text, _ = await here.ask("POST", "/api/appointments/find", json={"code": code})
        answers.add((status, text))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


async def test_guessing_in_a_conversation_is_slowed_down_too(here: Stage) -> None:
    """The house as a whole has a limit, so that many conversations do not help either."""
    throttle = here.house.appointments._throttle
    for number in range(1000):
        throttle.wrong(f"conversation-{number}")
    assert throttle.wait("a new one") > 0
    here.clock.forward(hours=1, seconds=1)
    assert throttle.wait("a new one") == 0


async def test_codes_are_neither_kept_nor_in_an_address(here: Stage) -> None:
    code = await booked(here)
    assert code.encode() not in here.written
    assert code.replace("-", "").encode() not in here.written
    for path in (f"/api/appointments/{code}", f"/api/appointments/find?code={code}"):
        assert (await here.ask("GET", path))[0] in {404, 405}


async def test_a_calendar_address_cannot_be_made_up_and_ends(here: Stage) -> None:
    slots = await here.house.appointments.slots("fr")
    status, body, _ = await here.ask("POST", "/api/appointments", json={"slot": slots[0].id})
    assert status == 201
    import json

    address = json.loads(body)["appointment"]["ics"]
    path = "/" + address.split("/", 3)[3] if "://" in address else address
    assert (await here.ask("GET", path))[0] == 200
    signed = path.rsplit("/", 1)[1]
    for forged in (signed[:-1] + "0", signed[1:], signed.replace(".", ""), "a.b", "%2e%2e", "x"):
        if forged != signed:
            status, _, _ = await here.ask("GET", f"/api/appointments/ics/{forged}")
            assert status in {400, 404}, forged
    here.clock.forward(days=8)
    assert (await here.ask("GET", path))[0] in {400, 404}
