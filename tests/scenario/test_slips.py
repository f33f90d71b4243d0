"""A slip, a missing accent, a compound written apart or a plural does not change the article."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.alone import take
from bot.engine import RasaEngine

pytestmark = pytest.mark.model

SAME = {
    "fr": [
        ("Comment m'inscrire chez Actiris ?", "coment m'incrire chez actiris"),
        ("Combien coûte le minerval à l'université ?", "combien coute le minreval a luniversité"),
        ("Apprendre le néerlandais gratuitement", "aprendre le neerlandias gratuitment"),
        ("Je cherche une formation en informatique", "je cherche une fromation en informatqiue"),
        ("Ai-je droit aux allocations de chômage ?", "ai-je droit aux alocations de chomage"),
        ("Faire équivaloir mon diplôme étranger", "equivalance de mon diplom étranger"),
        ("Rédiger une lettre de motivation", "rediger une letre de motivaton"),
        ("Préparer un entretien d'embauche", "preparer un entretein d'embauche"),
        ("Partir en Erasmus", "partir en erasmsu"),
        ("Indépendant à titre complémentaire", "independent a titre complementaire"),
        ("Obtenir une bourse d'études", "obtenir une bource d'étude"),
        ("Où êtes-vous situés à Bruxelles ?", "ou etes vous situé à bruxeles"),
        ("Quelles sont vos heures d'ouverture ?", "quels sont vos heure d'ouvertur"),
        ("Passer le jury central", "passer le juri central"),
        ("Faire un bilan de compétences", "faire un bilan de conpétences"),
        ("Valider mes compétences", "validé mes competances"),
        ("Le chèque formation d'Actiris", "les cheques formations d'actiris"),
        ("Un plan financier pour mon entreprise", "plan finacier pour mon entreprize"),
        ("Un job étudiant, combien d'heures ?", "un job etudaint, combien d'heure"),
        ("Le congé-éducation payé", "le conge education payer"),
    ],
    "nl": [
        ("Hoe schrijf ik mij in bij Actiris?", "hoe shcrijf ik mij in bij actirs"),
        ("Ik wil Nederlands leren", "ik wil nederlads leeren"),
        ("Heb ik recht op stempelgeld?", "heb ik recht op stempel geld"),
        ("Hoeveel is de werkloosheidsuitkering?", "hoeveel is de werkloosheids uitkering"),
        ("Een studietoelage aanvragen", "een studie toelage aanvragen"),
        ("Wat kost het inschrijvingsgeld?", "wat kost het inschrijvings geld"),
        ("Mijn buitenlands diploma laten erkennen", "mijn buitenlans diplma laten erkenen"),
        ("Hoeveel uren mag een jobstudent werken?", "hoeveel uren mag een job student werken"),
        ("Een sollicitatiebrief schrijven", "een solicitatiebrief schrijven"),
        ("Een sollicitatiegesprek voorbereiden", "een sollicitatie gesprek voorberijden"),
        ("Op Erasmus gaan", "op erasmsu gaan"),
        ("Zelfstandige in bijberoep worden", "zelfstandige in bij beroep worden"),
        ("Wat zijn jullie openingsuren?", "wat zijn jullie opening uren"),
        ("Waar zijn jullie gevestigd in Brussel?", "waar zijn julie gevestigt in brussel"),
        ("Loopbaanbegeleiding voor werknemers", "loopbaan begeleiding voor werknemer"),
        ("Welke knelpuntberoepen zijn er?", "welke knelpunt beroepen zijn er"),
        ("Een interessetest doen", "een interesse test doen"),
        ("Hoe schrijf ik een financieel plan?", "hoe schrijf ik een finacieel plan"),
        ("Betaald educatief verlof", "betaald edukatief verlof"),
        ("Ik volg een taalcursus Frans", "ik volg een taal cursus frans"),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def engine(model: Path) -> RasaEngine:
    return RasaEngine(model)


@pytest.mark.parametrize(("right", "slipped"), [pair for pairs in SAME.values() for pair in pairs])
async def test_a_slip_does_not_change_the_article(
    right: str, slipped: str, engine: RasaEngine
) -> None:
    first, second = [(await take(engine, text)).understanding for text in (right, slipped)]
    assert first.ranking[0]["id"] == second.ranking[0]["id"]
