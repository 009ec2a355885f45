"""Labelled articles for benchmarks: those of a label store, or a JSON Lines file of texts with their spans."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import orjson

from standoff.articles import read_articles
from standoff.labels import LabelStore
from standoff.records import Article, LabelSet, Span
from standoff.scheme import Scheme
from standoff.text import canonical

_TYPES = {"Organisation": "actor", "Person": "actor"}
_CERTAIN = 0.5
_DAY = date(2016, 10, 1)
_TIME = datetime(2016, 10, 1, tzinfo=UTC)

Pairs = Sequence[tuple[Article, LabelSet]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say which labelled articles are meant."""
    parser.add_argument("articles", type=Path, nargs="+", help="articles, or one JSON Lines file of texts with spans")
    parser.add_argument("--labels", type=Path, default=Path("labels"))
    parser.add_argument("--annotator", help="one annotator's labels instead of gold")


def read_labelled(arguments: argparse.Namespace, scheme: Scheme) -> Pairs:
    """Return articles with their labels.

    A file whose lines have ``spans`` is read as texts with people and organisations, in the form of re3d: they become
    actors without attributes.
    """
    first = arguments.articles[0]
    if first.suffix == ".jsonl" and "spans" in orjson.loads(first.read_bytes().splitlines()[0]):
        return [_with_spans(orjson.loads(line), scheme) for line in first.read_bytes().splitlines()]
    articles = {article.sha256: article for article in read_articles(arguments.articles).articles}
    store = LabelStore(arguments.labels)
    label_sets = store.read(arguments.annotator) if arguments.annotator else store.read_gold()
    return [(articles[labels.sha256], labels) for labels in label_sets if labels.sha256 in articles]


def _with_spans(line: dict[str, object], scheme: Scheme) -> tuple[Article, LabelSet]:
    text, found = line["text"], line["spans"]
    assert isinstance(text, str)
    assert isinstance(found, list)
    article = Article(str(line["id"]), _DAY, canonical(text))
    shift = text.index(article.text)
    extents = {
        (span["start"] - shift, span["end"] - shift): _TYPES[span["type"]]
        for span in found
        if span["type"] in _TYPES and span.get("confidence", 1) >= _CERTAIN
    }
    spans = tuple(
        Span(f"s{number}", type_, start, end) for number, ((start, end), type_) in enumerate(sorted(extents.items()))
    )
    labels = LabelSet(
        article.id, article.sha256, scheme.name, scheme.version, "given", "imported", _TIME, _TIME, "", None, spans
    )
    return article, labels
