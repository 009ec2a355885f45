"""Plant errors in labels, and see how many of the likeliest errors that are found are planted ones.

In one in twenty labels, drawn at random, an error of one of five kinds is planted, each with equal chance: another
value of an attribute, words that are nothing, an edge moved by a word, another span type, a label removed. Precision at
5 % is the share of planted errors among as many of the first doubts as errors were planted. Errors that were in the
labels before count as wrong finds, so it is a lower bound. Labels of spans are counted, not of relations.

Beside it stand labels drawn at random, and plain self-confidence: the same models, their probability of each label as
it is, the least likely first. Intervals are 95 % bootstrap intervals over articles, all runs of an article together.

    python benchmarks/review.py seeds --labels labels --annotator machine-1 --runs 10
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from labelled import Pairs, add_arguments, read_labelled

from standoff.labels import Estimate, estimate
from standoff.records import Article, Span
from standoff.review import Doubt, find_doubts
from standoff.scheme import Scheme, load_scheme

SHARE = 0.05
KINDS = ("value", "nothing", "edge", "type", "removed")

Tallies = dict[str, Counter[str]]
"""Counts by article."""


@dataclass(frozen=True)
class Planted:
    """An error: the label that is there now, if any, and the one that was there before, if any."""

    kind: str
    article_id: str
    wrong: Span | None
    before: Span | None


def main() -> None:
    """Print precision at 5 % of three rankings, and recall by kind of error."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--runs", type=int, default=10)
    arguments = parser.parse_args()
    scheme = load_scheme()
    pairs = read_labelled(arguments, scheme)
    tallies: dict[str, Tallies] = defaultdict(lambda: defaultdict(Counter))
    for run in range(arguments.runs):
        wrong, planted = plant(pairs, scheme, random.Random(run))
        doubts = find_doubts(wrong, scheme)
        by_chance = sorted(doubts, key=lambda doubt: doubt.chance)
        anything = [(article.id, span) for article, labels in wrong for span in labels.spans]
        random.Random(run).shuffle(anything)
        rankings = {
            "review": first_spans(doubts, len(planted)),
            "self-confidence": first_spans(by_chance, len(planted)),
            "random": anything[: len(planted)],
        }
        for name, found in rankings.items():
            count(tallies[name], planted, found)
    total = sum((counts for counts in tallies["review"].values()), Counter[str]())
    print(f"{arguments.runs} runs, {total['planted'] // arguments.runs} errors each, in {len(pairs)} articles")
    for name, by_article in tallies.items():
        print(f"{name:16} precision at 5 %: {cell(share(by_article, 'hits', 'looked at'))}")
    for kind in KINDS:
        cells = "".join(f"{cell(share(one, f'{kind} found', kind)):>22}" for one in tallies.values())
        print(f"  {kind:8} {total[kind]:5} planted, found by each: {cells}")


def first_spans(doubts: Sequence[Doubt], number: int) -> list[tuple[str, Span]]:
    """Return the spans of the first doubts, each span once."""
    found: dict[tuple[str, str, int, int], Span] = {}
    for doubt in doubts:
        found.setdefault((doubt.article_id, doubt.span.type, doubt.span.start, doubt.span.end), doubt.span)
    return [(article_id, span) for (article_id, *_), span in found.items()][:number]


def count(tallies: Tallies, planted: Sequence[Planted], found: Sequence[tuple[str, Span]]) -> None:
    """Add how many errors were planted and found, by article and kind."""
    for error in planted:
        tallies[error.article_id].update({"planted": 1, error.kind: 1})
        if any(is_found(error, one) for one in found):
            tallies[error.article_id][f"{error.kind} found"] += 1
    for one in found:
        tallies[one[0]]["looked at"] += 1
        tallies[one[0]]["hits"] += any(is_found(error, one) for error in planted)


def is_found(error: Planted, one: tuple[str, Span]) -> bool:
    """Say whether a span is the wrong label, or proposes one that is gone or has another type now."""
    article_id, span = one
    if article_id != error.article_id:
        return False
    if span == error.wrong:
        return True
    before = error.before if error.kind in {"removed", "type"} else None
    return before is not None and span.id == "missing" and span.type == before.type and span.overlaps(before)


def share(tallies: Mapping[str, Counter[str]], part: str, whole: str) -> Estimate:
    """Return a share with its interval."""
    counts = [{part: one[part], whole: one[whole]} for one in tallies.values()]
    return estimate(counts, lambda total: total.get(part, 0) / total[whole] if total.get(whole) else "nothing to count")


def cell(one: Estimate) -> str:
    """Return a figure with its interval, in percent."""
    if one.value is None:
        return "-"
    interval = "" if one.low is None or one.high is None else f" [{100 * one.low:.1f}, {100 * one.high:.1f}]"
    return f"{100 * one.value:.1f}{interval}"


def plant(pairs: Pairs, scheme: Scheme, chance: random.Random) -> tuple[Pairs, list[Planted]]:
    """Return labels with errors, and the errors."""
    where = [(index, span.id) for index, (_, labels) in enumerate(pairs) for span in labels.spans]
    spoilt = set(chance.sample(where, round(SHARE * len(where))))
    used = sorted({span.type for _, labels in pairs for span in labels.spans})
    wrong, planted = [], []
    for index, (article, labels) in enumerate(pairs):
        spans: list[Span] = []
        taken = {(span.type, span.start, span.end) for span in labels.spans}
        for span in labels.spans:
            if (index, span.id) not in spoilt:
                spans.append(span)
                continue
            kind = chance.choice(KINDS)
            bad = _spoilt(kind, span, article, scheme, used, chance)
            if kind == "removed":
                planted.append(Planted(kind, article.id, None, span))
            elif bad is None or (kind != "value" and (bad.type, bad.start, bad.end) in taken):
                spans.append(span)
            elif kind == "nothing":
                spans += [span, replace(bad, id=f"{bad.id}x")]
                planted.append(Planted(kind, article.id, spans[-1], None))
            else:
                spans.append(bad)
                planted.append(Planted(kind, article.id, bad, span))
        kept = {span.id for span in spans}
        relations = [one for one in labels.relations if {one.from_id, one.to_id} <= kept]
        wrong.append((article, labels.with_labels(spans, relations)))
    return wrong, planted


def _spoilt(
    kind: str, span: Span, article: Article, scheme: Scheme, used: Sequence[str], chance: random.Random
) -> Span | None:
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
        first = chance.randrange(max(1, len(words) - 8))
        last = min(len(words) - 1, first + chance.randrange(1, 8))
        return replace(span, start=words[first][0], end=words[last][1])
    if kind == "type":
        others = [name for name in used if name != span.type]
        if not others:
            return None
        other = chance.choice(others)
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
