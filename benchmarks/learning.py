"""How many labelled sentences it takes until suggestions of actors are good.

A tagger learns from the first N sentences of randomly drawn articles and is scored on all articles of which it saw no
sentence; rules are scored on the same articles. Summed over several draws; F1 in percent, relaxed (overlap) and exact
(equal extents), with 95 % bootstrap intervals over articles, so that draws do not count as more articles.

    python benchmarks/learning.py seeds --annotator machine-1
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean

from standoff.articles import read_articles
from standoff.labels import Estimate, LabelStore, estimate
from standoff.records import Span
from standoff.scheme import load_scheme
from standoff.suggest.learned import LEARNED_TYPE, Labelled, label, learn_tagger, matched, tagged
from standoff.suggest.suggestion import Suggestion


def main() -> None:
    """Print a line for each number of sentences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--labels", type=Path, default=Path("labels"))
    parser.add_argument("--annotator", help="one annotator's labels instead of gold")
    parser.add_argument("--sizes", type=int, nargs="+", default=[25, 50, 100, 200])
    parser.add_argument("--draws", type=int, default=10)
    arguments = parser.parse_args()
    scheme = load_scheme()
    store = LabelStore(arguments.labels)
    articles = {article.sha256: article for article in read_articles(arguments.articles).articles}
    label_sets = store.read(arguments.annotator) if arguments.annotator else store.read_gold()
    examples = [label(articles[one.sha256], one, scheme) for one in label_sets if one.sha256 in articles]
    print(f"{'sentences':>9}  {'':6}{'relaxed F1':>22}{'exact F1':>22}{'seconds to learn':>18}")
    for size in arguments.sizes:
        by_article: dict[str, Counter[str]] = defaultdict(Counter)
        seconds = []
        for seed in range(arguments.draws):
            taught, rest = drawn(examples, size, seed)
            if not rest:
                continue
            start = time.perf_counter()
            tagger, attributes = learn_tagger(taught, scheme)
            seconds.append(time.perf_counter() - start)
            assert tagger is not None, "no labels to learn from"
            for one in rest:
                found = tagged(one.article.text, one.rows, one.actors, tagger, attributes)
                likely = [item for item in found if item.score >= 0.5]
                by_article[one.article.id] += tally("tagger", likely, one.spans) + tally("rules", one.actors, one.spans)
        tallies = list(by_article.values())
        if not tallies:
            print(f"{size:9}  not enough articles")
            continue
        for name in ("rules", "tagger"):
            cells = "".join(f"{cell(f1(tallies, name, kind)):>22}" for kind in ("right", "exact"))
            print(f"{size:9}  {name:6}{cells}" + (f"{fmean(seconds):18.2f}" if name == "tagger" else ""))


def drawn(examples: Sequence[Labelled], size: int, seed: int) -> tuple[list[Labelled], list[Labelled]]:
    """Return articles with `size` sentences in all, the last one cut, and the articles of which none was taken."""
    order = list(examples)
    random.Random(seed).shuffle(order)
    taught: list[Labelled] = []
    while order and size > 0:
        one = order.pop()
        taught.append(replace(one, rows=one.rows[:size]))
        size -= len(one.rows)
    return taught, order


def tally(name: str, suggestions: Sequence[Suggestion], spans: Sequence[Span]) -> Counter[str]:
    """Count one article."""
    labels = [span for span in spans if span.type == LEARNED_TYPE]
    matches = list(matched(suggestions, labels))
    return Counter(
        {
            f"{name} right": sum(match.is_right for match in matches),
            f"{name} exact": sum(match.is_exact for match in matches),
            f"{name} whole": len(matches) + len(labels),
        }
    )


def f1(tallies: Sequence[Counter[str]], name: str, kind: str) -> Estimate:
    """Return F1 with its interval."""
    return estimate(
        tallies,
        lambda total: (
            2 * total.get(f"{name} {kind}", 0) / total[f"{name} whole"] if f"{name} whole" in total else "none"
        ),
    )


def cell(one: Estimate) -> str:
    """Return a figure with its interval, in percent."""
    if one.value is None or one.low is None or one.high is None:
        return "-"
    return f"{100 * one.value:.1f} [{100 * one.low:.1f}, {100 * one.high:.1f}]"


if __name__ == "__main__":
    main()
