"""A conversation opens to its own token only, and nothing tells whether it exists."""

from __future__ import annotations

import secrets

from service.keys import new_token
from tests.security.stage import Stage, filled, routes, visitor

ONE = "/api/conversations/{id}"


def _conversation_routes(here: Stage) -> list[tuple[str, str]]:
    found = routes(here.app, ONE)
    assert len(found) >= 7
    return found


async def test_no_token_is_401_on_every_route_of_a_conversation(here: Stage) -> None:
    mine = await visitor(here)
    for method, pattern in _conversation_routes(here):
        status, body, headers = await here.ask(method, filled(pattern, id=mine.id))
        assert status == 401, (method, pattern)
        assert headers["WWW-Authenticate"] == "Bearer"
        assert mine.token not in body


async def test_wrong_tokens_and_unknown_conversations_get_the_same_404(here: Stage) -> None:
    mine, other = await visitor(here), await visitor(here)
    unknown = secrets.token_hex(16)
    for method, pattern in _conversation_routes(here):
        answers = set()
        for conversation, token in (
            (mine.id, other.token),
            (mine.id, new_token()),
            (mine.id, mine.token[:-1]),
            (mine.id, "' OR 1=1 --"),
            (unknown, mine.token),
            ("..%2f" + mine.id, mine.token),
            ("x" * 3000, mine.token),
        ):
            path = filled(pattern, id=conversation)
            body = {"text": "lu"} if method == "POST" else None
            status, text, _ = await here.ask(method, path, token=token, json=body)
            answers.add((status, text))
        assert {status for status, _ in answers} == {404}, (method, pattern, answers)
        assert len(answers) == 1, (method, pattern, answers)
    assert (await here.ask("GET", mine.path, token=mine.token))[0] == 200


async def test_a_token_in_an_address_is_refused(here: Stage) -> None:
    mine = await visitor(here)
    for name in ("token", "access_token"):
        for path in ("", "/messages", "/events"):
            address = f"{mine.path}{path}?{name}={mine.token}"
            assert (await here.ask("GET", address))[0] == 401
            assert (await here.ask("GET", address, token=mine.token))[0] == 401


async def test_a_choice_of_somebody_else_cannot_be_picked(here: Stage) -> None:
    mine, other = await visitor(here), await visitor(here)
    outcome = await here.house.visitors.say(mine.id, text="choose")
    choice = outcome.messages[-1].choices[0].id
    path = f"{other.path}/messages"
    status, _, _ = await here.ask("POST", path, token=other.token, json={"choice": choice})
    assert status == 409
    status, body, _ = await here.ask(
        "POST", f"{mine.path}/messages", token=mine.token, json={"choice": choice}
    )
    assert status == 200, body


async def test_an_idempotency_key_of_somebody_else_gives_nothing_away(here: Stage) -> None:
    mine, other = await visitor(here), await visitor(here)
    key = {"Idempotency-Key": "the-same"}
    await mine.say("un secret de moi", headers=key)
    status, body = await other.say("autre chose", headers=key)
    assert (status, "secret" in body) == (200, False)


async def test_tokens_are_kept_as_hashes_only(here: Stage) -> None:
    mine = await visitor(here)
    assert mine.token.encode() not in here.written
    assert mine.id.encode() in here.written


async def test_a_forgotten_conversation_is_unknown_to_its_own_token(here: Stage) -> None:
    mine = await visitor(here)
    assert (await here.ask("DELETE", mine.path, token=mine.token))[0] == 204
    for method, pattern in _conversation_routes(here):
        status, _, _ = await here.ask(
            method, filled(pattern, id=mine.id), token=mine.token, json={"text": "lu"}
        )
        assert status == 404, (method, pattern)


async def test_feedback_and_typing_reach_ones_own_conversation_only(here: Stage) -> None:
    mine, other = await visitor(here), await visitor(here)
    await mine.say("bonjour")
    status, _, _ = await here.ask(
        "POST", f"{mine.path}/feedback", token=other.token, json={"seq": 3, "helpful": False}
    )
    assert status == 404
    assert await here.house.gaps.open() == ()
