"""Full-text search over the articles: SQLite FTS5 in memory, stems, accents folded.

Every word is folded and stemmed before it is indexed, so that ``etudiants`` finds ``étudiante``.
A search first wants all words (the last one may be half typed), then any of them.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from knowledge.model import Article, Knowledge
from knowledge.text import fold, plain, sentences, shorten

_WORD = re.compile(r"[a-z0-9]+")
_SNIPPET_LENGTH = 160
_LONGEST_QUERY = 32  # words; more do not make a search better
_SQL_TABLES = """
CREATE TABLE article (id TEXT, language TEXT, theme TEXT, publics TEXT, title TEXT, text TEXT);
CREATE INDEX by_theme ON article (language, theme, title);
CREATE VIRTUAL TABLE words USING fts5(
    title, questions, answer, more, content='', tokenize='ascii', prefix='2 3'
);
"""
_SQL_FIND = """
SELECT article.id, article.title, article.theme, article.text
FROM words JOIN article ON article.rowid = words.rowid
WHERE words MATCH :match AND article.language = :language
  AND (:theme IS NULL OR article.theme = :theme)
  AND (:public IS NULL OR article.publics LIKE '% ' || :public || ' %'
       OR article.publics LIKE '% all %')
ORDER BY bm25(words, 8.0, 3.0, 2.0, 1.0), article.id LIMIT :limit
"""
_SQL_BROWSE = """
SELECT id, title, theme, text FROM article
WHERE language = :language AND (:theme IS NULL OR theme = :theme)
  AND (:public IS NULL OR publics LIKE '% ' || :public || ' %' OR publics LIKE '% all %')
ORDER BY title, id LIMIT :limit
"""


@dataclass(frozen=True)
class Hit:
    """An article that was found; ``snippet`` is the sentence of it that fits best."""

    id: str
    title: str
    theme: str
    snippet: str


class ArticleSearch:
    """An index over the articles of a knowledge base. Read-only once built; any thread may ask."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.executescript(_SQL_TABLES)
        for article in knowledge:
            for language in article.versions:
                self._add(article, language)
        self._database.execute("INSERT INTO words(words) VALUES('optimize')")
        self._database.commit()

    def find(
        self,
        words: str,
        language: str,
        theme: str | None = None,
        public: str | None = None,
        limit: int = 20,
    ) -> list[Hit]:
        """The best articles for these words, in this language; without words, all by title."""
        stem = _stemmer(language)
        typed = _WORD.findall(fold(words))[:_LONGEST_QUERY]
        stems = [stem(word) for word in typed]
        filters = {
            "language": language,
            "theme": theme,
            "public": public,
            "limit": limit,
        }
        if not stems:
            return [
                _hit(row, [], stem)
                for row in self._database.execute(_SQL_BROWSE, filters)
            ]
        for match in _matches(stems, typed[-1]):
            rows = self._database.execute(
                _SQL_FIND, {**filters, "match": match}
            ).fetchall()
            if rows:
                return [_hit(row, stems, stem) for row in rows]
        return []

    def _add(self, article: Article, language: str) -> None:
        version = article.versions[language]
        answer = plain(version.answer)
        more = " ".join([version.easy, *version.aspects.values()])
        row = self._database.execute(
            "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?)",
            (
                *(
                    article.id,
                    language,
                    article.theme,
                    f" {' '.join(article.publics)} ",
                ),
                *(version.title, answer),
            ),
        ).lastrowid
        texts = (version.title, " ".join(version.questions), answer, plain(more))
        self._database.execute(
            "INSERT INTO words(rowid, title, questions, answer, more) VALUES (?, ?, ?, ?, ?)",
            (row, *(" ".join(_stems(text, _stemmer(language))) for text in texts)),
        )


_Stem = Callable[[str], str]


@lru_cache(maxsize=4)
def _stemmer(language: str) -> _Stem:
    """The stemmer of a language, remembering words. Raises KeyError for other languages."""
    stemmer = snowballstemmer.stemmer({"fr": "french", "nl": "dutch"}[language])
    return lru_cache(maxsize=200_000)(stemmer.stemWord)


def _stems(text: str, stem: _Stem) -> Iterator[str]:
    return (stem(word) for word in _WORD.findall(fold(text)))


def _matches(stems: list[str], last_typed: str) -> Iterator[str]:
    """FTS5 expressions from strict to loose. Words are [a-z0-9] only: nothing to escape."""
    quoted = [f'"{stem}"' for stem in stems]
    last = f'({quoted[-1]} OR "{last_typed}" *)' if len(last_typed) > 1 else quoted[-1]
    yield " AND ".join([*quoted[:-1], last])
    yield " OR ".join([*quoted[:-1], last])


def _hit(row: tuple[str, str, str, str], stems: list[str], stem: _Stem) -> Hit:
    article_id, title, theme, text = row
    wanted = set(stems)
    found = sentences(text) or [text]
    best = max(found, key=lambda sentence: len(wanted & set(_stems(sentence, stem))))
    return Hit(article_id, title, theme, shorten(best, _SNIPPET_LENGTH))
