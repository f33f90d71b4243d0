"""Requests for identity are seen in whatever words; plain denials are let pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.safety import identity_requests

REQUESTS = [
    "Apportez votre carte d'identité.",
    "N'oubliez pas votre titre de séjour.",
    "Il faut un permis de séjour valable.",
    "Prenez vos papiers avec vous.",
    "Connectez-vous avec itsme ou eID.",
    "Votre passeport suffit.",
    "Donnez votre numéro national.",
    "Venez sans rendez-vous et montrez votre carte d'identité.",
    "Inscrivez-vous chez Actiris.",
    "APPORTEZ VOTRE CARTE D’IDENTITÉ",
    "Demandez une composition de ménage à la commune.",
    "Joignez une preuve de domicile.",
    "Voeg een bewijs van woonst toe.",
    "Breng uw identiteitskaart mee.",
    "Vergeet uw verblijfsvergunning niet.",
    "U hebt een geldige verblijfskaart nodig.",
    "Toon uw papieren aan het loket.",
    "Meld u aan met itsme.",
    "Geef uw rijksregisternummer.",
    "Schrijf u in bij Actiris.",
    "Kom zonder afspraak en toon uw paspoort.",
]
NO_REQUESTS = [
    "Nous ne demandons jamais vos papiers.",
    "Vous n'avez pas besoin de titre de séjour.",
    "Vous pouvez venir sans carte d'identité.",
    "Aucun titre de séjour n'est demandé.",
    "Sans papiers, l'inscription chez Actiris n'est pas ouverte.",
    "Votre patron garde votre passeport ? Parlez-en.",
    "We vragen nooit naar uw papieren.",
    "U hebt geen verblijfsvergunning nodig.",
    "U kunt komen zonder identiteitskaart.",
    "Heeft iemand uw paspoort afgenomen? Praat met ons.",
    "Un conseiller vous aide, gratuitement.",
    "De klas komt met een leerkracht.",
]


@pytest.mark.parametrize("text", REQUESTS)
def test_a_request_is_seen(text: str) -> None:
    assert identity_requests(text)


@pytest.mark.parametrize("text", NO_REQUESTS)
def test_a_denial_is_no_request(text: str) -> None:
    assert identity_requests(text) == []


@pytest.mark.parametrize("text", REQUESTS)
def test_a_denial_elsewhere_hides_no_request(text: str) -> None:
    assert identity_requests(f"Nous ne demandons jamais vos papiers. {text} We vragen niets.")


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert all(clause in text or clause for clause in identity_requests(text))
