"""A desk on a busy day, and every page of it: for axe, and for pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from service.reporting.period import Period
from service.types import TurnInput, TurnResult
from tests.browser.desk_support import Site
from tests.scenario.test_learning import FakeShop
from tests.support.facts_support import keep, made_up_facts
from tests.support.fake_engine import FakeEngine, obey, result

ARTICLE = "studies/exam-board"
_VAGUE = (
    "comment passer le jury central cette année",
    "comment je passe le jury central svp",
    "est-ce que la cafétéria est ouverte",
    "waar kan ik mijn fiets laten herstellen",
)
_ASKED = (
    ("fr", "je veux reprendre des études mais je travaille à temps plein", 1),
    ("nl", "ik zoek een opleiding tot lasser, mag dat met een uitkering?", 2),
    ("fr", "mon diplôme marocain est-il reconnu ici ?", 5),
    ("nl", "hoeveel uren mag ik werken als student", 9),
    ("fr", "comment devenir indépendante à titre complémentaire", 14),
    ("nl", "kan iemand mijn cv nalezen", 3),
)


@dataclass(frozen=True)
class Places:
    """What the addresses of pages need."""

    open: str  # a conversation that Amina has
    waiting: str
    appointment: int
    day: date

    def pages(self) -> Iterator[str]:
        """Every page of the desk, as an admin."""
        day = f"day={self.day}"
        yield from ("", f"conversations/{self.open}", f"conversations/{self.waiting}")
        yield from (f"conversations/{self.open}/book", "left-messages", "articles?q=diplôme")
        yield from (f"appointments?who=all&{day}", f"appointments?view=day&who=all&{day}")
        yield from (f"appointments/{self.appointment}", "availability", "account")
        for name in ("overview", "audience", "hours", "quality", "subjects"):
            yield f"statistics/{name}?period=year&from=2025-01-01"
        yield "statistics/published?year=2025"
        yield from ("gaps", "gaps?reason=out_of_scope", "knowledge", f"knowledge/{ARTICLE}")
        yield from ("changes", "upkeep", "trials")
        for name in ("counsellors", "counsellors/2", "settings", "closing-days", "canned", "audit"):
            yield f"admin/{name}"


async def busy_day(site: Site, folder: Path, *, waiting: int = 12) -> Places:
    """Who waits, a conversation, appointments, figures of a year, gaps, a trial."""
    house = site.house
    amina, bram = sorted(await house.people.all(), key=lambda one: one.login)
    queued = []
    for number in range(waiting):
        language, text, minutes = _ASKED[number % len(_ASKED)]
        queued.append(await site.visitor(text, language=language, minutes=minutes * (number % 3)))
    await house.handover.claim(amina.id, queued[0])
    await house.handover.reply(amina.id, queued[0], "Bonjour ! Que faites-vous pour le moment ?")
    await house.visitors.say(queued[0], text="je travaille dans un magasin, et toi ?")
    await house.handover.note(amina.id, queued[0], "Horaires du soir ? Voir avec Bram.")
    await house.handover.tag(amina.id, queued[0], ("formation du soir", "à rappeler"))
    await house.handover.claim(bram.id, queued[1])
    left = await house.visitors.start("fr")
    await house.visitors.say(left.id, text="message puis-je venir avec ma fille mercredi ?")
    await house.canned.save(amina.id, "bonjour", "Bonjour, ici {counsellor}.", "Dag, {counsellor}.")
    slots = await house.appointments.slots("fr")
    booked = [await house.agenda.book(amina.id, queued[2], slots[0].id)]
    await _figures(site)
    await _learning(site, amina.id, folder)
    return Places(queued[0], queued[3], booked[0].id, booked[0].starts_at.date())


async def _figures(site: Site) -> None:
    year = Period(date(2025, 1, 1), date(2025, 12, 31))
    await keep(site.house.core, *made_up_facts(7, 600, year))
    await site.house.statistics.refresh()


async def _learning(site: Site, by: int, folder: Path) -> None:
    """Gaps, an accepted change, questions, and a trial with something better and worse."""
    house, learning = site.house, site.house.learning
    assert isinstance(house.engine, FakeEngine)
    house.engine.answer = _vague
    for text in _VAGUE:
        await house.visitors.say((await house.visitors.start("fr")).id, text=text)
    house.engine.answer = None
    await learning.revisions.add_phrasings(by, ARTICLE, "fr", ["le jury, comment ça marche"])
    await learning.questions.replace(
        by, f"fr; {ARTICLE}; le jury, comment ça marche\nnl; -; hoe laat is het"
    )
    learning.trials.workshop = FakeShop(folder)
    await learning.trials.start(by)
    await learning.trials.wait()


def _vague(turn: TurnInput) -> TurnResult:
    if turn.text not in _VAGUE:
        return obey(turn)
    outcome = "out_of_scope" if "cafétéria" in turn.text else "unanswered"
    ranking = ({"id": ARTICLE, "confidence": 0.3},)
    return result(turn, "?", outcome=outcome, act="ask", ranking=ranking)
