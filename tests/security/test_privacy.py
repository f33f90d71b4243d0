"""Nothing of a person stays where it should not: planted words are searched everywhere."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from aiohttp import web
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.http import tell_errors
from bot.logs import Retold, configure_logs
from channels.graph.signature import HEADER, sign
from channels.standin.whatsapp_events import WhatsAppEvents
from service.house import open_house
from service.keys import Keys
from store.base import Base
from store.models import OutboxRow
from tests.security.stage import NOBODY, WHATSAPP, Stage, Visitor, browser, stage, visitor
from tests.security.test_webhooks import settled
from tests.support.fake_engine import FakeEngine
from tests.support.house_support import SECRET, HandClock
from tests.support.waiting import PATIENCE, until

PLANTED = "zwierigekwartel"  # no word of any catalogue, article or log
PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def logged() -> Iterator[io.StringIO]:
    """Logs as in service, but more of them: all that they say."""
    before, told = structlog.get_config(), io.StringIO()
    configure_logs("debug", as_json=True)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(told))
    handler = Retold()
    logging.getLogger().addHandler(handler)
    yield told
    logging.getLogger().removeHandler(handler)
    structlog.configure(**before)


async def lived_in(here: Stage, mine: Visitor) -> None:
    """A conversation that went through everything, with the planted word everywhere."""
    house, say = here.house, here.house.visitors.say
    bram = next(one for one in await house.people.all() if one.login == "bram")
    await say(mine.id, text="xyzzy")
    await say(mine.id, text=f"une question {PLANTED}", idempotency_key=PLANTED)
    await house.visitors.feedback(mine.id, 5, False)
    await say(mine.id, text=f"message {PLANTED}")
    await say(mine.id, text="book")
    await say(mine.id, text="choose")
    await say(mine.id, text="help me")
    await say(mine.id, text=f"person {PLANTED}")
    async with browser(here, "bram") as desk:
        at = f"/desk/conversations/{mine.id}"
        await desk.post(f"{at}/claim")
        for deed, field in (("note", "text"), ("reply", "text"), ("tags", "tags")):
            await desk.post(f"{at}/{deed}", {field: PLANTED, "sure": "1"})
        await desk.get(f"{at}?q={PLANTED}")
    (left,) = await house.left_messages.waiting()
    await house.left_messages.answer(bram.id, left.id, f"réponse {PLANTED}")


async def rows_of(here: Stage, conversation_id: str) -> dict[str, int]:
    """How many rows of every table belong to a conversation."""
    found = {}
    async with here.house.core.read() as session:
        for table in Base.metadata.sorted_tables:
            column = table.c.get("conversation_id")
            if column is not None:
                query = select(func.count()).where(column == conversation_id)
                found[table.name] = await session.scalar(query) or 0
    return found


async def test_forget_me_leaves_nothing_in_file_and_log(here: Stage, logged: io.StringIO) -> None:
    mine, other = await visitor(here), await visitor(here)
    await lived_in(here, mine)
    await other.say("bonjour")
    before = await rows_of(here, mine.id)
    assert PLANTED.encode() in here.written
    assert sum(count > 0 for count in before.values()) >= 6, before
    status, _, _ = await here.ask("DELETE", mine.path, token=mine.token)
    assert status == 204
    assert PLANTED.encode() not in here.written
    assert mine.token.encode() not in here.written
    assert set((await rows_of(here, mine.id)).values()) == {0}
    assert (await rows_of(here, other.id))["message"] > 0  # nobody else is forgotten
    assert await here.house.gaps.open() == ()
    told = logged.getvalue()
    assert PLANTED not in told
    assert mine.token not in told


async def test_forget_me_in_the_chat_on_a_platform_leaves_only_the_goodbye(here: Stage) -> None:
    number, events = "32475998877", WhatsAppEvents(WHATSAPP, here.clock)
    for words in (f"bonjour {PLANTED}", "person", "forget"):
        body = json.dumps(events.text(number, words)).encode()
        headers = {HEADER: sign(body, WHATSAPP.app_secret)}
        status, _, _ = await here.ask("POST", "/webhooks/whatsapp", data=body, headers=headers)
        assert status == 200
        await settled(here)
        here.clock.forward(seconds=5)

    async def gone() -> bool:  # the confirmation is on its way, the database's log is folded in
        return PLANTED.encode() not in here.written

    await until(gone)
    assert number.encode() not in here.written
    async with here.house.core.read() as session:
        left = list(await session.scalars(select(OutboxRow)))
        counts = {
            table.name: await session.scalar(select(func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
            if "conversation_id" in table.c and table.name != "outbox"
        }
    assert [row.conversation_id for row in left] == [None]
    assert not any(counts.values()), counts


async def test_numbers_and_addresses_are_gone_before_anything_is_written(
    here: Stage, logged: io.StringIO
) -> None:
    secrets = {
        "mon gsm est le 0475 99 88 77": "99 88 77",
        "écrivez à jean.planteur@example.be svp": "jean.planteur",
        "mijn rijksregisternummer is 85.07.30-033.28": "033.28",
        "BE68 5390 0754 7034": "5390 0754",
    }
    mine, events = await visitor(here), WhatsAppEvents(WHATSAPP, here.clock)
    for words in secrets:
        await mine.say(words)
        body = json.dumps(events.text("32475001122", words)).encode()
        headers = {HEADER: sign(body, WHATSAPP.app_secret)}
        await here.ask("POST", "/webhooks/whatsapp", data=body, headers=headers)
    await settled(here)
    assert len(here.engine.seen) == 2 * len(secrets)
    told = logged.getvalue()
    for piece in (*secrets.values(), "32475001122"):
        assert piece.encode() not in here.written, piece
        assert piece not in told
    assert not any(piece in turn.text for turn in here.engine.seen for piece in secrets.values())


async def test_network_addresses_are_neither_kept_nor_logged(
    tmp_path: Path, logged: io.StringIO
) -> None:
    address = "203.0.113.77"
    async with stage(tmp_path, AZIMUT_TRUSTED_PROXIES="127.0.0.1") as here:
        headers = {"X-Forwarded-For": address, "User-Agent": PLANTED}
        for number in range(3):
            await here.ask("POST", "/api/conversations", json={}, headers=headers)
            await here.ask("GET", f"/nowhere{number}", headers=headers)
            await here.ask("POST", "/desk/sign-in", data={"login": "x"}, headers=headers)
            await here.ask("POST", "/webhooks/whatsapp", data=b"{}", headers=headers)
        told = logged.getvalue()
        for piece in (address, PLANTED):
            assert piece.encode() not in here.written
            assert piece not in told


async def test_deleting_what_is_old_counts_first_and_leaves_nothing(
    here: Stage, logged: io.StringIO
) -> None:
    mine = await visitor(here)
    await lived_in(here, mine)
    keeping = here.house.keeping
    assert (await keeping.purge()).conversations == 0
    here.clock.forward(days=31)
    dry = await keeping.purge(dry_run=True)
    assert (dry.conversations, dry.dry_run) == (1, True)
    assert PLANTED.encode() in here.written
    assert (await keeping.purge()).conversations == 1
    lines = [json.loads(line) for line in logged.getvalue().splitlines() if '"purge"' in line]
    counts = [(line["dry_run"], line["conversations"], "gaps" in line) for line in lines]
    assert counts == [(False, 0, True), (True, 1, True), (False, 1, True)]
    assert (await rows_of(here, mine.id))["message"] == 0
    here.clock.forward(days=60)
    await keeping.purge()
    assert PLANTED.encode() not in here.written  # gaps and answered messages too


async def test_an_error_tells_the_log_where_and_not_what(here: Stage, logged: io.StringIO) -> None:
    async def fails(_: web.Request) -> web.Response:
        raise RuntimeError(f"cannot understand {PLANTED}")

    class Request:
        method, headers = "GET", {"Accept-Language": "nl"}

    response: Any = await tell_errors(Request(), fails)  # type: ignore[arg-type]
    told = logged.getvalue()
    assert (response.status, PLANTED in response.text) == (500, False)
    assert "RuntimeError" in told
    assert "test_privacy.py:" in told
    assert PLANTED not in told


async def test_an_error_of_the_database_does_not_quote_what_was_written(here: Stage) -> None:
    with pytest.raises(SQLAlchemyError) as failed:
        async with here.house.core.database.reader.connect() as connection:
            await connection.execute(text("INSERT INTO nowhere VALUES (:x)"), {"x": PLANTED})
    assert PLANTED not in str(failed.value)


@pytest.mark.parametrize(
    "broken",
    [
        f"GET /api/articles?q={PLANTED * 800} HTTP/1.1\r\nHost: x\r\n\r\n",
        f"GET /api/articles?q={PLANTED}\x01 HTTP/1.1\r\nHost: x\r\n\r\n",
        f"POST /api/conversations HTTP/1.1\r\nHost: x\r\nContent-Length: {PLANTED}\r\n\r\n",
        f"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{PLANTED}\r\n",
        f"GET / HTTP/1.1\r\nHost: x\r\n{PLANTED}\x00: 1\r\n\r\n",
    ],
    ids=["too long", "bad address", "bad length", "bad chunk", "bad header"],
)
async def test_a_broken_request_is_logged_without_its_words_and_its_address(
    here: Stage, logged: io.StringIO, broken: str
) -> None:
    """The web server's own library would quote it, with the address it came from."""
    reader, writer = await asyncio.open_connection(here.server.host, here.server.port)
    writer.write(broken.encode("latin-1"))
    answer = await asyncio.wait_for(reader.read(), PATIENCE)
    writer.close()
    assert b" 400 " in answer
    told = logged.getvalue()
    assert "aiohttp.server" in told
    assert "web_protocol.py:" in told
    for piece in (PLANTED[:6], "127.0.0.1"):
        assert piece not in told, told


