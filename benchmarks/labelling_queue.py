"""How many labels the queue saves when actors are learned, on articles whose labels are shown little by little.

In each draw a third of the articles is held out and the others are cut into pieces: sentences, or with --whole none, so
that an article stays whole. --first pieces are labelled to begin with, and each order labels --step more until all are:
random order, the queue as shipped, and orders by other signals. After each step a tagger of actors learns from
what is labelled and is scored on the held-out articles (F1, equal extents). All orders have the same articles and
beginnings in a draw.

The other signals: ``differing``, how many actors rules and what was learned do not have in common; ``corrected``, the
share of the rules' suggestions that annotators would have to correct, by how often they kept those of each rule so far.

With --copies 0.4, so many of the pieces of the pool are near-copies of a tenth of the others: opening words more, the
last word left out.

    python benchmarks/labelling_queue.py texts-with-spans.jsonl
    python benchmarks/labelling_queue.py seeds --annotator machine-1 --first 20 --step 20
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import fmean

from curves import RANDOM, Curve, print_table
from labelled import Pairs, add_arguments, read_labelled

from standoff.records import Article, LabelSet
from standoff.review import rank_articles
from standoff.review.unsure import Learner, Pupil, Unsure, learn_actors
from standoff.scheme import Scheme, load_scheme
from standoff.suggest.clauses import sentences
from standoff.suggest.learned import LEARNED_TYPE, Labelled, label, learn_tagger, matched, tagged
from standoff.suggest.learned.folds import rule_scores
from standoff.text import canonical

_LIKELY = 0.5
_OPENING = "As was said before: "


def main() -> None:
    """Print what each order saves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--first", type=int, default=10, help="pieces labelled to begin with")
    parser.add_argument("--step", type=int, default=10, help="pieces labelled before it is learned anew")
    parser.add_argument("--whole", action="store_true", help="articles stay whole")
    parser.add_argument("--copies", type=float, default=0.0)
    arguments = parser.parse_args()
    scheme = load_scheme()
    pairs = read_labelled(arguments, scheme)
    curves: dict[str, list[Curve]] = {}
    for draw in range(arguments.draws):
        held_out, pool = drawn(pairs, draw, whole=arguments.whole, copies=arguments.copies)
        examples = {article.id: label(article, labels, scheme) for article, labels in [*held_out, *pool]}
        tests = [examples[article.id] for article, _ in held_out]
        for name, learners in orders(examples, with_copies=bool(arguments.copies)).items():
            one = curve(pool, tests, examples, scheme, learners, arguments, random.Random(f"{draw} {name}"))
            curves.setdefault(name, []).append(one)
    print(f"{len(pairs)} articles, {arguments.draws} draws of {len(pool)} pieces and {len(tests)} articles to score on")
    print(f"near-copies: {arguments.copies:.0%} of the pieces")
    for cost in ("labels", "words"):
        print_table(curves, cost)


def orders(examples: Mapping[str, Labelled], *, with_copies: bool) -> dict[str, Mapping[str, Learner] | None]:
    """Return what each order asks; nothing for the random one."""
    found: dict[str, Mapping[str, Learner] | None] = {RANDOM: None, "as shipped": {LEARNED_TYPE: learn_actors}}
    if with_copies:
        return found | {"lots, copies last": {}}
    return found | {"differing": {"": differing(examples)}, "corrected": {"": corrected(examples)}}


def differing(examples: Mapping[str, Labelled]) -> Learner:
    """Return a learner that is the more unsure the fewer actors rules and it have in common."""

    def learn(labelled: Pairs, scheme: Scheme) -> Pupil | None:
        tagger, attributes = learn_tagger([examples[article.id] for article, _ in labelled], scheme)
        if tagger is None:
            return None

        def unsure(one: Labelled) -> float:
            found = tagged(one.article.text, one.rows, one.actors, tagger, attributes)
            ours = {(item.start, item.end) for item in found if item.score >= _LIKELY}
            theirs = {(item.start, item.end) for item in one.actors if item.score >= _LIKELY}
            return len(ours ^ theirs) / len(ours | theirs) if ours | theirs else 0.0

        return Pupil(lambda articles: [Unsure(unsure(examples[article.id]), "") for article in articles])

    return learn


