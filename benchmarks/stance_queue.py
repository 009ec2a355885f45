"""How many labels the queue saves when stances are learned, on texts whose labels are shown little by little.

Each text is a sentence with one label, and --together of them, drawn by lot, are an article. In each draw --held-out
texts are kept apart to score on, --first of --pool others are labelled to begin with, and each order labels --step more
until there are --last: random order, the queue as shipped, and parts of it. What is scored (macro-F1) is the classifier
that the queue asks; with --start-column and --end-column one that is told where the target is named.

--part 0 or 1 takes one half of the texts, by their sha256. --share neutral=0.8 leaves out texts of other classes by lot
until this one has this share. --copies 0.4 puts near-copies of a tenth of the others in the place of this share of the
pool: an opening word more, the last word left out.

    python benchmarks/stance_queue.py texts-with-stances.jsonl --target-column target --part 1
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
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
from standoff.review.stances import CLASSIFIER, NEUTRAL, are_cues, cues_of, unsure_of
from standoff.review.unsure import Pupil, Unsure
from standoff.scheme import load_scheme
from standoff.text import canonical

Places = NDArray[np.int64]

Pool = Sequence[tuple[Article, Places]]
"""Articles with the places of the texts that they consist of."""

Chances = Callable[[Places], Floats]
"""Says the chances of each class for texts."""

MARKED = Configuration("word+cue", "marked", "logistic", 1.0)
SHIPPED, UNSURE, CUES, LOTS = "as shipped", "unsure alone", "cues alone", "lots, copies last"
_OPENING = "Earlier: "
_TIME = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Sizes:
    """How many texts are held out, waiting, labelled to begin with, a step and at last, in an article, and copied."""

    held_out: int
    pool: int
    first: int
    step: int
    last: int
    together: int
    copies: float


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

    def learned(self, taught: Places) -> Chances:
        """Learn from some texts; return what says the chances of each class, by their names, for others."""
        vocabulary, counts = self._counted
        classes, none = sorted(set(self.labels.tolist())), [""] * len(self.rows)
        found = fit_classifiers(
            counts[taught], vocabulary, self.labels[taught], none[: len(taught)], classes, self.configuration
        )
        seen = counts[:, np.searchsorted(vocabulary, found.weighing.vocabulary)]
        return lambda asked: Calibration().probabilities(found.decide(seen[asked], none[: len(asked)])[0])

    def f1(self, chances: Chances, tests: Places) -> float:
        """Return the macro-F1 of what was learned on some texts."""
        classes = np.array(sorted(set(self.labels.tolist())))
        predicted = classes[chances(tests).argmax(axis=1)]
        return float(f1_score(self.labels[tests], predicted, average="macro"))


def order(texts: Texts, name: str, chances: Chances, taught: Pool, waiting: Pool, chance: np.random.Generator) -> Pool:
    """Return the articles that wait in the order in which they are to be labelled."""
    if name == RANDOM:
        return [waiting[at] for at in chance.permutation(len(waiting))]
    by_id = {article.id: (article, places) for article, places in waiting}

    def ask(articles: Sequence[Article]) -> list[Unsure]:
        found = [by_id[article.id][1] for article in articles]
        best = iter(chances(np.concatenate(found)).max(axis=1).tolist())
        return [unsure_of([next(best) for _ in one], [texts.cues[at] for at in one]) for one in found]

    sideless = float(np.isin(texts.labels[places_of(taught)], (NEUTRAL, "none")).mean())
    weight = {UNSURE: 0.0, CUES: 1.0}.get(name, cues_of(sideless))
    learners = {} if name == LOTS else {"stance": lambda _labelled, _scheme: Pupil(ask, weight)}
    labelled = [(article, _label_set(article)) for article, _ in taught]
    ranked = rank_articles([article for article, _ in waiting], labelled, load_scheme(), learners=learners)
    return [by_id[one.article_id] for one in ranked]


def places_of(articles: Pool) -> Places:
    """Return the places of the texts that articles consist of."""
    return np.concatenate([places for _, places in articles])


def drawn(texts: Texts, draw: int, sizes: Sizes) -> tuple[Places, Pool]:
    """Return the texts to score on, and the pool by lot, a share of which are near-copies of a tenth of the others."""
    chance, count = np.random.default_rng(draw), len(texts.rows) // 2
    shuffled = chance.permutation(count)
    others = shuffled[sizes.held_out : sizes.held_out + sizes.pool]
    parted = [others[at : at + sizes.together] for at in range(0, len(others) - sizes.together + 1, sizes.together)]
    if sizes.copies:
        originals = parted[round(sizes.copies * len(parted)) :]
        copied = chance.choice(max(1, len(originals) // 10), len(parted) - len(originals))
        # Each text has one near-copy here: another copy of it is the same.
        parted = [*originals, *(originals[at] + count for at in copied)]
        parted = [parted[at] for at in chance.permutation(len(parted))]
    pool = [
        (Article(str(number), date(2026, 1, 1), canonical("\n".join(texts.rows[at].text for at in one))), one)
        for number, one in enumerate(parted)
    ]
    return shuffled[: sizes.held_out], pool


def near_copy(row: Row) -> Row:
    """Return a text with an opening word more and without its last word."""
    end = len(row.text.rstrip()) - len(row.text.split()[-1])
    mark = row.mark and (row.mark[0] + len(_OPENING), row.mark[1] + len(_OPENING))
    kept = row.text if row.mark and row.mark[1] > end else row.text[:end].rstrip() or row.text
    return replace(row, text=_OPENING + kept, mark=mark)


def curve(texts: Texts, name: str, tests: Places, pool: Pool, sizes: Sizes, draw: int) -> Curve:
    """Return F1 by what is labelled, as articles of the pool are labelled in an order."""
    found, chance = Curve.empty(), np.random.default_rng([draw, 1])
    done, waiting = pool[: sizes.first // sizes.together], pool[sizes.first // sizes.together :]
    while True:
        places = places_of(done)
        chances = texts.learned(places)
        found.add(len(places), sum(len(texts.cues[at]) for at in places), texts.f1(chances, tests))
        if len(places) + sizes.step > sizes.last:
            return found
        waiting = order(texts, name, chances, done, waiting, chance)
        count = sizes.step // sizes.together
        done, waiting = [*done, *waiting[:count]], waiting[count:]


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
@click.option("--together", type=int, default=1)
@click.option("--draws", type=int, default=20)
@click.option("--held-out", type=int, default=700)
@click.option("--pool", type=int, default=2000)
@click.option("--first", type=int, default=50)
@click.option("--step", type=int, default=50)
@click.option("--last", type=int, default=500)
def main(data: str, part: str | None, share: str, draws: int, **options: Any) -> None:
    """Label the texts of DATA in several orders, and print what each saves against random order."""
    rows = list({row.text: row for row in read_dataset(data, columns_from(options)).development}.values())
    if part is not None:
        rows = [row for row in rows if hashlib.sha256(row.text.encode()).digest()[0] % 2 == int(part)]
    if share:
        label, _, number = share.partition("=")
        rows = with_share(rows, label, float(number))
    configuration = MARKED if all(row.mark for row in rows) else Configuration(*CLASSIFIER)
    texts = Texts([*rows, *map(near_copy, rows)], configuration)
    sizes = Sizes(**{one.name: options[one.name] for one in fields(Sizes)})
    orders = [RANDOM, *([LOTS] if sizes.copies else []), UNSURE, CUES, SHIPPED]
    curves: dict[str, list[Curve]] = {name: [] for name in orders}
    with threadpool_limits(1):
        for draw in range(draws):
            tests, pool = drawn(texts, draw, sizes)
            for name in orders:
                curves[name].append(curve(texts, name, tests, pool, sizes, draw))
    shares = ", ".join(
        f"{label} {count / len(rows):.0%}" for label, count in Counter(row.label for row in rows).items()
    )
    print(f"{len(rows)} texts ({shares}), {draws} draws, {len(tests)} texts to score on")
    print(f"{len(pool)} articles of {sizes.together}, {sizes.copies:.0%} near-copies; {configuration.name}")
    for cost in ("labels", "words"):
        print_table(curves, cost)


if __name__ == "__main__":
    main()