async def test_an_error_that_nobody_waited_for_is_not_quoted(logged: io.StringIO) -> None:
    async def fails() -> None:
        raise RuntimeError(PLANTED)

    task = asyncio.create_task(fails())
    await asyncio.wait([task])
    context = {"message": "Task exception was never retrieved", "future": task}
    asyncio.get_running_loop().call_exception_handler({**context, "exception": task.exception()})
    told = logged.getvalue()
    assert "Task exception was never retrieved" in told
    assert "RuntimeError" in told
    message = f"Exception in callback heard('{PLANTED}')"
    asyncio.get_running_loop().call_exception_handler({"message": message})
    told = logged.getvalue()
    assert "Exception in callback heard" in told
    assert PLANTED not in told


async def test_fields_that_could_hold_words_are_never_logged(logged: io.StringIO) -> None:
    log = structlog.get_logger("anything")
    log.error("told", text=PLANTED, body=PLANTED, message=PLANTED, payload=PLANTED, count=3)
    told = logged.getvalue()
    assert PLANTED not in told
    assert '"count": 3' in told


async def test_keys_can_be_changed_while_conversations_go_on(tmp_path: Path) -> None:
    """A new secret first, the old one as previous: tokens, people, codes and sessions still
    fit; without the old one they are gone for good."""
    new = "another secret of tests, long enough to be one"
    async with stage(tmp_path) as here:
        mine = await visitor(here)
        slots = await here.house.appointments.slots("fr")
        _, code = await here.house.appointments.book(slots[0].id, "fr")
        body = json.dumps(WhatsAppEvents(WHATSAPP, here.clock).text("32475001122", "lu")).encode()
        headers = {HEADER: sign(body, WHATSAPP.app_secret)}
        await here.ask("POST", "/webhooks/whatsapp", data=body, headers=headers)
        await settled(here)
    url = f"sqlite:///{tmp_path / 'azimut.sqlite3'}"

    async def fits(keys: Keys) -> list[bool]:
        house = await open_house(url, FakeEngine(), keys, clock=HandClock())
        try:
            checks = []
            for work in (
                house.visitors.authenticate(mine.id, mine.token),
                house.appointments.find(code, "somebody"),
            ):
                try:
                    await work
                    checks.append(True)
                except Exception:
                    checks.append(False)
            async with house.core.read() as session:
                row = (await session.scalars(select(OutboxRow))).first()
            try:
                checks.append(row is not None and bool(keys.decrypt(row.address)))
            except ValueError:
                checks.append(False)
            return checks
        finally:
            await house.core.database.close()

    assert await fits(Keys.from_secret(new, [SECRET])) == [True] * 3
    assert await fits(Keys.from_secret(new)) == [False] * 3


