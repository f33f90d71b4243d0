"""The patterns around the words: "next", "in so many days", "between ... and ..."."""

from __future__ import annotations

from dataclasses import dataclass

from service.date_words.lexicon import Lexicon
from service.date_words.words_fr import FRENCH_WORDS
from service.date_words.words_nl import DUTCH_WORDS


@dataclass(frozen=True)
class Patterns:
    """One language's. Spaces are ``\\s``; nothing here captures except where it is said."""

    lexicon: Lexicon
    anytime: str
    soonest: str
    today: str
    tomorrow: str
    after_tomorrow: str
    this: str  # before a weekday
    next_before: str
    next_after: str
    coming_before: str
    coming_after: str
    in_a_week: str  # after a weekday: a week later
    after_span: str
    about: str  # between ``after_span`` and the number
    ten_or_so: str
    day_unit: str
    week_unit: str
    month_unit: str
    this_week: str
    next_week: str
    week_after: str
    week_of: str
    this_month: str
    next_month: str
    in_month: str
    next_weekend: str
    this_weekend: str
    beginning: str
    middle: str
    end: str
    ordinal: str
    the: str  # before a day number and its month
    lone: str  # a day number without a month, in the group ``n`` or ``m``
    since: str
    past: str  # like ``since``, but from the day after
    until: str
    short_of: str  # like ``until``, but to the day before
    between: tuple[tuple[str, str], ...]
    never: str
    hour_sign: str
    noon: str
    spoken: tuple[tuple[str, int], ...]  # pattern with one group for a number → minutes added
    at: str
    around: str
    after: str
    before: str
    or_: str


FRENCH = Patterns(
    lexicon=FRENCH_WORDS,
    anytime=(
        r"n?'?\s?importe\s(?:quand|quel\s(?:jour|moment)|quelle\s(?:date|heure))|nimporte\squand"
        r"|peu\s?importe|quand\svous\svoulez|(?:c'est|ca\sm'est)\s(?:egal|pareil)|tout\sme\sva"
        r"|tous\sles\s(?=jours|matin|soir|apresmidi)(?:jours)?|comme\svous\svoulez"
        r"|toujours\s(?:libre|dispo\w*)"
    ),
    soonest=(
        r"(?:le\s|au\s)?plus\s(?:tot|vite|rapidement|rapide)(?:\spossible)?|des\sque\spossible"
        r"|asap|(?:c'est\s)?(?:tres\s)?urgent|rapidement"
        r"|(?:la\s|le\s)?premiere?\s(?:place|moment|date|rendez-vous|rdv|creneau)"
        r"(?:\s(?:libre|possible|disponible))?"
    ),
    today=r"aujourdhui",
    tomorrow=r"demain",
    after_tomorrow=r"apresdemain|surlendemain",
    this=r"ce|cette|cet",
    next_before=r"(?!)",
    next_after=r"prochaine?s?|d'apres|suivant",
    coming_before=r"le\sprochain",
    coming_after=r"qui\svient|qui\sarrive",
    in_a_week=r"en\shuit|dans\s(?:une\ssemaine|huit\sjours|8\sjours)",
    after_span=r"dans|d'ici",
    about=r"environ|a\speu\spres",
    ten_or_so=r"une\sdizaine\sde",
    day_unit=r"jours?",
    week_unit=r"semaines?",
    month_unit=r"mois",
    this_week=r"(?:de\s|dans\s)?(?:cette|la)\ssemaine|(?:de\s)?semaine",
    next_week=(
        r"(?:de\s|pour\s)?(?:la\s)?semaine\s(?:prochaine|suivante|qui\svient)"
        r"|la\sprochaine\ssemaine"
    ),
    week_after=r"(?:la\s)?semaine\sd'apres",
    week_of=r"(?:la\s)?semaine\s(?:du|de)",
    this_month=r"(?:de\s)?ce\smois(?:[\s-]ci)?|du\smois|mois",
    next_month=r"(?:du\s|le\s)?mois\s(?:prochain|suivant|qui\svient)|le\sprochain\smois",
    in_month=r"en|au\smois\sde|courant|dans\sle\smois\sde",
    next_weekend=r"weekend\sprochain|prochain\sweekend",
    this_weekend=r"(?:ce|le)\sweekend|weekend",
    beginning=r"(?:au\s|en\s)?debut(?:\sde|\sdu)?",
    middle=r"(?:au\s|en\s)?milieu(?:\sde|\sdu)?|(?:a\sla\s)?mi",
    end=r"(?:a\sla\s|en\s)?fin(?:\sde|\sdu)?",
    ordinal=r"(?:er|e|eme)?",
    the=r"(?:le|du|au|pour\sle)",
    lone=r"le\s(?P<n>\d{1,2})(?:er|e)?|le\s(?P<m>\d{1,2})",
    since=r"a\spartir\s(?:du|de)|des(?:\sle)?|pas\savant(?:\sle)?|depuis\sle",
    past=r"apres(?:\sle)?",
    until=r"d'ici(?:\sle|\sau)?|au\splus\stard(?:\sle)?|jusqu'?\s?(?:au?|a\sla)",
    short_of=r"avant(?:\sle|\sla)?",
    between=((r"entre(?:\sle)?", r"et(?:\sle)?"), (r"du|de", r"(?:jusqu'?)?(?:au|a)")),
    never=r"(?:sauf|pas|jamais|excepte|hors|a\spart)(?:\sles?)?",
    hour_sign=r"h(?:eures?|rs?)?",
    noon=r"midi",
    spoken=(
        (r"(@)\s?h(?:eures?)?\s(?:et\s)?demie?", 30),
        (r"(@)\s?h(?:eures?)?\s(?:et\s)?(?:un\s)?quart", 15),
        (r"(@)\s?h(?:eures?)?\smoins\s(?:le\s|un\s)?quart", -15),
        (r"(@)\sheures?(?!\s\d)", 0),
    ),
    at=r"a|pour",
    around=r"vers|aux\s(?:alentours|environs)\sde|autour\sde|environ(?:\sa)?",
    after=r"apres|a\spartir\sde|des|pas\savant|plus\stard\sque",
    before=r"avant|jusqu'?\s?a|au\splus\stard(?:\sa)?|pas\s(?:apres|plus\stard\sque)",
    or_=r"(?:ou|et|,|/)",
)

