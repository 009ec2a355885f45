"""What the columns and rows of every config mean, for the dataset card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from standoff.corpus.kinds import Choice, Columns, Kind, Many, Plain

ROWS: Final[Mapping[str, str]] = {
    "articles": "an article with its gold labels",
    "sentences": "a sentence of any article, with the gold spans within it",
    "tokens": "a sentence of a labelled article, as tokens with BIO tags for every span type",
    "stance": "a stance with its sentence, or a sentence of a labelled article without one",
    "annotations": "one annotator's labels of one article",
}
"""What a row of each config is."""

_MEANINGS: Final[Mapping[str, str]] = {
    "id": "unique name of the article",
    "article_id": "the article's `id`",
    "dct": "day on which the article was published",
    "title": "headline, where there is one",
    "source": "who published it, where known",
    "url": "where it was published, where known",
    "origin": "how it came about",
    "text": "the text that offsets point into",
    "sha256": "sha256 of the article's text, as UTF-8",
    "group": "articles that were found to be near-duplicates share one; named after its first article",
    "annotator": "whose labels these are; null where there are none",
    "spans": "labelled stretches of the text",
    "relations": "directed relations between the spans",
    "index": "number of the sentence in the article, from 0",
    "start": "where it begins in the article",
    "end": "where it ends in the article",
    "tokens": "the words, numbers and marks",
    "starts": "where each token begins in the article",
    "ends": "where each token ends in the article",
    "span_start": "where the stance begins in `text`; null where there is none",
    "span_end": "where the stance ends in `text`; null where there is none",
    "holder": "words of the actor whose stance it is, where one is named",
    "target": "what the stance is about; null where there is none",
    "label": "the stance",
    "tool": "what made or carried the labels",
    "scheme": "label scheme that they were made under",
    "scheme_version": "version of that scheme",
    "created": "when they were made",
    "updated": "when they were last changed",
    "lead_time": "seconds that the annotator spent, where known",
}
_IN_CONFIG: Final[Mapping[tuple[str, str], str]] = {
    ("annotations", "origin"): "human, imported or machine",
    ("sentences", "text"): "the sentence",
    ("stance", "text"): "the sentence, or sentences, that the stance is in",
}


def describe(config: str, columns: Columns) -> Iterator[tuple[str, str, str]]:
    """Yield the name, the type in words and the meaning of every column of a config."""
    for name, kind in columns.items():
        if name.endswith("_tags"):
            meaning = f"BIO tag of each token for {name.removesuffix('_tags')}"
        elif (config, name) in _IN_CONFIG or name in _MEANINGS:
            meaning = _IN_CONFIG.get((config, name)) or _MEANINGS[name]
        else:
            meaning = "attribute of the stance; null where there is none"
        yield name, type_in_words(kind), meaning


def type_in_words(kind: Kind) -> str:
    """Return what a column holds for people, such as ``list of class label (O, B-actor, I-actor)``."""
    if isinstance(kind, Many):
        return f"list of {type_in_words(kind.item)}"
    if isinstance(kind, Choice):
        return f"class label ({', '.join(kind.names)})"
    if isinstance(kind, dict):
        return "struct"
    return kind.dtype if isinstance(kind, Plain) else kind.name
