"""How long a search takes, on the articles as they are and on 10,000 of them.

``python -m bench.search`` prints a table. The large base repeats the articles with half of the
words of their answers exchanged, so that words are spread as in real texts.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import replace

from knowledge.loader import load_knowledge
from knowledge.model import Article, Knowledge, Version
from knowledge.search import ArticleSearch

LARGE = 10_000
Query = tuple[str, str]


def main() -> None:
    """Measure and print."""
    start = time.perf_counter()
    knowledge = load_knowledge()
    print(f"loading {len(knowledge.articles)} articles: {time.perf_counter() - start:.2f} s")
    chance = random.Random(1)
    queries = list(_queries(knowledge, chance))
    print(f"{'articles':>9} {'index s':>8} {'median ms':>10} {'95 % ms':>8} {'longest ms':>11}")
    for base in (knowledge, _large(knowledge, chance)):
        start = time.perf_counter()
        search = ArticleSearch(base)
        built = time.perf_counter() - start
        median, late, longest = _measure(search, queries)
        print(
            f"{len(base.articles):>9} {built:>8.1f} {median:>10.1f} {late:>8.1f} {longest:>11.1f}"
        )


def _queries(knowledge: Knowledge, chance: random.Random) -> Iterator[Query]:
    """Whole questions, two words, and half a word, in both languages."""
    for article in knowledge:
        for language, version in article.versions.items():
            whole, short, half = chance.sample(version.questions, 3)
            yield whole, language
            yield " ".join(short.split()[-2:]), language
            yield half.split()[-1][:4], language


def _measure(search: ArticleSearch, queries: list[Query]) -> tuple[float, float, float]:
    times = []
    for words, language in queries:
        start = time.perf_counter()
        search.find(words, language)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1], max(times)


def _large(knowledge: Knowledge, chance: random.Random) -> Knowledge:
    articles = list(knowledge)
    vocabulary = {
        language: sorted({word for each in articles for word in _words(each.versions[language])})
        for language in articles[0].versions
    }
    copies = (
        _shuffled(articles[number % len(articles)], number, vocabulary, chance)
        for number in range(LARGE)
    )
    return replace(knowledge, articles={article.id: article for article in copies})


def _shuffled(
    article: Article, number: int, vocabulary: dict[str, list[str]], chance: random.Random
) -> Article:
    versions = {}
    for language, version in article.versions.items():
        answer = " ".join(
            chance.choice(vocabulary[language]) if chance.random() < 0.5 else word
            for word in _words(version)
        )
        versions[language] = replace(version, answer=answer)
    return replace(article, id=f"{article.id}-{number}", versions=versions)


def _words(version: Version) -> list[str]:
    return version.answer.split()


if __name__ == "__main__":
    main()
