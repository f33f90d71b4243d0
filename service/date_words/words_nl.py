"""The Dutch words."""

from __future__ import annotations

from service.date_words.lexicon import Lexicon

_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_MONTHS = (
    ("januari", "jan"),
    ("februari", "feb"),
    ("maart", "mrt"),
    ("april", "apr"),
    ("mei",),
    ("juni",),
    ("juli",),
    ("augustus", "aug"),
    ("september", "sept", "sep"),
    ("oktober", "okt"),
    ("november", "nov"),
    ("december", "dec"),
)
_MORNING, _AFTERNOON = (480, 720), (720, 1080)
_EARLY_AFTERNOON, _LATE_AFTERNOON = (720, 900), (960, 1140)
_EVENING, _AFTER_WORK, _NOON = (1020, 1200), (1020, 1200), (720, 840)
_EARLY = r"(?:vroeg(?:e)?|begin)(?:\s(?:in|van))?(?:\sde)?"
_LATE = r"(?:laat|late|eind|einde)(?:\s(?:in|van))?(?:\sde)?"
_WEEKDAY = "|".join(_DAYS)

DUTCH_WORDS = Lexicon(
    weekdays={f"{name}{end}": day for day, name in enumerate(_DAYS) for end in ("", "en", "s")},
    short_weekdays={"ma": 0, "di": 1, "wo": 2, "woe": 2, "do": 3, "vr": 4, "vrij": 4, "za": 5},
    months={name: month for month, names in enumerate(_MONTHS, start=1) for name in names},
    numbers={
        "een": 1,
        "twee": 2,
        "drie": 3,
        "vier": 4,
        "vijf": 5,
        "zes": 6,
        "zeven": 7,
        "acht": 8,
        "negen": 9,
        "tien": 10,
        "elf": 11,
        "twaalf": 12,
        "veertien": 14,
        "vijftien": 15,
    },
    parts={
        "vroegevoormiddag": (480, 600),
        "latevoormiddag": (600, 720),
        "voormiddagen": _MORNING,
        "voormiddags": _MORNING,
        "voormiddag": _MORNING,
        "ochtends": _MORNING,
        "ochtend": _MORNING,
        "morgens": _MORNING,
        "over de middag": _NOON,
        "tijdens de middag": _NOON,
        "middagpauze": _NOON,
        "vroegenamiddag": _EARLY_AFTERNOON,
        "latenamiddag": _LATE_AFTERNOON,
        "einde van de dag": _LATE_AFTERNOON,
        "eind van de dag": _LATE_AFTERNOON,
        "namiddagen": _AFTERNOON,
        "namiddags": _AFTERNOON,
        "namiddag": _AFTERNOON,
        "middags": _AFTERNOON,
        "middag": _AFTERNOON,
        "na school": (960, 1200),
        "na de les": (960, 1200),
        "na het werk": _AFTER_WORK,
        "na mijn werk": _AFTER_WORK,
        "na de werkuren": _AFTER_WORK,
        "avonds": _EVENING,
        "avond": _EVENING,
    },
    other=(
        "vandaag",
        "morgen",
        "overmorgen",
        "volgende",
        "komende",
        "aanstaande",
        "eerstvolgende",
        "weekend",
        "mogelijk",
        "wanneer",
        "behalve",
    ),
    joined=(
        # "donderdagnamiddag", "morgenavond": Dutch writes together what we read apart.
        (
            rf"\b({_WEEKDAY}|morgen|overmorgen|vandaag)(voormiddag|namiddag|ochtend|avond|middag)",
            r"\1 \2",
        ),
        (rf"\b({_WEEKDAY})\s?(?:morgen|vroeg)\b", r"\1 ochtend"),
        (r"\bmorgen ?(?:vroeg|morgen)\b", "morgen ochtend"),
        (r"\bvan(avond|middag|namiddag|ochtend|morgen|voormiddag)\b", r"vandaag \1"),
        (r"\bvandaag morgen\b", "vandaag ochtend"),
        (r"\bdeze (avond|middag|namiddag|ochtend|voormiddag)\b", r"vandaag \1"),
        (r"\bover[ -]morgen\b", "overmorgen"),
        (r"\bna ?(?:de )?middag\b", "namiddag"),
        (r"\bvoor ?(?:de )?middag\b", "voormiddag"),
        (r"\b'?s ?(morgens|ochtends|voormiddags|middags|namiddags|avonds)\b", r"\1"),
        (rf"\b{_EARLY} ?namiddag\b", "vroegenamiddag"),
        (rf"\b{_LATE} ?namiddag\b", "latenamiddag"),
        (rf"\b{_EARLY} ?(?:voormiddag|ochtend)\b", "vroegevoormiddag"),
        (rf"\b{_LATE} ?(?:voormiddag|ochtend)\b", "latevoormiddag"),
        (r"\bweek[ -]end\b", "weekend"),
    ),
)
