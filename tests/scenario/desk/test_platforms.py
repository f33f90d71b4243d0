"""Conversations on a platform: delivery, the window in which one may write, the template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from service.house import House
from service.inbox import InboundMessage
from service.outbox import Part, SendRefused
from service.types import Json, Language
from service.views import MessageView
from tests.support.desk_support import Browser
from tests.support.house_support import HandClock
from tests.support.waiting import until


@dataclass
class Telephone:
    """A platform that takes everything, until it is told to refuse."""

    channel: str = "whatsapp"
    refuses: bool = False
    sent: list[Json] = field(default_factory=list)

    def render(
        self, messages: Sequence[MessageView], language: Language, kind: str
    ) -> Sequence[Json]:
        return [{"kind": kind, "text": message.text} for message in messages] or [{"kind": kind}]

    async def send(self, part: Part) -> str | None:
        if self.refuses:
            raise SendRefused("undeliverable")
        self.sent.append(part.payload)
        return f"id-{part.id}-{len(self.sent)}"


@pytest.fixture
def telephone(house: House) -> Telephone:
    telephone = Telephone()
    house.outbox.register(telephone)
    return telephone


@pytest.fixture
async def taken(amina: Browser, house: House, clock: HandClock, telephone: Telephone) -> str:
    """A conversation on WhatsApp that Amina has."""
    await house.inbox.accept(
        InboundMessage("whatsapp", "1", "person-1", "32", "m1", clock.now, text="person")
    )
    entries = await until(house.handover.queue)
    conversation = entries[0].conversation_id
    await amina.post(f"/desk/conversations/{conversation}/claim")
    return conversation


async def shows(browser: Browser, conversation: str, words: str) -> str:
    """The page, as soon as it shows some words."""

    async def look() -> str:
        _, page = await browser.get(f"/desk/conversations/{conversation}")
        return page if words in page else ""

    return await until(look)


async def sends(telephone: Telephone, last: Json) -> None:
    """Wait until this was sent last."""

    async def look() -> bool:
        return bool(telephone.sent) and telephone.sent[-1].items() >= last.items()

    await until(look)


async def test_how_far_an_answer_got_is_shown(
    amina: Browser, taken: str, telephone: Telephone, house: House
) -> None:
    await amina.post(f"/desk/conversations/{taken}/reply", {"text": "Bonjour"})
    await sends(telephone, {"text": "Bonjour"})
    assert "WhatsApp" in await shows(amina, taken, 'class="delivery sent"')
    telephone.refuses = True
    await amina.post(f"/desk/conversations/{taken}/reply", {"text": "Encore là ?"})
    page = await shows(amina, taken, 'class="delivery failed"')
    assert "Pas envoyé" in page


async def test_after_the_window_only_the_template_is_offered(
    amina: Browser, taken: str, telephone: Telephone, clock: HandClock
) -> None:
    _, page = await amina.get(f"/desk/conversations/{taken}")
    assert "Vous pouvez écrire jusqu" in page
    clock.forward(hours=25)
    await amina.sign_in("amina")
    _, page = await amina.get(f"/desk/conversations/{taken}")
    assert 'id="composer"' not in page and "une réponse vous attend" in page
    status, text = await amina.post(
        f"/desk/conversations/{taken}/reply", {"text": "trop tard"}, script=True
    )
    assert status == 409 and "plateforme" in text
    status, page = await amina.post(f"/desk/conversations/{taken}/template")
    assert status == 200 and "message-type est envoyé" in page
    await sends(telephone, {"kind": "template"})
    assert telephone.sent[-1] == {"kind": "template"}
    assert all(part.get("text") != "trop tard" for part in telephone.sent)
