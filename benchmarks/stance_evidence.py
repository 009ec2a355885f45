"""What a trained stance model adds to suggested stances, in articles of which it saw nothing.

Articles are dealt into five folds. For each fold, scores of rules (as `standoff learn` measures them) and two stance
models (as `standoff train` makes them of whole sentences, and with --given of the words of each stance) are learned
from the labels of the other folds. Printed, in percent with 95 % bootstrap intervals over articles:

- precision and recall from the threshold on, with the evidence in the score; a stance is right that overlaps a label;
- average precision of stances in the order of their scores, once so, once if the polarity must be right too; and by how
  much it is higher than of the same scores without a model;
- how often the polarity is right where a label is overlapped: by rules, by models, by models where they are sure.

    python benchmarks/stance_evidence.py seeds --annotator machine-1
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from statistics import quantiles

from labelled import add_arguments, read_labelled
from sklearn.metrics import average_precision_score
from threadpoolctl import threadpool_limits

from standoff.baseline import Row, StanceModel
from standoff.baseline.choice import choose, fit_chosen
from standoff.baseline.rows import data_of
from standoff.cli.stance_evidence import evidence_of
from standoff.corpus.sentences import sentences
from standoff.records import Article, LabelSet
from standoff.scheme import load_scheme
from standoff.suggest import Evidence
from standoff.suggest.learned import Labelled, Match, label
from standoff.suggest.learned.folds import deal, rule_scores

_RESAMPLES = 1000
_SURE = 0.9
_POLARITIES = ("favor", "against", "neutral")


@dataclass(frozen=True)
class Judged:
    """A suggested stance, with how sure it is by each way to score it.

    Parameters
    ----------
    is_right, has_polarity
        Whether it overlaps a label, and whether that has its polarity too.
    scores
        By the name of the way.
    said
        The likeliest polarity and its probability, by the name of the model.
    wanted
        The polarity of the label, where there is one.
    """

    is_right: bool
    has_polarity: bool
    scores: Mapping[str, float]
    said: Mapping[str, tuple[str, float]]
    wanted: str


@dataclass(frozen=True)
class Judgement:
    """What is known of one article."""

    labels: int
    stances: Sequence[Judged] = field(default_factory=list)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_arguments(parser)
    parser.add_argument("--threshold", type=float, default=0.5)
    arguments = parser.parse_args()
    scheme = load_scheme()
    pairs = read_labelled(arguments, scheme)
    examples = [label(article, labels, scheme) for article, labels in pairs]
    with threadpool_limits(1):
        judgements = list(judged(examples, dict(zip([one.article.id for one in examples], pairs, strict=True))))
    stances = [one for judgement in judgements for one in judgement.stances]
    print(f"{len(judgements)} articles, {sum(one.labels for one in judgements)} stances, {len(stances)} suggested\n")
    ways = list(stances[0].scores)
    print(f"{'scores':18}" + "".join(f"{name:>21}" for name in ("P", "R", "AP", "AP with polarity")))
    for way in ways:
        figures = [partial(precision, way, arguments.threshold), partial(recall, way, arguments.threshold)]
        figures += [partial(average_precision, way, which) for which in (False, True)]
        print(f"{way:18}" + "".join(f"{interval(judgements, figure):>21}" for figure in figures))
    print("\ndifference of AP to the same scores without a model")
    for way in ways:
        base, _, model = way.partition(" + ")
        if model:
            cells = [interval(judgements, partial(gain, way, base, which)) for which in (False, True)]
            print(f"{way:18}" + " " * 42 + "".join(f"{one:>21}" for one in cells))
    print(f"\n{'polarity right':28}{'stances':>8}{'':>21}")
    print(f"{'rules':28}{count(judgements, ''):8}{interval(judgements, partial(accuracy, '', '', 0.0)):>21}")
    for model in filter(None, stances[0].said):
        for least in (0.0, _SURE):
            name = model + (f", where {least} sure" if least else "")
            ours, theirs = (interval(judgements, partial(accuracy, who, model, least)) for who in (model, ""))
            print(f"{name:28}{count(judgements, model, least):8}{ours:>21}   rules there {theirs}")


def judged(examples: Sequence[Labelled], pairs: Mapping[str, tuple[Article, LabelSet]]) -> Iterator[Judgement]:
    """Return what is suggested in each article, with what was learned from articles of other folds."""
    fold_of = deal(examples)
    for fold in sorted(set(fold_of)):
        others = [one for one, number in zip(examples, fold_of, strict=True) if number != fold]
        scores = rule_scores(others)
        rows = [row for one in others for row in stance_rows(*pairs[one.article.id])]
        models = {
            "whole": evidence_of(trained(rows, is_given=False)),
            "given": evidence_of(trained(rows, is_given=True)),
        }
        for one in (one for one, number in zip(examples, fold_of, strict=True) if number == fold):
            matches = [match for match in one.matches if match.suggestion.type == "stance"]
            learned = [replace(match, suggestion=scores.applied(match.suggestion)) for match in matches]
            yield Judgement(
                sum(span.type == "stance" for span in one.spans),
                list(weighed(one.article, {"rules": matches, "learned": learned}, models)),
            )


def weighed(article: Article, ways: Mapping[str, Sequence[Match]], models: Mapping[str, Evidence]) -> Iterator[Judged]:
    """Return the stances of an article with all their scores."""
    scored = {name: [match.suggestion for match in matches] for name, matches in ways.items()}
    for name in ways:
        for model, evidence in models.items():
            scored[f"{name} + {model}"] = evidence.weighed(article, scored[name])
    matches = ways["rules"]
    chances = {model: evidence.ask(article, scored["rules"]) for model, evidence in models.items()}
    for index, match in enumerate(matches):
        wanted = match.label.attributes["polarity"] if match.label is not None else ""
        said = {}
        for model, found in chances.items():
            by_polarity = {name: value for name, value in (found[index] or {}).items() if name in _POLARITIES}
            if by_polarity:
                best = max(by_polarity, key=lambda name: by_polarity[name])
                said[model] = (best, by_polarity[best] / sum(by_polarity.values()))
        said[""] = (match.suggestion.attributes["polarity"], 1.0)
        yield Judged(
            match.is_right,
            wanted == said[""][0],
            {name: found[index].score for name, found in scored.items()},
            said,
            wanted,
        )


def stance_rows(article: Article, labels: LabelSet) -> Iterator[Row]:
    """Return rows as the `stance` config of a corpus has them: one a stance, and one a sentence without any."""
    bounds = sentences(article.text)
    spans = {span.id: span for span in labels.spans}
    free = set(bounds)
    for span in (span for span in labels.spans if span.type == "stance"):
        inside = [one for one in bounds if one[0] < span.end and span.start < one[1]]
        free -= set(inside)
        start, end = inside[0][0], inside[-1][1]
        holders = [spans[one.to_id] for one in labels.relations if (one.type, one.from_id) == ("holder", span.id)]
        yield Row(
            article.text[start:end],
            span.attributes["polarity"],
            span.attributes["target"],
            article.id,
            span=(span.start - start, span.end - start),
            holder=min(holders, key=lambda one: one.start).surface(article.text) if holders else "",
        )
    yield from (Row(article.text[start:end], "none", "", article.id) for start, end in sorted(free))


def trained(rows: Sequence[Row], *, is_given: bool) -> StanceModel:
    """Return the model that `standoff train` chooses for these rows."""
    if is_given:
        data = data_of("given", _POLARITIES, [row for row in rows if row.span], [])
    else:
        data = data_of(
            "whole", (*_POLARITIES, "none"), [replace(row, target="", span=None, holder="") for row in rows], []
        )
    return fit_chosen(data, choose(data))


Figure = Callable[[Sequence[Judgement]], float]


def interval(judgements: Sequence[Judgement], figure: Figure) -> str:
    """Return a figure in percent with its bootstrap interval over articles."""
    draw = random.Random(0)
    found = [figure(draw.choices(judgements, k=len(judgements))) for _ in range(_RESAMPLES)]
    bounds = quantiles(found, n=40, method="inclusive")
    return f"{100 * figure(judgements):.1f} [{100 * bounds[0]:.1f}, {100 * bounds[-1]:.1f}]"


def precision(way: str, threshold: float, judgements: Sequence[Judgement]) -> float:
    """Return the share of shown stances that overlap a label."""
    shown = [one.is_right for judgement in judgements for one in judgement.stances if one.scores[way] >= threshold]
    return sum(shown) / max(1, len(shown))


def recall(way: str, threshold: float, judgements: Sequence[Judgement]) -> float:
    """Return the share of labels that a shown stance overlaps."""
    shown = [one.is_right for judgement in judgements for one in judgement.stances if one.scores[way] >= threshold]
    return sum(shown) / sum(one.labels for one in judgements)


def average_precision(way: str, needs_polarity: bool, judgements: Sequence[Judgement]) -> float:  # noqa: FBT001
    """Return the average precision of stances in the order of their scores; equal scores count as one."""
    stances = [one for judgement in judgements for one in judgement.stances]
    right = [one.has_polarity if needs_polarity else one.is_right for one in stances]
    return float(average_precision_score(right, [one.scores[way] for one in stances]))


def gain(way: str, base: str, needs_polarity: bool, judgements: Sequence[Judgement]) -> float:  # noqa: FBT001
    """Return by how much the average precision is higher than by other scores."""
    return average_precision(way, needs_polarity, judgements) - average_precision(base, needs_polarity, judgements)


def sure(judgements: Sequence[Judgement], model: str, least: float) -> list[Judged]:
    """Return stances that overlap a label and of whose polarity a model is so sure."""
    found = [one for judgement in judgements for one in judgement.stances if one.is_right and model in one.said]
    return [one for one in found if one.said[model][1] >= least]


def accuracy(who: str, model: str, least: float, judgements: Sequence[Judgement]) -> float:
    """Return the share of right polarities among those of which a model is so sure."""
    found = sure(judgements, model, least)
    return sum(one.said[who][0] == one.wanted for one in found) / max(1, len(found))


def count(judgements: Sequence[Judgement], model: str, least: float = 0.0) -> int:
    """Return of how many stances the polarity is compared."""
    return len(sure(judgements, model, least))


if __name__ == "__main__":
    main()