DUTCH = Patterns(
    lexicon=DUTCH_WORDS,
    anytime=(
        r"(?:om\shet\seven|eender|gelijk)\s(?:wanneer|welke\sdag|welk\smoment)"
        r"|(?:het\s)?maakt\s(?:me\s|mij\s|voor\smij\s)?niet\suit"
        r"|wanneer\s(?:dan\sook|u\swilt?|je\swil|het\s(?:u|jullie|je)\s(?:past|uitkomt))"
        r"|(?:het\sis\s)?mij\sgelijk|elke(?:\sdag)?(?=\s|$)|alle\sdagen|altijd\s(?:vrij|goed)"
    ),
    soonest=(
        r"zo\s(?:snel|vlug|rap|vroeg|spoedig|gauw)(?:\s(?:mogelijk|als\smogelijk))?|asap"
        r"|(?:het\sis\s)?(?:heel\s)?dringend"
        r"|(?:het\s|de\s)?eerste?\s?(?:mogelijke?|vrije|beschikbare)"
        r"(?:\s(?:moment|datum|afspraak|plaats|dag))?"
    ),
    today=r"vandaag",
    tomorrow=r"morgen",
    after_tomorrow=r"overmorgen",
    this=r"deze|dit",
    next_before=r"volgende",
    next_after=r"(?!)",
    coming_before=r"komende|aankomende|aanstaande|eerstvolgende|eerstkomende",
    coming_after=r"aanstaande|eerstkomend",
    in_a_week=r"over\s(?:een\sweek|8\sdagen|acht\sdagen)",
    after_span=r"over|binnen",
    about=r"ongeveer",
    ten_or_so=r"een\stiental",
    day_unit=r"dag(?:en)?",
    week_unit=r"week|weken",
    month_unit=r"maand(?:en)?",
    this_week=r"(?:van\s)?(?:deze|de)\sweek|week",
    next_week=r"(?:van\s|in\s)?(?:de\s)?(?:volgende|komende)\sweek|(?:de\s)?week\s(?:daarop|erna)",
    week_after=r"(?:de\s)?week\sdaarna",
    week_of=r"(?:de\s)?week\s(?:van|vanaf)",
    this_month=r"(?:van\s)?(?:deze|de)\smaand|maand",
    next_month=r"(?:van\s)?(?:de\s)?(?:volgende|komende)\smaand",
    in_month=r"in|in\sde\smaand|de\smaand",
    next_weekend=r"(?:het\s)?volgende?\sweekend",
    this_weekend=r"(?:dit|het|in\shet)\sweekend|weekend",
    beginning=r"(?:in\shet\s|aan\shet\s)?begin(?:\svan)?",
    middle=r"(?:in\shet\s)?(?:midden|halfweg|half|medio)(?:\svan)?",
    end=r"(?:op\shet\s|aan\shet\s|tegen\s)?einde?(?:\svan)?",
    ordinal=r"(?:e|ste|de)?",
    the=r"(?:de|op\sde|op|den)",
    lone=r"(?:op\s)?(?:de|den)\s(?P<n>\d{1,2})(?:e|ste|de)|op\s(?P<m>\d{1,2})",
    since=r"vanaf(?:\sde)?|niet\svoor(?:\sde)?|ten\svroegste(?:\sop)?",
    past=r"na(?:\sde)?",
    until=r"tot(?:\sen\smet)?|tegen(?:\sde)?|ten\slaatste(?:\sop)?|uiterlijk(?:\sop)?"
    r"|niet\slater\sdan",
    short_of=r"voor(?:\sde)?",
    between=((r"tussen(?:\sde)?", r"en(?:\sde)?"), (r"van(?:\sde)?", r"tot(?:\sen\smet)?")),
    never=r"(?:behalve|niet|nooit|uitgezonderd)(?:\sop)?(?:\sde)?",
    hour_sign=r"u(?:ur|ren)?|h",
    noon=r"de\smiddag",
    spoken=(
        (r"half\s(@)(?:\suur)?", -30),
        (r"kwart\svoor\s(@)(?:\suur)?", -15),
        (r"kwart\s(?:na|over)\s(@)(?:\suur)?", 15),
        (r"tien\svoor\s(@)(?:\suur)?", -10),
        (r"tien\s(?:na|over)\s(@)(?:\suur)?", 10),
        (r"(@)\s?uur\s(?:dertig|30)", 30),
        (r"(@)\suur(?!\s\d)", 0),
    ),
    at=r"om|te",
    around=r"rond|omstreeks|ongeveer(?:\som)?|tegen",
    after=r"na|vanaf|niet\svoor|later\sdan",
    before=r"voor|tot|ten\slaatste(?:\som)?|uiterlijk(?:\som)?|niet\s(?:na|later\sdan)",
    or_=r"(?:of|en|,|/)",
)