async def test_a_backup_holds_no_key_and_is_for_its_owner_only(here: Stage) -> None:
    mine = await visitor(here)
    await mine.say(f"bonjour {PLANTED}")
    target = here.folder / "backup.sqlite3"
    await here.house.keeping.backup(target)
    assert SECRET.encode() not in target.read_bytes()
    assert PLANTED.encode() in target.read_bytes()
    assert oct(target.stat().st_mode & 0o777) == "0o600"


NO_NETWORK = """
import socket, sys
tried = []
connect = socket.socket.connect
def refuse(self, address):
    if self.family == socket.AF_UNIX:
        return connect(self, address)
    tried.append(str(address))
    raise OSError("no network here")
socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = lambda *where, **more: refuse(socket.socket(), where)
"""

ONE_TURN = """
import asyncio
from pathlib import Path
from bot.engine import RasaEngine
from service.types import Snapshot, TurnInput
engine = RasaEngine(Path(sys.argv[1]))
snapshot = Snapshot(now="2026-01-07T10:00:00+01:00", slots=())
for text in ("zwierigekwartel comment trouver une formation", "zwierigekwartel"):
    asyncio.run(engine.respond(TurnInput(text, None, "web", {}, snapshot)))
import rasa.telemetry
assert not rasa.telemetry.is_telemetry_enabled()
assert tried == [], tried
print("quiet")
"""

WEB_PROCESS = """
import bot.app, bot.opening, bot.commands.serve
loaded = [name for name in sys.modules if name.split(".")[0] in {"rasa", "tensorflow", "sanic"}]
assert loaded == [], loaded
assert tried == [], tried
print("quiet")
"""


def _run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", NO_NETWORK + script, *arguments],
        cwd=PROJECT, capture_output=True, text=True, check=False, timeout=110,
    )  # fmt: skip


@pytest.mark.model
def test_the_engine_works_without_any_network_and_tells_nobody(model: Path) -> None:
    """Telemetry is off, nothing is fetched, and what was said is on no output."""
    ended = _run(ONE_TURN, str(model))
    assert ended.stdout.strip().endswith("quiet"), ended.stderr[-2000:]
    assert PLANTED not in ended.stdout + ended.stderr


def test_the_web_process_never_loads_rasa_and_calls_nobody() -> None:
    ended = _run(WEB_PROCESS)
    assert ended.stdout.strip() == "quiet", ended.stderr[-2000:]
    assert NOBODY not in ended.stdout
