"""Plant errors in labels, and see how many of the likeliest errors that are found are planted ones.

In one in twenty labels, drawn at random, an error of each of five kinds is planted with equal chance: another value of
an attribute, words that are nothing, an edge moved by a word, another span type, a label removed. Precision at 5 % is
the share of planted errors among as many of the first doubts as errors were planted; labels drawn at random would have
5 %. Errors that were in the labels before count as wrong finds, so it is a lower bound. Labels of spans are counted,
not of relations.

    python benchmarks/review.py seeds --labels labels --annotator machine-1 --runs 10
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean, stdev

from standoff.articles import read_articles
from standoff.labels import LabelStore
from standoff.records import Article, LabelSet, Span
from standoff.review import find_doubts
from standoff.scheme import Scheme, load_scheme

SHARE = 0.05
KINDS = ("value", "nothing", "edge", "type", "removed")


@dataclass(frozen=True)
class Planted:
    """An error: the label that is wrong now, or the one that was removed."""

    kind: str
    article_id: str
    span: Span


def main() -> None:
    """Print precision at 5 %, and recall by kind of error."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--labels", type=Path, default=Path("labels"))
    parser.add_argument("--annotator", help="one annotator's labels instead of gold")
    parser.add_argument("--runs", type=int, default=10)
    arguments = parser.parse_args()
    scheme = load_scheme()
    articles = {article.sha256: article for article in read_articles(arguments.articles).articles}
    store = LabelStore(arguments.labels)
    label_sets = store.read(arguments.annotator) if arguments.annotator else store.read_gold()
    pairs = [(articles[labels.sha256], labels) for labels in label_sets if labels.sha256 in articles]
    precisions, seen, all_of = [], Counter[str](), Counter[str]()
    for run in range(arguments.runs):
        wrong, planted = plant(pairs, scheme, random.Random(run))
        found = first_doubts(wrong, scheme, len(planted))
        hits = [error for error in planted if is_found(error, found)]
        precisions.append(len(hits) / len(planted))
        seen.update(error.kind for error in hits)
        all_of.update(error.kind for error in planted)
        print(
            f"run {run}: {len(planted)} errors planted, {len(hits)} among the first {len(planted)} doubts", flush=True
        )
    error = 1.96 * stdev(precisions) / len(precisions) ** 0.5 if len(precisions) > 1 else float("nan")
    print(
        f"precision at 5 %: {100 * mean(precisions):.1f} ± {100 * error:.1f} "
        f"(95 %, over {arguments.runs} runs); random: 5.0"
    )
    for kind in KINDS:
        print(f"  {kind:8} {seen[kind]:4} of {all_of[kind]:4} found ({seen[kind] / max(1, all_of[kind]):.0%})")


def first_doubts(pairs: Sequence[tuple[Article, LabelSet]], scheme: Scheme, number: int) -> list[tuple[str, Span]]:
    """Return the spans of the first doubts, each span once."""
    found: dict[tuple[str, str, int, int], Span] = {}
    for doubt in find_doubts(pairs, scheme):
        found.setdefault((doubt.article_id, doubt.span.type, doubt.span.start, doubt.span.end), doubt.span)
    return [(article_id, span) for (article_id, *_), span in found.items()][:number]


def is_found(error: Planted, found: Sequence[tuple[str, Span]]) -> bool:
    """Say whether one of the spans is the planted error, or proposes what was removed."""
    if error.kind == "removed":
        return any(
            article_id == error.article_id and span.type == error.span.type and span.overlaps(error.span)
            for article_id, span in found
        )
    return (error.article_id, error.span) in found


def plant(
    pairs: Sequence[tuple[Article, LabelSet]], scheme: Scheme, chance: random.Random
) -> tuple[list[tuple[Article, LabelSet]], list[Planted]]:
    """Return labels with errors, and the errors."""
    where = [(index, span.id) for index, (_, labels) in enumerate(pairs) for span in labels.spans]
    spoilt = dict.fromkeys(chance.sample(where, round(SHARE * len(where))))
    wrong, planted = [], []
    for index, (article, labels) in enumerate(pairs):
        spans: list[Span] = []
        taken = {(span.type, span.start, span.end) for span in labels.spans}
        for span in labels.spans:
            if (index, span.id) not in spoilt:
                spans.append(span)
                continue
            kind = chance.choice(KINDS)
            bad = _spoilt(kind, span, article, scheme, chance)
            if kind == "removed":
                planted.append(Planted(kind, article.id, span))
            elif bad is None or (kind != "value" and (bad.type, bad.start, bad.end) in taken):
                spans.append(span)
            else:
                spans += [span, replace(bad, id=f"{bad.id}x")] if kind == "nothing" else [bad]
                planted.append(Planted(kind, article.id, spans[-1]))
        kept = {span.id for span in spans}
        relations = [one for one in labels.relations if {one.from_id, one.to_id} <= kept]
        wrong.append((article, labels.with_labels(spans, relations)))
    return wrong, planted


def _spoilt(kind: str, span: Span, article: Article, scheme: Scheme, chance: random.Random) -> Span | None:
    words = [match.span() for match in re.finditer(r"\w+(?:['’.-]\w+)*", article.text)]
    type_ = scheme.spans[span.type]
    if kind == "value":
        choices = [
            (name, value)
            for name, given in span.attributes.items()
            for value in type_.attributes[name].values
            if value != given
        ]
        name, value = chance.choice(choices) if choices else ("", "")
        return replace(span, attributes={**span.attributes, name: value}) if name else None
    if kind == "nothing":
        first = chance.randrange(len(words) - 8)
        return replace(span, start=words[first][0], end=words[first + chance.randrange(1, 8)][1])
    if kind == "type":
        other = chance.choice([name for name in scheme.spans if name != span.type])
        required = {
            name: value for name, one in scheme.spans[other].attributes.items() for value in list(one.values)[:1]
        }
        return replace(span, type=other, attributes=required)
    before = [start for start, _ in words if start < span.start]
    after = [end for _, end in words if end > span.end]
    if chance.random() < 0.5 and before:
        return replace(span, start=before[-1])
    return replace(span, end=after[0]) if after else None


if __name__ == "__main__":
    main()
