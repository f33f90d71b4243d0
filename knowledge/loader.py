"""Load the knowledge base from its folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.document import Document, read_document
from knowledge.errors import BrokenFile
from knowledge.model import Article, Knowledge, Source, Topic, Variant, Version
from knowledge.organisations import Organisation, organisations_from, resolve
from knowledge.period import Period
from knowledge.text import shorten
from knowledge.vocabulary import LABEL_LENGTH, LANGUAGES

FOLDER = Path(__file__).parent
LIVE_FOLDER = "AZIMUT_LIVE_KNOWLEDGE"
"""Set in the environment of processes that are to work on published changes (bot.live)."""


def load_knowledge(folder: Path | None = None) -> Knowledge:
    """Load all articles, organisations and topics.

    Reads the live folder, which is the one beside this code unless changes of articles were
    published, or the folder that is given. Raises BrokenFile (one line with
    file and line) for a file that cannot be used; ``azimut knowledge check`` looks much closer.
    """
    folder = folder or live_folder()
    files = {path: read_document(path) for path in knowledge_files(folder)}
    organisations = load_organisations(files[folder / "organisations.yml"])
    topics = load_topics(files[folder / "topics.yml"])
    articles = {}
    for path, document in files.items():
        if "articles" in path.relative_to(folder).parts:
            article = load_article(document, article_id(path, folder), organisations)
            articles[article.id] = article
    return Knowledge(articles, organisations, topics, _digest(files.values(), folder))


def live_folder() -> Path:
    """The folder that this process answers from."""
    return Path(os.environ.get(LIVE_FOLDER) or FOLDER)


def knowledge_files(folder: Path) -> list[Path]:
    """Every file that the knowledge base is made of, sorted."""
    articles = sorted((folder / "articles").glob("*/*.yml"))
    return [folder / "organisations.yml", folder / "topics.yml", *articles]


def article_id(path: Path, folder: Path) -> str:
    """The id of the article in a file: ``studies/exam-board``."""
    return path.relative_to(folder / "articles").with_suffix("").as_posix()


def load_organisations(document: Document) -> dict[str, Organisation]:
    """The organisations of a file. Raises BrokenFile."""
    try:
        return organisations_from(document.data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        mend = "give every organisation fr and nl with name, what, for"
        raise _broken(document, error, mend) from error


def load_topics(document: Document) -> dict[str, Topic]:
    """The topics of a file. Raises BrokenFile."""
    try:
        return {
            entry["id"]: Topic(
                entry["id"],
                entry["public"],
                {language: entry[language] for language in LANGUAGES},
            )
            for entry in document.data
        }
    except (KeyError, TypeError) as error:
        raise _broken(document, error, "give every topic id, public, fr and nl") from error


def load_article(
    document: Document, article_id: str, organisations: Mapping[str, Organisation]
) -> Article:
    """The article of a file. Raises BrokenFile."""
    try:
        return _article(document.data, article_id, organisations)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _broken(document, error, "see `azimut knowledge check`") from error


def _broken(document: Document, error: Exception, mend: str) -> BrokenFile:
    what = f"{error.args[0]} is missing or unknown" if isinstance(error, KeyError) else str(error)
    return BrokenFile(document.path, 1, what, mend)


def _article(
    data: Mapping[str, Any], article_id: str, organisations: Mapping[str, Organisation]
) -> Article:
    return Article(
        id=article_id,
        theme=article_id.split("/")[0],
        publics=tuple(data["publics"]),
        written=_date(data["written"]),
        reviewed=None if data["reviewed"] is None else _date(data["reviewed"]),
        check_every=Period.parse(data["check_every"]),
        sources=tuple(_source(source) for source in data["sources"]),
        versions={key: _version(data[key], key, organisations) for key in LANGUAGES},
        variants={
            key: {
                language: _variant(by[language], language, organisations) for language in LANGUAGES
            }
            for key, by in (data.get("for") or {}).items()
        },
        related=tuple(data.get("related") or ()),
        handover=data["handover"],
    )


def _date(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is not a date like 2026-11-23")
    return value


def _source(data: Mapping[str, Any]) -> Source:
    when, title = data.get("date"), data["title"]
    titles = {key: title[key] if isinstance(title, Mapping) else title for key in LANGUAGES}
    return Source(titles, data["url"], None if when is None else str(when), data["says"])


def _version(
    data: Mapping[str, Any], language: str, organisations: Mapping[str, Organisation]
) -> Version:
    title = resolve(data["title"], language, organisations).strip()
    return Version(
        title=title,
        label=data.get("label") or shorten(title, LABEL_LENGTH),
        answer=resolve(data["answer"], language, organisations).strip(),
        easy=resolve(data["easy"], language, organisations).strip(),
        aspects=_aspects(data, language, organisations),
        questions=tuple(data["questions"]),
    )


def _variant(
    data: Mapping[str, Any], language: str, organisations: Mapping[str, Organisation]
) -> Variant:
    def text(key: str) -> str | None:
        return resolve(data[key], language, organisations).strip() if data.get(key) else None

    return Variant(
        text("title"),
        text("answer"),
        text("easy"),
        _aspects(data, language, organisations),
    )


def _aspects(
    data: Mapping[str, Any], language: str, organisations: Mapping[str, Organisation]
) -> dict[str, str]:
    aspects = data.get("aspects") or {}
    return {key: resolve(text, language, organisations).strip() for key, text in aspects.items()}


def _digest(documents: Any, folder: Path) -> str:
    digest = hashlib.sha256()
    for document in documents:
        digest.update(document.path.relative_to(folder).as_posix().encode())
        digest.update(b"\0" + document.text.encode() + b"\0")
    return digest.hexdigest()
