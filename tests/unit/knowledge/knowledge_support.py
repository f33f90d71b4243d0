"""A small knowledge base of one sound article, for tests to break."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from knowledge.checker import check
from knowledge.finding import Finding

ARTICLE_ID = "studies/tuition-fees"

ORGANISATIONS: dict[str, Any] = {
    "actiris": {
        "fr": {"name": "Actiris", "what": "emploi", "for": "tous"},
        "nl": {"name": "Actiris", "what": "werk", "for": "iedereen"},
        "url": "https://www.actiris.brussels",
        "spellings": ["Select Actiris"],
    },
    "onem": {
        "fr": {"name": "ONEM", "short": "Office", "what": "chômage", "for": "tous"},
        "nl": {"name": "RVA", "what": "werkloosheid", "for": "iedereen"},
        "url": {"fr": "https://www.onem.be", "nl": "https://www.rva.be"},
        "spellings": [],
    },
    "bon": {
        "fr": {"name": "Bon", "what": "accueil", "for": "tous"},
        "nl": {"name": "Bon", "what": "onthaal", "for": "iedereen"},
        "url": None,
        "spellings": [],
        "also_a_word": True,
    },
}
TOPICS = [{"id": ARTICLE_ID, "public": "students", "fr": "Minerval", "nl": "Inschrijvingsgeld"}]

ARTICLE: dict[str, Any] = {
    "publics": ["students"],
    "written": "2026-11-20",
    "reviewed": None,
    "check_every": "6 months",
    "sources": [
        {
            "title": "Tarifs",
            "url": "https://example.org/fees",
            "date": "2025-11",
            "says": "The fee is 1,194 EUR a year, from 15 October.\nAsk at rue Royale 5.\n",
        }
    ],
    "fr": {
        "title": "Le minerval",
        "answer": "Le minerval coûte 1 194 € par an.\n\nL'[[actiris:link]] vous aide.\n",
        "easy": "Étudier coûte de l'argent. Un conseiller vous aide.\n",
        "aspects": {"cost": "Le prix est de 1.194 euros, dès le 15 octobre."},
        "questions": [
            "une question à remplacer",
            "minerval",
            "minerval payé",
            *(f"combien coûte le minerval numéro {number}" for number in range(3, 26)),
        ],
    },
    "nl": {
        "title": "Inschrijvingsgeld",
        "answer": "Het inschrijvingsgeld is 1194 euro per jaar.\n\nVraag het aan [[onem]].\n",
        "easy": "Studeren kost geld. Een adviseur helpt u.\n",
        "aspects": {"cost": "De prijs is 1194 euro, vanaf 15 oktober."},
        "questions": [f"wat kost het inschrijvingsgeld nummer {number}" for number in range(26)],
    },
    "for": {
        "without_papers": {
            "fr": {"aspects": {"cost": "Parler avec nous est gratuit."}},
            "nl": {"aspects": {"cost": "Met ons praten is gratis."}},
        }
    },
    "related": [],
    "handover": "suggest",
}


def article(change: Callable[[dict[str, Any]], object] = lambda data: None) -> dict[str, Any]:
    """A copy of the sound article, changed."""
    data = copy.deepcopy(ARTICLE)
    change(data)
    return data


def write_knowledge(folder: Path, articles: dict[str, dict[str, Any]] | None = None) -> Path:
    """Write a knowledge base into a folder and return the folder."""
    _write(folder / "organisations.yml", ORGANISATIONS)
    _write(folder / "topics.yml", TOPICS)
    for article_id, data in (articles or {ARTICLE_ID: article()}).items():
        _write(folder / "articles" / f"{article_id}.yml", data)
    return folder


def findings_after(folder: Path, change: Callable[[dict[str, Any]], object]) -> list[Finding]:
    """What the check says of the article once changed."""
    return check(write_knowledge(folder, {ARTICLE_ID: article(change)}))


class _Dumper(yaml.SafeDumper):
    """Writes as editors do: dates bare, long texts as blocks."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    tag = "tag:yaml.org,2002:str"
    if len(text) == 10 and text.count("-") == 2 and text.replace("-", "").isdigit():
        tag = "tag:yaml.org,2002:timestamp"
    return dumper.represent_scalar(tag, text, style=style)


_Dumper.add_representer(str, _text)


def _write(path: Path, data: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=200)
    path.write_text(text, encoding="utf-8")
