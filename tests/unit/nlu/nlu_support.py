"""A small world for the tests of the understanding: few articles, few acts, trained in a second."""

from __future__ import annotations

from functools import cache

from nlu.analysis import Analyser
from nlu.examples import Example
from nlu.lexicon import Lexicon
from nlu.message_model import MessageModel

QUESTIONS = {
    "studies/tuition-fees": {
        "fr": ["combien coûte le minerval ?", "prix d'une année à l'unif", "frais d'inscription"],
        "nl": ["hoeveel kost het inschrijvingsgeld?", "prijs van een jaar unief", "studiekosten"],
    },
    "employment/student-job": {
        "fr": ["combien d'heures peut travailler un étudiant ?", "job étudiant", "job de vacances"],
        "nl": ["hoeveel uren mag een student werken?", "studentenjob", "vakantiejob zoeken"],
    },
    "training/learn-dutch": {
        "fr": ["apprendre le néerlandais", "cours de néerlandais gratuit", "parler flamand"],
        "nl": ["nederlands leren", "gratis les nederlands", "nederlands oefenen"],
    },
}
ACTS = {
    "greet": {
        "fr": ["bonjour", "salut", "bonsoir", "bonsoir à vous", "bonjour bonjour", "hello salut"],
        "nl": ["dag", "hallo", "goeiedag", "goeiedag allemaal", "dag dag", "hallo daar"],
    },
    "hand_over": {
        "fr": ["je veux parler à quelqu'un", "un conseiller svp", "une vraie personne"],
        "nl": ["ik wil iemand spreken", "een adviseur aub", "een echte mens"],
    },
    "distress": {
        "fr": ["je veux mourir", "mon mari me frappe", "mon patron a pris mon passeport"],
        "nl": ["ik wil dood", "mijn man slaat mij", "mijn baas heeft mijn paspoort"],
    },
    "out_of_scope": {
        "fr": ["quel temps fait-il ?", "raconte une blague", "recette de gaufres"],
        "nl": ["wat voor weer is het?", "vertel een mop", "recept voor wafels"],
    },
}


def examples() -> list[Example]:
    """All examples of the small world; one question in three may judge confidence."""
    found = [
        Example(text, "ask", language, article, {"public": "unknown"} if n == 0 else {})
        for article, versions in QUESTIONS.items()
        for language, texts in versions.items()
        for n, text in enumerate(texts)
    ]
    for act, versions in ACTS.items():
        for language, texts in versions.items():
            facts = {"distress": "crisis"} if act == "distress" else {}
            found.extend(Example(text, act, language, None, facts) for text in texts)
    return found


@cache
def analyser() -> Analyser:
    """The analyser with the real lexicon."""
    return Analyser(Lexicon.load())


@cache
def small_model() -> MessageModel:
    """A model of the small world."""
    found = examples()
    return MessageModel.fit(found, [analyser().analyse(e.text, e.language or "fr") for e in found])
