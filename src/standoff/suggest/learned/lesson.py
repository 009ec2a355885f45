"""What is learned from labels, and the figures by which it is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from standoff.errors import InputError
from standoff.labels import Estimate, estimate
from standoff.records import Article, LabelSet
from standoff.scheme import Scheme
from standoff.suggest.learned.attributes import Attributes
from standoff.suggest.learned.folds import Outcome, Progress, cross_validate, label, learn_tagger, rule_scores
from standoff.suggest.learned.matching import Match
from standoff.suggest.learned.model import LEARNED_TYPE, Learned
from standoff.suggest.learned.thresholds import (
    ENOUGH,
    TOLERANCE,
    Bin,
    Scored,
    calibration_error,
    lowest_threshold,
    reliability,
    threshold_of,
)
from standoff.suggest.rules import VERSION

_LEAST: Final = 2

_ARTICLES: Final = 5
"""With fewer articles all of them can favor the tagger by chance."""

LIKELY: Final = 0.5
"""Rules are compared with what the tagger holds to be likelier than not."""


@dataclass(frozen=True)
class Figures:
    """How good suggestions of one span type are, from 0 to 1, on articles that they had no part of.

    Parameters
    ----------
    precision, recall, f1
        A suggestion is right if it overlaps a label.
    exact_f1
        It is right only if the extents are equal.
    """

    precision: Estimate
    recall: Estimate
    f1: Estimate
    exact_f1: Estimate


@dataclass(frozen=True)
class TypeLesson:
    """What was learned of one span type.

    Parameters
    ----------
    labels
        How many spans there are to learn from.
    suggested
        How many spans were suggested, at any score.
    chosen
        ``rules`` or ``tagger``.
    why
        Why, in words.
    threshold
        How sure a suggestion must be.
    threshold_why
        Where the threshold comes from, in words.
    rules, tagger
        All suggestions, at any score; no tagger where it was not tried.
    gain, exact_gain
        How much better the tagger's F1 is than that of rules, on the same articles.
    shown
        What annotators would see of what was chosen: each fold's threshold set by the other folds.
    bins
        Whether what was chosen is as sure as it says.
    calibration_error
        None where nothing was suggested.
    """

    type: str
    labels: int
    suggested: int
    chosen: str
    why: str
    threshold: float
    threshold_why: str
    rules: Figures
    tagger: Figures | None
    gain: Estimate | None
    exact_gain: Estimate | None
    shown: Figures
    bins: Sequence[Bin]
    calibration_error: float | None


@dataclass(frozen=True)
class Lesson:
    """A model with what was measured of each span type by cross-validation."""

    model: Learned
    types: Sequence[TypeLesson]
    articles: int
    tolerance: float


def learn(
    examples: Sequence[tuple[Article, LabelSet]],
    scheme: Scheme,
    *,
    tolerance: float = TOLERANCE,
    groups: Mapping[str, str] | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Lesson:
    """Learn from labels what rules do not know: actors, how far to trust each rule, and what is worth showing.

    A tagger takes the place of the rules for actors only if cross-validation with whole articles says that it is
    better: its relaxed F1, or at no loss of that its F1 with equal extents. The same labels give the same model, byte
    for byte.

    Parameters
    ----------
    examples
        Articles, each with the labels that count as right.
    tolerance
        The share of right ones among suggestions that annotators tolerate, from 0 to 1.
    groups
        By article id; articles of one group, such as near-duplicates, are never on both sides of a fold.
    progress
        Called with the folds done and all folds.

    Raises
    ------
    InputError
        If there are no labels, or fewer than two articles or groups.
    """
    ordered = sorted(examples, key=lambda example: (example[0].sha256, example[0].id))
    labelled = [label(article, labels, scheme, (groups or {}).get(article.id, "")) for article, labels in ordered]
    if not any(one.spans for one in labelled):
        raise InputError(f"{len(ordered)} articles have no label to learn from", hint="label some, then learn")
    if len({one.group for one in labelled}) < _LEAST:
        hint = "label two articles or more, of other words: what is learned from one is measured on another"
        raise InputError("one article, or near-duplicates of one, is too little to learn from", hint=hint)
    outcomes = list(cross_validate(labelled, scheme, progress))
    lessons = [_lesson(type_, outcomes, tolerance) for type_ in scheme.spans]
    takes_over = any(lesson.chosen == "tagger" for lesson in lessons)
    tagger, attributes = learn_tagger(labelled, scheme) if takes_over else (None, Attributes())
    model = Learned(
        scheme=scheme.name,
        scheme_version=scheme.version,
        rules=VERSION,
        thresholds={lesson.type: lesson.threshold for lesson in lessons},
        scores=rule_scores(labelled),
        tagger=tagger,
        attributes=attributes,
        about={
            "articles": len(ordered),
            "tolerance": tolerance,
            "labels_of": sorted({labels.annotator for _, labels in ordered}),
            "types": {lesson.type: asdict(lesson) for lesson in lessons},
        },
    )
    return Lesson(model, lessons, len(ordered), tolerance)


def _lesson(type_: str, outcomes: Sequence[Outcome], tolerance: float) -> TypeLesson:
    labels = sum(outcome.labels[type_] for outcome in outcomes)
    ruled = [[match for match in outcome.ruled if match.suggestion.type == type_] for outcome in outcomes]
    found = [list(outcome.tagged) if type_ == LEARNED_TYPE else [] for outcome in outcomes]
    likely = [[match for match in matches if match.suggestion.score >= LIKELY] for matches in found]
    was_tried = any(found)
    tallies = [
        {**_tally("rules", one, labels_of), **_tally("tagger", other, labels_of)}
        for one, other, labels_of in zip(ruled, likely, (outcome.labels[type_] for outcome in outcomes), strict=True)
    ]
    gain = estimate(tallies, _difference("right")) if was_tried else None
    exact_gain = estimate(tallies, _difference("exact")) if was_tried else None
    is_better, why = _choice(gain, exact_gain, len(outcomes))
    chosen = found if is_better else ruled
    scored = [(outcome.fold, _scored(matches)) for outcome, matches in zip(outcomes, chosen, strict=True)]
    everything = [item for _, items in scored for item in items]
    threshold, threshold_why = _threshold(type_, everything, labels, tolerance)
    by_fold = {}
    for fold in {outcome.fold for outcome in outcomes}:
        others = [one for other, items in scored if other != fold for one in items]
        by_fold[fold], _ = _threshold(type_, others, labels, tolerance)
    shown = [
        [match for match in matches if match.suggestion.score >= by_fold[outcome.fold]]
        for outcome, matches in zip(outcomes, chosen, strict=True)
    ]
    counts = [outcome.labels[type_] for outcome in outcomes]
    return TypeLesson(
        type=type_,
        labels=labels,
        suggested=len(everything),
        chosen="tagger" if is_better else "rules",
        why=why,
        threshold=threshold,
        threshold_why=threshold_why,
        rules=_figures(ruled, counts),
        tagger=_figures(likely, counts) if was_tried else None,
        gain=gain,
        exact_gain=exact_gain,
        shown=_figures(shown, counts),
        bins=reliability(everything),
        calibration_error=calibration_error(everything) if everything else None,
    )


def _choice(gain: Estimate | None, exact_gain: Estimate | None, articles: int) -> tuple[bool, str]:
    """Say whether the tagger takes over, and why: for its F1, or at no loss of it for its extents."""
    if gain is None or exact_gain is None or gain.value is None or exact_gain.value is None:
        return False, "no tagger is learned for this type"
    if articles < _ARTICLES:
        return False, f"{articles} articles are too few to compare them with a tagger"
    if gain.low is not None and gain.low > 0:
        return True, f"its F1 is better by {_points(gain)}"
    if gain.value >= 0 and exact_gain.low is not None and exact_gain.low > 0:
        return True, f"its F1 is no worse ({_points(gain)}), and with equal extents better by {_points(exact_gain)}"
    return False, f"the tagger's F1 is not surely better: {_points(gain)}"


def _points(one: Estimate) -> str:
    value = f"{100 * (one.value or 0):+.1f} points"
    return value if one.low is None or one.high is None else f"{value} [{100 * one.low:+.1f}, {100 * one.high:+.1f}]"


def _threshold(type_: str, scored: Sequence[Scored], labels: int, tolerance: float) -> tuple[float, str]:
    if not labels:
        return threshold_of(type_), "default: there are no labels of this type"
    if len(scored) < ENOUGH:
        return threshold_of(type_), f"default: {len(scored)} suggestions are too few to measure"
    threshold = lowest_threshold(scored, tolerance)
    if threshold > 1:
        return threshold, f"at no score are {tolerance:.0%} right: nothing is shown"
    return threshold, f"the lowest at which {tolerance:.0%} are right"


def _scored(matches: Sequence[Match]) -> list[Scored]:
    return [(match.suggestion.score, match.is_right) for match in matches]


def _tally(name: str, matches: Sequence[Match], labels: int) -> dict[str, float]:
    return {
        f"{name} right": sum(match.is_right for match in matches),
        f"{name} exact": sum(match.is_exact for match in matches),
        f"{name} suggested": len(matches),
        "labels": labels,
    }


def _figures(found: Sequence[Sequence[Match]], labels: Sequence[int]) -> Figures:
    tallies = [_tally("all", matches, count) for matches, count in zip(found, labels, strict=True)]
    return Figures(
        precision=estimate(tallies, lambda tally: _share(tally.get("all right", 0), tally.get("all suggested", 0))),
        recall=estimate(tallies, lambda tally: _share(tally.get("all right", 0), tally.get("labels", 0))),
        f1=estimate(tallies, lambda tally: _f1(tally, "all", "right")),
        exact_f1=estimate(tallies, lambda tally: _f1(tally, "all", "exact")),
    )


def _difference(kind: str) -> Callable[[Mapping[str, float]], float | str]:
    def of(tally: Mapping[str, float]) -> float | str:
        ours, theirs = _f1(tally, "tagger", kind), _f1(tally, "rules", kind)
        return ours - theirs if isinstance(ours, float) and isinstance(theirs, float) else "no labels, no suggestions"

    return of


def _f1(tally: Mapping[str, float], name: str, kind: str) -> float | str:
    return _share(2 * tally.get(f"{name} {kind}", 0), tally.get(f"{name} suggested", 0) + tally.get("labels", 0))


def _share(part: float, whole: float) -> float | str:
    return part / whole if whole else "nothing to count"