def corrected(examples: Mapping[str, Labelled]) -> Learner:
    """Return a learner that is the more unsure the more of the rules' suggestions it expects to be corrected."""

    def learn(labelled: Pairs, _scheme: Scheme) -> Pupil | None:
        scores = rule_scores([examples[article.id] for article, _ in labelled])

        def unsure(one: Labelled) -> float:
            return 1 - fmean([scores.applied(item).score for item in one.actors] or [1.0])

        return Pupil(lambda articles: [Unsure(unsure(examples[article.id]), "") for article in articles])

    return learn


def drawn(pairs: Pairs, draw: int, *, whole: bool, copies: float) -> tuple[Pairs, Pairs]:
    """Return the articles that are held out, and the pieces of the others in random order."""
    order, chance = sorted(pairs, key=lambda pair: pair[0].id), random.Random(draw)
    chance.shuffle(order)
    third = len(order) // 3
    pool = [piece for pair in order[third:] for piece in ([pair] if whole else pieces(*pair))]
    chance.shuffle(pool)
    if copies:
        pool = pool[round(copies * len(pool)) :]
        originals = pool[: max(1, len(pool) // 10)]
        count = round(copies / (1 - copies) * len(pool))
        pool += [near_copy(*chance.choice(originals), number) for number in range(count)]
        chance.shuffle(pool)
    return order[:third], pool


def pieces(article: Article, labels: LabelSet) -> Pairs:
    """Return the sentences of an article as articles; labels that are not within one are left out."""
    found = []
    for start, end in sentences(article.text):
        text = canonical(article.text[start:end])
        first = article.text.index(text, start)
        one = replace(article, id=f"{article.id}_{start}", text=text)
        spans = [
            replace(span, start=span.start - first, end=span.end - first)
            for span in labels.spans
            if first <= span.start and span.end <= first + len(text)
        ]
        found.append((one, replace(labels.with_labels(spans, ()), article_id=one.id, sha256=one.sha256)))
    return found


def near_copy(article: Article, labels: LabelSet, number: int) -> tuple[Article, LabelSet]:
    """Return an article with opening words more and without its last word, with its labels."""
    text = _OPENING + (article.text.rpartition(" ")[0] or article.text)
    other, shift = replace(article, id=f"{article.id}_copy{number}", text=text), len(_OPENING)
    spans = [replace(span, start=span.start + shift, end=span.end + shift) for span in labels.spans]
    kept = [span for span in spans if span.end <= len(text)]
    return other, replace(labels.with_labels(kept, ()), article_id=other.id, sha256=other.sha256)


def curve(
    pool: Pairs,
    tests: Sequence[Labelled],
    examples: Mapping[str, Labelled],
    scheme: Scheme,
    learners: Mapping[str, Learner] | None,
    arguments: argparse.Namespace,
    chance: random.Random,
) -> Curve:
    """Return F1 by what is labelled, as pieces are labelled in an order."""
    done, waiting, found = list(pool[: arguments.first]), list(pool[arguments.first :]), Curve.empty()
    while True:
        actors = sum(span.type == LEARNED_TYPE for _, labels in done for span in labels.spans)
        words = sum(len(article.text.split()) for article, _ in done)
        found.add(actors, words, score([examples[article.id] for article, _ in done], tests, scheme))
        if not waiting:
            return found
        if learners is None:
            order = chance.sample([article.id for article, _ in waiting], len(waiting))
        else:
            ranked = rank_articles([article for article, _ in waiting], done, scheme, learners=learners)
            order = [one.article_id for one in ranked]
        chosen = set(order[: arguments.step])
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
                item
                for item in tagged(one.article.text, one.rows, one.actors, tagger, attributes)
                if item.score >= _LIKELY
            ]
            whole += len(likely)
            right += sum(match.is_exact for match in matched(likely, labels))
    return 2 * right / whole if whole else 0.0


if __name__ == "__main__":
    main()
