"""How many labels an order of articles saves, on labelled articles whose labels are shown little by little.

In each draw a third of the articles is held out, two of the others are labelled to begin with, and the rest is labelled
in the order of each queue, which is made anew after every --step articles. After each step a tagger of actors learns
from what is labelled and is scored on the held-out articles (F1, equal extents). All orders have the same articles and
beginnings in a draw, with random order as one of them.

Printed are the mean F1 over the whole way from the first to the last label (the area under the curve, by labels), how
far each order is above random order, and how many labels fewer than random order it took to the F1 that random order
had half-way. Intervals are 95 % bootstrap intervals over draws: the draws are of the same articles, so they do not say
how it would be on others. With --copies, each article that is not held out is there twice, the second time with its
last sentence cut off.

    python benchmarks/labelling_queue.py seeds --annotator machine-1 --step 3 --draws 10
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import fmean

from labelled import Pairs, add_arguments, read_labelled

from standoff.labels import estimate
from standoff.records import Article, LabelSet
from standoff.review import WEIGHTS, Weights, rank_articles
from standoff.scheme import Scheme, load_scheme
from standoff.suggest.learned import LEARNED_TYPE, Labelled, label, learn_tagger, matched, tagged

ORDERS: Mapping[str, Weights | None] = {
    "random": None,
    "unsure": Weights(1, 0, 0),
    "differing": Weights(0, 1, 0),
    "new": Weights(0, 0, 1),
    "shipped": WEIGHTS,
}
FIRST = 2
_GRID = 50

Curve = Sequence[tuple[int, float]]
"""Labels so far and F1."""


def main() -> None:
    """Print a line for each order."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--step", type=int, default=1, help="articles labelled before it is learned anew")
    parser.add_argument("--copies", action="store_true")
    arguments = parser.parse_args()
    scheme = load_scheme()
    pairs = read_labelled(arguments, scheme)
    curves: dict[str, list[Curve]] = {name: [] for name in ORDERS}
    for draw in range(arguments.draws):
        held_out, first, rest = drawn(pairs, draw, copies=arguments.copies)
        examples = {article.id: label(article, labels, scheme) for article, labels in [*held_out, *first, *rest]}
        for name, weights in ORDERS.items():
            chance = random.Random(f"{draw} {name}")
            curves[name].append(curve(held_out, first, rest, examples, scheme, weights, chance, arguments.step))
    print(f"{len(pairs)} articles, {arguments.draws} draws{', each article twice' if arguments.copies else ''}")
    print(f"{'order':10}{'mean F1':>9}{'above random':>22}{'labels saved at half of the way':>34}")
    for name, found in curves.items():
        gains = [100 * (area(one) - area(other)) for one, other in zip(found, curves["random"], strict=True)]
        saved = [saving(one, other) for one, other in zip(found, curves["random"], strict=True)]
        mean = 100 * fmean(map(area, found))
        print(f"{name:10}{mean:9.1f}{interval(gains, '.1f'):>22}{interval(saved, '.0f'):>34}", flush=True)


def drawn(pairs: Pairs, draw: int, *, copies: bool) -> tuple[Pairs, Pairs, Pairs]:
    """Return the articles that are held out, those that are labelled first, and the others."""
    order = sorted(pairs, key=lambda pair: pair[0].id)
    random.Random(draw).shuffle(order)
    third = len(order) // 3
    held_out, others = order[:third], order[third:]
    first, rest = others[:FIRST], others[FIRST:]
    return held_out, first, [*rest, *map(copy, [*first, *rest])] if copies else rest


def copy(pair: tuple[Article, LabelSet]) -> tuple[Article, LabelSet]:
    """Return a near-copy of an article, with its labels."""
    article, labels = pair
    text = article.text[: article.text.rstrip(".").rfind(". ") + 1] or article.text
    other = replace(article, id=f"{article.id}_copy", text=text)
    kept = [span for span in labels.spans if span.end <= len(text)]
    return other, replace(labels.with_labels(kept, ()), article_id=other.id, sha256=other.sha256)


def curve(
    held_out: Pairs,
    first: Pairs,
    rest: Pairs,
    examples: Mapping[str, Labelled],
    scheme: Scheme,
    weights: Weights | None,
    chance: random.Random,
    step: int,
) -> Curve:
    """Return F1 by the number of labels, as articles are labelled in an order."""
    done, waiting, found = list(first), list(rest), []
    tests = [examples[article.id] for article, _ in held_out]
    while True:
        actors = sum(span.type == LEARNED_TYPE for _, labels in done for span in labels.spans)
        found.append((actors, score([examples[article.id] for article, _ in done], tests, scheme)))
        if not waiting:
            return found
        if weights is None:
            order = chance.sample(sorted(article.id for article, _ in waiting), len(waiting))
        else:
            ranked = rank_articles([article for article, _ in waiting], done, scheme, weights=weights)
            order = [one.article_id for one in ranked]
        chosen = set(order[:step])
        done += [pair for pair in waiting if pair[0].id in chosen]
        waiting = [pair for pair in waiting if pair[0].id not in chosen]


def score(taught: Sequence[Labelled], tests: Sequence[Labelled], scheme: Scheme) -> float:
    """Return the F1 of a tagger on articles that it did not see, spans with equal extents counted."""
    tagger, attributes = learn_tagger(taught, scheme)
    right = whole = 0
    for one in tests:
        labels = [span for span in one.spans if span.type == LEARNED_TYPE]
        whole += len(labels)
        if tagger is not None:
            likely = [
                item for item in tagged(one.article.text, one.rows, one.actors, tagger, attributes) if item.score >= 0.5
            ]
            whole += len(likely)
            right += sum(match.is_exact for match in matched(likely, labels))
    return 2 * right / whole if whole else 0.0


def area(one: Curve) -> float:
    """Return the mean F1 over labels from the first to the last."""
    low, high = one[0][0], one[-1][0]
    return fmean(at(one, low + (high - low) * step / _GRID) for step in range(_GRID + 1))


def at(one: Curve, labels: float) -> float:
    """Return F1 at a number of labels, on straight lines between what was measured."""
    for (low, before), (high, after) in pairwise(one):
        if labels <= high:
            return after if high == low else before + (after - before) * max(0.0, labels - low) / (high - low)
    return one[-1][1]


def saving(one: Curve, other: Curve) -> float:
    """Return how many labels fewer an order needs than another to the F1 that that one has half-way."""
    half = (other[0][0] + other[-1][0]) / 2
    return reached(other, at(other, half)) - reached(one, at(other, half))


def reached(one: Curve, wanted: float) -> float:
    """Return the number of labels at which F1 is first as high as wanted; all of them if it never is."""
    low, high = one[0][0], one[-1][0]
    steps = (low + (high - low) * step / _GRID for step in range(_GRID + 1))
    return next((labels for labels in steps if at(one, labels) >= wanted), float(high))


def interval(values: Sequence[float], form: str) -> str:
    """Return a mean with its bootstrap interval over draws."""
    one = estimate([{"value": value, "draws": 1.0} for value in values], lambda t: t.get("value", 0) / t["draws"])
    value = f"{fmean(values):+{form}}"
    return value if one.low is None or one.high is None else f"{value} [{one.low:+{form}}, {one.high:+{form}}]"


if __name__ == "__main__":
    main()
