"""How many labels the queue saves when stances are learned, on texts whose labels are shown little by little.

Each text is a short article of one sentence with one label. In each draw --held-out texts are kept apart to score on,
--first of --pool others are labelled to begin with, and each order labels --step more until there are --last: random
order, the queue as shipped, and parts of it. What is scored (macro-F1) is the classifier that the queue asks; with
--start-column and --end-column one that is told where the target is named.

--part 0 or 1 takes one half of the texts, by their sha256. --share neutral=0.8 leaves out texts of other classes by lot
until this one has this share. --copies 0.4 puts near-copies of a tenth of the others in the place of this share of the
pool: an opening word more, the last word left out.

    python benchmarks/stance_queue.py texts-with-stances.jsonl --target-column target --part 1
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

import click
import numpy as np
from curves import RANDOM, Curve, Floats, print_table
from numpy.typing import NDArray
from sklearn.metrics import f1_score
from threadpoolctl import threadpool_limits

from standoff.baseline import Row, read_dataset
from standoff.baseline.calibration import Calibration
from standoff.baseline.family import Configuration, grams_of
from standoff.baseline.linear import fit_classifiers
from standoff.baseline.ngrams import Index, count_matrix, vocabulary_of
from standoff.cli.stance_columns import columns_from, stance_column_options
from standoff.records import Article, LabelSet
from standoff.review import rank_articles
from standoff.review.stances import CLASSIFIER, are_cues, unsure_of
from standoff.review.unsure import Asked, Unsure
from standoff.scheme import load_scheme
from standoff.text import canonical

Places = NDArray[np.int64]

MARKED = Configuration("word+cue", "marked", "logistic", 1.0)
SHIPPED, UNSURE, LOTS = "as shipped", "unsure alone", "lots, copies last"
_OPENING = "Earlier: "
_TIME = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Texts:
    """All texts with what a classifier sees of them, counted once; the second half are near-copies of the first."""

    rows: Sequence[Row]
    configuration: Configuration

    @cached_property
    def labels(self) -> NDArray[np.str_]:
        """The label of each text."""
        return np.array([row.label for row in self.rows])

    @cached_property
    def articles(self) -> list[Article]:
        """Each text as an article whose id is its place."""
        return [Article(str(at), date(2026, 1, 1), canonical(row.text)) for at, row in enumerate(self.rows)]

    @cached_property
    def cues(self) -> list[list[bool]]:
        """Of each word of each text, whether it is a cue."""
        return [are_cues(row.text) for row in self.rows]

    @cached_property
    def _counted(self) -> tuple[NDArray[np.uint64], Any]:
        grams = grams_of(self.rows, self.configuration.features)
        vocabulary = vocabulary_of(grams)
        counts = count_matrix(grams, Index(vocabulary))
        used = counts.getnnz(axis=0) > 1
        return vocabulary[used], counts[:, used]

    def learned(self, taught: Places) -> Callable[[Places], Floats]:
        """Learn from some texts; return what says the chances of each class, by their names, for others."""
        vocabulary, counts = self._counted
        classes, none = sorted(set(self.labels.tolist())), [""] * len(self.rows)
        found = fit_classifiers(
            counts[taught], vocabulary, self.labels[taught], none[: len(taught)], classes, self.configuration
        )
        seen = counts[:, np.searchsorted(vocabulary, found.weighing.vocabulary)]
        return lambda asked: Calibration().probabilities(found.decide(seen[asked], none[: len(asked)])[0])

    def f1(self, taught: Places, tests: Places) -> float:
        """Return the macro-F1 on some texts of what is learned from others."""
        classes = np.array(sorted(set(self.labels.tolist())))
        predicted = classes[self.learned(taught)(tests).argmax(axis=1)]
        return float(f1_score(self.labels[tests], predicted, average="macro"))


def order(texts: Texts, name: str, taught: Places, waiting: Places, chance: np.random.Generator) -> Places:
    """Return the texts that wait in the order in which they are to be labelled."""
    if name == RANDOM:
        return chance.permutation(waiting)
    labelled = [(texts.articles[at], _label_set(texts.articles[at])) for at in taught]

    def learn(_labelled: object, _scheme: object) -> Asked:
        chances = texts.learned(taught)

        def asked(articles: Sequence[Article]) -> list[Unsure]:
            places = np.array([int(article.id) for article in articles])
            best = chances(places).max(axis=1).tolist()
            found = [unsure_of([one], [texts.cues[at]]) for one, at in zip(best, places, strict=True)]
            return [replace(one, cues=0) for one in found] if name == UNSURE else found

        return asked

    learners = {} if name == LOTS else {"stance": learn}
    ranked = rank_articles([texts.articles[at] for at in waiting], labelled, load_scheme(), learners=learners)
    return np.array([int(one.article_id) for one in ranked])


def drawn(texts: Texts, draw: int, held_out: int, pool: int, copies: float) -> tuple[Places, Places]:
    """Return the texts to score on, and the pool by lot, a share of which are near-copies of a tenth of the others."""
    chance = np.random.default_rng(draw)
    shuffled = chance.permutation(len(texts.rows) // 2)
    tests, others = shuffled[:held_out], shuffled[held_out : held_out + pool]
    if copies:
        originals = others[round(copies * len(others)) :]
        copied = chance.choice(originals[: max(1, len(originals) // 10)], len(others) - len(originals))
        # Each text has one near-copy here: another copy of it is the same.
        others = chance.permutation(np.append(originals, copied + len(texts.rows) // 2))
    return tests, others


def near_copy(row: Row) -> Row:
    """Return a text with an opening word more and without its last word."""
    end = len(row.text.rstrip()) - len(row.text.split()[-1])
    mark = row.mark and (row.mark[0] + len(_OPENING), row.mark[1] + len(_OPENING))
    kept = row.text if row.mark and row.mark[1] > end else row.text[:end].rstrip() or row.text
    return replace(row, text=_OPENING + kept, mark=mark)


def curve(texts: Texts, name: str, tests: Places, pool: Places, steps: Sequence[int], draw: int) -> Curve:
    """Return F1 by what is labelled, as texts of the pool are labelled in an order."""
    found, chance = Curve.empty(), np.random.default_rng([draw, 1])
    labelled = pool[: steps[0]]
    for size in steps:
        if size > len(labelled):
            waiting = np.setdiff1d(pool, labelled)
            labelled = np.append(labelled, order(texts, name, labelled, waiting, chance)[: size - len(labelled)])
        words = sum(len(texts.cues[at]) for at in labelled)
        found.add(len(labelled), words, texts.f1(labelled, tests))
    return found


def _label_set(article: Article) -> LabelSet:
    return LabelSet(article.id, article.sha256, "", 1, "given", "imported", _TIME, _TIME)


def with_share(rows: Sequence[Row], label: str, share: float) -> list[Row]:
    """Return rows without some of other classes than one, which then has this share of them."""
    count = sum(row.label == label for row in rows)
    kept = (1 - share) / share * count / (len(rows) - count)
    chance = np.random.default_rng(0)
    return [row for row in rows if row.label == label or chance.random() < kept]


@click.command()
@click.argument("data", type=click.Path(exists=True))
@stance_column_options
@click.option("--label-column", default="label")
@click.option("--part", type=click.Choice(["0", "1"]))
@click.option("--share", default="")
@click.option("--copies", type=float, default=0.0)
@click.option("--draws", type=int, default=20)
@click.option("--held-out", type=int, default=700)
@click.option("--pool", type=int, default=2000)
@click.option("--first", type=int, default=50)
@click.option("--step", type=int, default=25)
@click.option("--last", type=int, default=500)
def main(
    data: str,
    part: str | None,
    share: str,
    copies: float,
    draws: int,
    held_out: int,
    pool: int,
    first: int,
    step: int,
    last: int,
    **columns: str,
) -> None:
    """Label the texts of DATA in several orders, and print what each saves against random order."""
    rows = list({row.text: row for row in read_dataset(data, columns_from(columns)).development}.values())
    if part is not None:
        rows = [row for row in rows if hashlib.sha256(row.text.encode()).digest()[0] % 2 == int(part)]
    if share:
        label, _, number = share.partition("=")
        rows = with_share(rows, label, float(number))
    configuration = MARKED if all(row.mark for row in rows) else Configuration(*CLASSIFIER)
    texts = Texts([*rows, *map(near_copy, rows)], configuration)
    orders = [RANDOM, *([LOTS] if copies else []), UNSURE, SHIPPED]
    curves: dict[str, list[Curve]] = {name: [] for name in orders}
    with threadpool_limits(1):
        for draw in range(draws):
            tests, others = drawn(texts, draw, held_out, pool, copies)
            for name in orders:
                curves[name].append(curve(texts, name, tests, others, range(first, last + 1, step), draw))
    shares = ", ".join(
        f"{label} {count / len(rows):.0%}" for label, count in Counter(row.label for row in rows).items()
    )
    print(f"{len(rows)} texts ({shares}), {draws} draws of {len(others)} and {len(tests)} to score on")
    print(f"{configuration.name}; near-copies: {copies:.0%} of the pool")
    for cost in ("labels", "words"):
        print_table(curves, cost)


if __name__ == "__main__":
    main()
