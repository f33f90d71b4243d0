"""The words that articles are written in: themes, publics, situations, aspects, limits."""

from __future__ import annotations

LANGUAGES: tuple[str, ...] = ("fr", "nl")

THEMES: tuple[str, ...] = (
    "orientation",
    "studies",
    "training",
    "employment",
    "entrepreneurship",
    "mobility",
    "center",
)

PUBLICS: tuple[str, ...] = ("school_youth", "students", "adults", "specific_needs")
ALL_PUBLICS = "all"

WITHOUT_PAPERS = "without_papers"
#: What a visitor may say of their situation; the order decides which variant is shown.
SITUATIONS: tuple[str, ...] = (WITHOUT_PAPERS, "disability", "newcomer", "neet")

ASPECTS: tuple[str, ...] = (
    "cost",
    "conditions",
    "documents",
    "deadline",
    "where",
    "contact",
)

HANDOVERS: tuple[str, ...] = ("never", "suggest", "always")

#: Words; from the writing rules of the house (short answers, "facile à lire" half as long).
ANSWER_WORDS = 120
EASY_WORDS = 60
ASPECT_WORDS = 60
#: Words in one sentence. Writers aim at 15; longer than this is a finding.
SENTENCE_WORDS = 22
EASY_SENTENCE_WORDS = 15
#: Characters. A row of a WhatsApp list shows 24 of its title and 72 of its description.
LABEL_LENGTH = 24
#: Characters. Messenger takes 2000 in one message; sources and buttons need some of them.
MESSAGE_LENGTH = 1700
#: Phrasings a language: fewer teach the understanding too little.
QUESTIONS = 25

#: Numbers that may stand everywhere without a source: help lines of public authority.
HELP_LINES: tuple[str, ...] = (
    "112",
    "107",
    "106",
    "103",
    "102",
    "0800 32 123",
    "1813",
    "0800 30 030",
    "1712",
)
