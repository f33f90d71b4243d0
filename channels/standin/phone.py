"""A phone in the terminal: write, tap, send a picture, misbehave."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from channels.standin.faults import Fault
from channels.standin.server import Sent
from channels.standin.world import World

Json = dict[str, Any]
Say = Callable[[str], None]
Listen = Callable[[], Awaitable[str | None]]  # the next line; None at the end

HELP = """\
  write anything              a message
  :1 :2 ...                   tap a choice of the last message
  :image :audio :video :document :sticker :location :contacts :unsupported
  :reaction :edit WORDS :delete
  :human                      somebody answers outside Azimut (Page Inbox, Business app)
  :again                      Meta delivers your last message a second time
  :fail KIND                  the next send meets 429, pair, 500, 502, timeout, cut, token, late
  :silent / :reports          no delivery reports / reports again
  :quit"""
_WHATSAPP_KINDS: dict[str, Any] = {
    "image": {"id": "1", "mime_type": "image/jpeg"},
    "audio": {"id": "2", "mime_type": "audio/ogg", "voice": True},
    "video": {"id": "3", "mime_type": "video/mp4"},
    "document": {"id": "4", "mime_type": "application/pdf", "filename": "cv.pdf"},
    "sticker": {"id": "5", "mime_type": "image/webp"},
    "location": {"latitude": 50.84, "longitude": 4.35},
    "contacts": [{"name": {"formatted_name": "X"}}],
    "unsupported": {"type": "poll"},
}
_MESSENGER_KINDS = {
    "image": "image",
    "audio": "audio",
    "video": "video",
    "document": "file",
    "location": "location",
    "contacts": "contact",
    "unsupported": "template",
}


class Phone:
    """One person with one conversation."""

    def __init__(self, world: World, person: str, say: Say, listen: Listen) -> None:
        self._world = world
        self._person = person
        self._say = say
        self._listen = listen
        self._choices: list[tuple[str, str]] = []
        self._last: Json | None = None

    async def run(self) -> None:
        """Until ``:quit`` or the end of the input."""
        hearing = asyncio.create_task(self._hear())
        self._say(HELP)
        try:
            while (line := await self._listen()) is not None and line.strip() != ":quit":
                if line.strip():
                    await self._obey(line.strip())
        finally:
            hearing.cancel()

    async def _hear(self) -> None:
        while True:
            sent = await self._world.heard.get()
            if sent.person == self._person:
                self._choices = choices_of(sent) or self._choices
                self._say(shown(sent))

    async def _obey(self, line: str) -> None:
        if not line.startswith(":"):
            await self._send(self._world.events.text(self._person, line))
            return
        word, _, rest = line[1:].partition(" ")
        if word.isdecimal():
            await self._tap(int(word))
        elif word == "fail":
            self._fail(rest)
        elif word in ("silent", "reports"):
            self._world.reports = word == "reports"
        elif word == "again" and self._last is not None:
            await self._send(self._last)
        else:
            notification = self._notification(word, rest)
            if notification is None:
                self._say(HELP)
            else:
                await self._send(notification)

    async def _tap(self, number: int) -> None:
        if not 1 <= number <= len(self._choices):
            self._say(f"  there are {len(self._choices)} choices")
            return
        choice, title = self._choices[number - 1]
        await self._send(self._world.events.picked(self._person, choice, title))

    def _fail(self, kind: str) -> None:
        try:
            self._world.graph.faults.append(Fault(kind))
        except ValueError:
            self._say(f"  one of {', '.join(fault.value for fault in Fault)}")

    async def _send(self, notification: Json) -> None:
        self._last = notification
        status = await self._world.happen(self._person, notification)
        if status != 200:
            self._say(f"  the webhook answered {status or 'nothing'}")

    def _notification(self, word: str, rest: str) -> Json | None:
        if self._world.account.platform == "whatsapp":
            return self._on_whatsapp(word, rest)
        return self._on_messenger(word, rest)

    def _on_whatsapp(self, word: str, rest: str) -> Json | None:
        events, person = self._world.whatsapp, self._person
        if word == "human":
            return events.answered_in_app(person)
        if word == "reaction":
            return events.written(person, word, {"message_id": "wamid.X", "emoji": "👍"})
        if word == "edit":
            edited = {"type": "text", "text": {"body": rest}}
            content = {"original_message_id": "wamid.X", "message": edited}
            return events.written(person, "edit", content)
        if word == "delete":
            return events.written(person, "revoke", {"original_message_id": "wamid.X"})
        found = _WHATSAPP_KINDS.get(word)
        return events.written(person, word, found) if found is not None else None

    def _on_messenger(self, word: str, rest: str) -> Json | None:
        events, person = self._world.messenger, self._person
        if word == "human":
            return events.answered_in_inbox(person)
        if word == "reaction":
            reaction = {"mid": "m_X", "action": "react", "emoji": "👍", "reaction": "like"}
            return events.event(person, {"reaction": reaction})
        if word == "edit":
            edit = {"mid": "m_X", "text": rest, "num_edit": 1}
            return events.event(person, {"message_edit": edit})
        if word == "delete":
            return events.message(person, is_deleted=True)
        if word == "sticker":
            return events.message(person, sticker_id=369239263222822)
        kind = _MESSENGER_KINDS.get(word)
        if kind is None:
            return None
        attachment = {"type": kind, "payload": {"url": "https://example.org/x"}}
        return events.message(person, attachments=[attachment])


def shown(sent: Sent) -> str:
    """A message as the phone shows it, its choices numbered for tapping."""
    request = sent.request
    lines = [f"\n┌ {sent.id}"]
    lines += [f"│ {line}" for line in text_of(request).split("\n")]
    for number, (_, title) in enumerate(choices_of(sent), start=1):
        lines.append(f"│   [:{number}] {title}")
    return "\n".join([*lines, "└"])


def text_of(request: Json) -> str:
    """The words of a message."""
    if "message" in request:
        return str(request["message"]["text"])
    kind = request["type"]
    if kind == "text":
        return str(request["text"]["body"])
    if kind == "interactive":
        return str(request["interactive"]["body"]["text"])
    return f"(template {request['template']['name']}, {request['template']['language']['code']})"


def choices_of(sent: Sent) -> list[tuple[str, str]]:
    """What can be tapped: id, and the words on it."""
    request = sent.request
    if "message" in request:
        replies = request["message"].get("quick_replies", [])
        return [(reply["payload"], reply["title"]) for reply in replies]
    action = request.get("interactive", {}).get("action", {})
    items = [button["reply"] for button in action.get("buttons", [])]
    items += [row for section in action.get("sections", []) for row in section["rows"]]
    return [(item["id"], _label(item)) for item in items]


def _label(item: Json) -> str:
    return f"{item['title']} {item.get('description', '')}".strip()
