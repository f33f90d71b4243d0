"""Messages left out of hours, answered on the desk."""

from __future__ import annotations

from service.house import House
from tests.support.desk_support import Browser


async def test_a_message_left_is_answered_and_reaches_the_conversation(
    amina: Browser, house: House
) -> None:
    started = await house.visitors.start("fr")
    await house.visitors.say(started.id, text="message Où apprendre le néerlandais ?")
    _, page = await amina.get("/desk/left-messages")
    assert "Où apprendre le néerlandais ?" in page and ">1<" in page
    (left,) = await house.left_messages.waiting()
    path = f"/desk/left-messages/{left.id}"
    status, page = await amina.post(path, {"text": "Écrivez à a.b@example.org"})
    assert "adresse e-mail" in page and await house.left_messages.waiting()
    status, page = await amina.post(path, {"text": "Au **CVO**, le soir."})
    assert status == 200 and "Réponse envoyée" in page and "<strong>CVO</strong>" in page
    assert await house.left_messages.waiting() == ()
    texts = [message.text for message in await house.visitors.messages(started.id)]
    assert any("Au **CVO**" in text for text in texts)


async def test_an_empty_answer_is_refused(amina: Browser, house: House) -> None:
    started = await house.visitors.start("nl")
    await house.visitors.say(started.id, text="message hallo")
    (left,) = await house.left_messages.waiting()
    assert (await amina.post(f"/desk/left-messages/{left.id}", {"text": " "}))[0] == 400
    assert await house.left_messages.waiting()
