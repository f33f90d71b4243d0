"""Full-text search over the articles: SQLite FTS5 in memory, stems, accents folded.

Every word is folded and stemmed before it is indexed, so that ``etudiants`` finds ``étudiante``.
A search first wants all words (the last one may be half typed), then any of them. A word that no
article has is taken for the nearest one that some article has: ``dislexie`` finds ``dyslexie``.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.model import Article, Knowledge
from knowledge.text import fold, plain, sentences, shorten
from knowledge.vocabulary import LANGUAGES

_STEMMERS = {"fr": "french", "nl": "dutch"}
_WORD = re.compile(r"[a-z0-9]+")
_SNIPPET_LENGTH = 160
_ENOUGH = 3  # articles with all words; with fewer, those with some of the words follow
_LONGEST_QUERY = 32  # words; more do not make a search better
_SHORTEST_MISSPELT = 5  # letters; shorter words have too many neighbours
_LONGEST_WORD = 40  # letters; what is longer is no word, and slow to take apart
_TWO_SLIPS_FROM = 8  # letters; in shorter words one slip of the finger is forgiven
_SQL_TABLES = """
CREATE TABLE article (id TEXT, theme TEXT, publics TEXT, title TEXT, text TEXT);
CREATE INDEX by_title ON article (title);
CREATE VIRTUAL TABLE words USING fts5(
    title, questions, answer, more, content='', tokenize='ascii', prefix='2 3'
);
"""
_SQL_ADD_ARTICLE = "INSERT INTO article VALUES (?, ?, ?, ?, ?)"
_SQL_ADD_WORDS = "INSERT INTO words(rowid, title, questions, answer, more) VALUES (?, ?, ?, ?, ?)"
#: The weights are small on purpose: with large ones every article that has the word at all is
#: worth the same, and the shortest comes first. Set on 125 queries of one to three words.
_SQL_FIND = """
SELECT article.id, article.title, article.theme, article.text
FROM words JOIN article ON article.rowid = words.rowid
WHERE words MATCH :match
  AND (:theme IS NULL OR article.theme = :theme)
  AND (:public IS NULL OR article.publics LIKE '% ' || :public || ' %'
       OR article.publics LIKE '% all %')
ORDER BY bm25(words, 3.0, 0.2, 0.1, 0.3), article.id LIMIT :limit
"""
_SQL_BROWSE = """
SELECT id, title, theme, text FROM article
WHERE (:theme IS NULL OR theme = :theme)
  AND (:public IS NULL OR publics LIKE '% ' || :public || ' %' OR publics LIKE '% all %')
ORDER BY title, id LIMIT :limit
"""
_Stem = Callable[[str], str]
_Row = tuple[str, str, str, str]


@dataclass(frozen=True)
class Hit:
    """An article that was found; ``snippet`` is the sentence of it that fits best."""

    id: str
    title: str
    theme: str
    snippet: str


class ArticleSearch:
    """An index over the articles of a knowledge base; built again when that is replaced."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._build()

    def _build(self) -> None:
        self._digest = self._knowledge.digest
        self._indexes = {language: _Index(self._knowledge, language) for language in LANGUAGES}

    def find(
        self,
        words: str,
        language: str,
        theme: str | None = None,
        public: str | None = None,
        limit: int = 20,
    ) -> list[Hit]:
        """The best articles for these words in a language; without words, all by title."""
        if self._digest != self._knowledge.digest:
            self._build()
        filters = {"theme": theme, "public": public, "limit": limit}
        return self._indexes[language].find(words, filters)


class _Index:
    """The articles in one language. A word rare in one may be everywhere in the other."""

    def __init__(self, knowledge: Knowledge, language: str) -> None:
        self._stem = _stemmer(language)
        self._articles_with: Counter[str] = Counter()
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.executescript(_SQL_TABLES)
        for article in knowledge:
            self._add(article, language)
        self._database.commit()

    def find(self, words: str, filters: dict[str, Any]) -> list[Hit]:
        typed = _typed(words)
        if not typed:
            return [self._hit(row, set()) for row in self._database.execute(_SQL_BROWSE, filters)]
        stems = [self._spelled(word) for word in typed]
        rows: dict[str, _Row] = {}
        for match in _matches(stems, typed[-1]):
            if len(rows) < _ENOUGH:
                for row in self._database.execute(_SQL_FIND, {**filters, "match": match}):
                    rows.setdefault(row[0], row)
        found = list(rows.values())[: filters["limit"]]
        return [self._hit(row, set(stems)) for row in found]

    def _add(self, article: Article, language: str) -> None:
        version = article.versions[language]
        answer = plain(version.answer)
        more = plain(" ".join([version.easy, *version.aspects.values()]))
        publics = f" {' '.join(article.publics)} "
        row = self._database.execute(
            _SQL_ADD_ARTICLE, (article.id, article.theme, publics, version.title, answer)
        ).lastrowid
        texts = (version.title, " ".join(version.questions), answer, more)
        stems = [list(self._stems(text)) for text in texts]
        self._articles_with.update({stem for column in stems for stem in column})
        self._database.execute(_SQL_ADD_WORDS, (row, *(" ".join(column) for column in stems)))

    def _spelled(self, word: str) -> str:
        """The stem of a word, or the nearest that some article has when none has this one."""
        stem, known = self._stem(word), self._articles_with
        if stem in known or len(stem) < _SHORTEST_MISSPELT:
            return stem
        if any(each.startswith(word) for each in known):  # half typed
            return stem
        slips = 2 if len(stem) >= _TWO_SLIPS_FROM else 1
        near = process.extract(stem, known.keys(), scorer=OSA.distance, score_cutoff=slips)
        return min(near, key=lambda each: (each[1], -known[each[0]], each[0]))[0] if near else stem

    def _stems(self, text: str) -> Iterator[str]:
        return (self._stem(word) for word in _WORD.findall(fold(text)))

    def _hit(self, row: _Row, wanted: set[str]) -> Hit:
        article_id, title, theme, text = row
        candidates = sentences(text) or [text]
        best = max(candidates, key=lambda sentence: len(wanted & set(self._stems(sentence))))
        return Hit(article_id, title, theme, shorten(best, _SNIPPET_LENGTH))


def _typed(words: str) -> list[str]:
    """The words of a query; without the letters left over from ``l'école`` if there are others."""
    found = [word[:_LONGEST_WORD] for word in _WORD.findall(fold(words))[:_LONGEST_QUERY]]
    return [word for word in found if len(word) > 1] or found


def _stemmer(language: str) -> _Stem:
    """A stemmer that remembers words: stemming is the dear part of building an index."""
    once: _Stem = snowballstemmer.stemmer(_STEMMERS[language]).stemWord

    def stem(word: str) -> str:
        """Stemmed until nothing more comes off: ``beurzen`` and ``beurs`` meet only then."""
        shorter = once(word)
        while shorter not in (word, ""):
            word, shorter = shorter, once(shorter)
        return word

    return lru_cache(maxsize=100_000)(stem)


def _matches(stems: list[str], last_typed: str) -> Iterator[str]:
    """FTS5 expressions, strict then loose. Words are [a-z0-9] only: nothing to escape."""
    quoted = [f'"{stem}"' for stem in stems]
    if len(last_typed) > 1:
        quoted[-1] = f'({quoted[-1]} OR "{last_typed}" *)'
    yield " AND ".join(quoted)
    yield " OR ".join(quoted)
