"""Group questions that ask alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from knowledge.text import fold

ALIKE = 0.62
"""Cosine distance up to which questions belong together, on average of their group.

Set by hand, for groups of nearly the same words: a group is a help for the eye, and a counsellor
reads it before anything is done. docs/learning.md says what it gives on the articles' phrasings."""


def groups(texts: Sequence[str]) -> list[list[int]]:
    """The places of texts that ask alike, the largest group first.

    Letters of words, three to five together, weighted by how rare they are; then average
    linkage. Slow for thousands (a second): call it in a thread.
    """
    if len(texts) < 2:
        return [[place] for place in range(len(texts))]
    import numpy
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    try:
        vectors = letters.fit_transform([fold(text) or "?" for text in texts])
    except ValueError:  # nothing but signs
        return [[place] for place in range(len(texts))]
    distances = numpy.clip(1.0 - (vectors @ vectors.T).toarray(), 0.0, 1.0)
    clusters = AgglomerativeClustering(
        n_clusters=None, distance_threshold=ALIKE, linkage="average", **_precomputed()
    ).fit_predict(distances)
    found: dict[int, list[int]] = defaultdict(list)
    for place, cluster in enumerate(clusters):
        found[int(cluster)].append(place)
    return sorted(found.values(), key=lambda places: (-len(places), places[0]))


def _precomputed() -> dict[str, str]:
    """scikit-learn renamed ``affinity`` to ``metric`` in 1.2."""
    from inspect import signature

    from sklearn.cluster import AgglomerativeClustering

    names = signature(AgglomerativeClustering).parameters
    return {"metric" if "metric" in names else "affinity": "precomputed"}
