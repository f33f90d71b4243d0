"""An article as text on a terminal, and as plain values."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.model import ShownArticle, ShownSource


def as_json(article: ShownArticle) -> dict[str, object]:
    """The article as JSON holds it; dates as text, sources without their facts."""
    return {
        "id": article.id,
        "language": article.language,
        "variant": article.variant,
        "title": article.title,
        "label": article.label,
        "answer": article.answer,
        "easy": article.easy,
        "aspects": dict(article.aspects),
        "sources": [_source(source) for source in article.sources],
        "written": article.written.isoformat(),
        "reviewed": article.reviewed.isoformat() if article.reviewed else None,
        "due": article.due,
        "related": list(article.related),
        "handover": article.handover,
    }


def as_text(article: ShownArticle) -> str:
    """The article for an editor's eyes."""
    return "\n".join(_lines(article))


def _source(source: ShownSource) -> dict[str, str | None]:
    return {"title": source.title, "url": source.url, "date": source.date}


def _lines(article: ShownArticle) -> Iterator[str]:
    variant = f", as {article.variant} see it" if article.variant else ""
    yield f"{article.id} ({article.language}{variant})"
    yield from (
        f"# {article.title}",
        "",
        article.answer,
        "",
        "## easy",
        article.easy,
        "",
    )
    for aspect, text in article.aspects.items():
        yield f"## {aspect}\n{text}"
    yield "\n## sources"
    for source in article.sources:
        yield f"- {source.title} ({source.date or 'undated'}) {source.url}"
    reviewed = article.reviewed or "never"
    yield f"\nwritten {article.written}, reviewed {reviewed}, due: {'yes' if article.due else 'no'}"
    yield f"related: {', '.join(article.related) or 'none'}; handover: {article.handover}"
