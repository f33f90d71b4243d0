"""Articles as values. Text is Markdown; references to organisations are already names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.errors import UnknownArticle
from knowledge.organisations import Organisation
from knowledge.period import Period
from knowledge.vocabulary import ALL_PUBLICS, PUBLICS, SITUATIONS, WITHOUT_PAPERS


@dataclass(frozen=True)
class Source:
    """Where facts come from; ``says`` holds them, one a line, in our own words.

    ``titles`` holds a title for the reader of each language.
    """

    titles: Mapping[str, str]
    url: str
    date: str | None
    says: str

    def shown(self, language: str) -> ShownSource:
        """The source as a visitor sees it."""
        return ShownSource(self.titles[language], self.url, self.date)


@dataclass(frozen=True)
class ShownSource:
    """A source under the title of one language, without its facts."""

    title: str
    url: str
    date: str | None


@dataclass(frozen=True)
class Version:
    """An article in one language. ``label`` is a title of at most 24 characters for lists."""

    title: str
    label: str
    answer: str
    easy: str
    aspects: Mapping[str, str]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Variant:
    """What differs, in one language, for a public or a situation. None: nothing differs."""

    title: str | None
    answer: str | None
    easy: str | None
    aspects: Mapping[str, str]


@dataclass(frozen=True)
class ShownArticle:
    """What one visitor is shown, in one language."""

    id: str
    language: str
    title: str
    label: str
    answer: str
    easy: str
    aspects: Mapping[str, str]
    sources: tuple[ShownSource, ...]
    written: date
    reviewed: date | None
    due: bool
    related: tuple[str, ...]
    handover: str
    variant: str | None


@dataclass(frozen=True)
class Article:
    """One subject, in French and in Dutch."""

    id: str
    theme: str
    publics: tuple[str, ...]
    written: date
    reviewed: date | None
    check_every: Period
    sources: tuple[Source, ...]
    versions: Mapping[str, Version]
    variants: Mapping[str, Mapping[str, Variant]]
    related: tuple[str, ...]
    handover: str

    @property
    def due_on(self) -> date:
        """The day on which somebody should check it against its sources again."""
        return self.check_every.after(self.reviewed or self.written)

    def is_due(self, today: date) -> bool:
        """Whether the check is due."""
        return today >= self.due_on

    def serves(self, public: str) -> bool:
        """Whether it is meant for this public."""
        return public in self.publics or ALL_PUBLICS in self.publics

    def shown(
        self,
        language: str,
        publics_and_situations: Collection[str] = (),
        today: date | None = None,
    ) -> ShownArticle:
        """What a visitor sees who said this much of themselves.

        Somebody without papers sees the variant for them before any other, only aspects written
        for them, and is always offered a person.
        """
        base = self.versions[language]
        key = self._variant_for(publics_and_situations)
        own = self.variants[key][language] if key else _NOTHING_DIFFERS
        without_papers = WITHOUT_PAPERS in publics_and_situations
        return ShownArticle(
            id=self.id,
            language=language,
            title=own.title or base.title,
            label=base.label,
            answer=own.answer or base.answer,
            easy=own.easy or base.easy,
            aspects=own.aspects if without_papers else {**base.aspects, **own.aspects},
            sources=tuple(source.shown(language) for source in self.sources),
            written=self.written,
            reviewed=self.reviewed,
            due=self.is_due(today or date.today()),
            related=self.related,
            handover="always" if without_papers else self.handover,
            variant=key,
        )

    def _variant_for(self, said: Collection[str]) -> str | None:
        if WITHOUT_PAPERS in said:  # nothing else may bring back the general advice
            return WITHOUT_PAPERS if WITHOUT_PAPERS in self.variants else None
        keys = (key for key in SITUATIONS + PUBLICS if key in said and key in self.variants)
        return next(keys, None)


_NOTHING_DIFFERS = Variant(None, None, None, {})


@dataclass(frozen=True)
class Topic:
    """A subject that must have an article."""

    id: str
    public: str
    titles: Mapping[str, str]


@dataclass(frozen=True)
class Knowledge:
    """All articles, organisations and topics; ``digest`` changes when any of them does."""

    articles: Mapping[str, Article]
    organisations: Mapping[str, Organisation]
    topics: Mapping[str, Topic]
    digest: str

    def get(self, article_id: str) -> Article:
        """The article with this id. Raises UnknownArticle."""
        try:
            return self.articles[article_id]
        except KeyError:
            raise UnknownArticle(article_id) from None

    def __iter__(self) -> Iterator[Article]:
        return iter(self.articles.values())
