"""The words. All lower case, without accents; typos are mended against these."""

from __future__ import annotations

WEEKDAYS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "lundi lundis lun maandag maandags maandagen ma",
            "mardi mardis mar dinsdag dinsdags dinsdagen di",
            "mercredi mercredis mer mercr woensdag woensdags woensdagen wo woe",
            "jeudi jeudis jeu donderdag donderdags donderdagen do don",
            "vendredi vendredis ven vendr vrijdag vrijdags vrijdagen vr vrij",
            "samedi samedis sam zaterdag zaterdags zaterdagen za zat",
            "dimanche dimanches dim zondag zondags zondagen zo zon",
        )
    )
    for word in words.split()
}
# Short forms that are also everyday words: a weekday only beside a number or a part of the day.
AMBIGUOUS = frozenset(
    {"ma", "mar", "mer", "di", "do", "don", "za", "zo", "zon", "ven", "sam", "vrij"}
)
PLURAL = frozenset(
    word
    for word in WEEKDAYS
    if word.endswith(("dis", "manches", "dagen", "dags")) and len(word) > 4
)

MONTHS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "janvier janv januari jan",
            "fevrier fevr februari feb",
            "mars maart mrt",
            "avril avr april apr",
            "mai mei",
            "juin juni jun",
            "juillet juil juli jul",
            "aout augustus aug",
            "septembre sept september sep",
            "octobre oct oktober okt",
            "novembre nov november",
            "decembre dec december",
        ),
        1,
    )
    for word in words.split()
}

NUMBERS: dict[str, int] = {
    "un": 1, "une": 1, "een": 1, "deux": 2, "twee": 2, "trois": 3, "drie": 3, "quatre": 4,
    "vier": 4, "cinq": 5, "vijf": 5, "six": 6, "zes": 6, "sept": 7, "zeven": 7, "huit": 8,
    "acht": 8, "neuf": 9, "negen": 9, "dix": 10, "tien": 10, "onze": 11, "elf": 11, "douze": 12,
    "twaalf": 12, "treize": 13, "dertien": 13, "quatorze": 14, "veertien": 14, "quinze": 15,
    "vijftien": 15, "seize": 16, "zestien": 16, "premier": 1, "1er": 1, "eerste": 1,
}  # fmt: skip

# Parts of the day, as (from, to) in hours.
PARTS: dict[str, tuple[int, int]] = {
    "matin": (8, 12), "matinee": (8, 12), "mat": (8, 12), "ochtend": (8, 12), "ochtends": (8, 12),
    "voormiddag": (8, 12), "voormiddags": (8, 12), "vm": (8, 12), "morgens": (8, 12),
    "midi": (12, 14), "middag": (12, 14), "middags": (12, 14), "tantot": (13, 18),
    "apresmidi": (12, 18), "aprem": (12, 18), "aprm": (12, 18), "namiddag": (12, 18),
    "namiddags": (12, 18), "nm": (12, 18), "soir": (17, 20), "soiree": (17, 20),
    "avond": (17, 20), "avonds": (17, 20),
}  # fmt: skip
# A part of the day and its day in one word.
JOINED: dict[str, tuple[str, str]] = {
    "morgenvroeg": ("demain", "matin"), "morgenochtend": ("demain", "matin"),
    "morgenvoormiddag": ("demain", "matin"), "morgennamiddag": ("demain", "apresmidi"),
    "morgenmiddag": ("demain", "midi"), "morgenavond": ("demain", "soir"),
    "vanmorgen": ("aujourdhui", "matin"), "vanochtend": ("aujourdhui", "matin"),
    "vanvoormiddag": ("aujourdhui", "matin"), "vanmiddag": ("aujourdhui", "apresmidi"),
    "vannamiddag": ("aujourdhui", "apresmidi"), "vanavond": ("aujourdhui", "soir"),
}  # fmt: skip
RELATIVE: dict[str, int] = {
    "aujourdhui": 0, "auj": 0, "ajd": 0, "vandaag": 0, "demain": 1, "dem": 1, "2main": 1,
    "morgen": 1, "mrgn": 1, "apresdemain": 2, "overmorgen": 2, "surlendemain": 2,
}  # fmt: skip

NEXT = frozenset(
    "prochain prochaine prochains suivant suivante volgende volgend komende aanstaande".split()
)
THIS = frozenset("ce cet cette deze dit".split())
WEEK = frozenset("semaine semaines sem week weken".split())
MONTH = frozenset("mois maand maanden".split())
DAY = frozenset("jour jours dag dagen".split())
WEEKEND = frozenset("weekend weekends weekeinde".split())
BEGIN = frozenset("debut begin".split())
MIDDLE = frozenset("milieu mi midden half".split())
END = frozenset("fin eind einde".split())
WITHIN = frozenset("dans over binnen endeans".split())
AFTER = frozenset("apres na vanaf partir des sinds later".split())
BEFORE = frozenset("avant voor tot jusque jusqua jusqu uiterlijk".split())
ABOUT = frozenset("vers rond environ omstreeks ongeveer circa".split())
BETWEEN = frozenset("entre tussen".split())
AND = frozenset("et en a tot -".split())
OR = frozenset("ou of".split())
NOT = frozenset("pas sauf niet behalve geen".split())
ANY = (
    "n importe quand", "nimporte quand", "peu importe", "quand vous voulez", "eender wanneer",
    "om het even", "maakt niet uit", "maakt me niet uit", "gelijk wanneer", "toujours libre",
    "tout le temps", "altijd vrij", "wanneer u wilt", "tous les jours", "elke dag", "alle dagen",
)  # fmt: skip
SOON = (
    "le plus vite possible", "le plus tot possible", "des que possible", "au plus vite", "asap",
    "zo snel mogelijk", "zo rap mogelijk", "zo vlug mogelijk", "zo gauw mogelijk", "au plus tot",
    "rapidement", "tout de suite", "meteen", "direct", "premiere place libre", "eerst mogelijke",
    "eerste vrije", "liefst snel", "urgent", "dringend",
)  # fmt: skip
HOUR = frozenset("h u heure heures uur uren uurtje".split())
CLOCK_BEFORE = frozenset(
    (
        "a om vers rond apres na avant voor vanaf des entre tussen tot jusque jusqua et"
        " en omstreeks de van"
    ).split()
)

MENDABLE = tuple(
    word
    for word in {*WEEKDAYS, *MONTHS, *PARTS, *RELATIVE, *JOINED, *NEXT, *WEEK}
    if len(word) >= 5
)
