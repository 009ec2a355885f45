"""Labels that are likely wrong: what models that did not see them say otherwise.

Out-of-fold probabilities are held against given labels, as in confident learning (Northcutt, Jiang and Chuang 2021,
https://doi.org/10.1613/jair.1.12125), with whole articles held back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, cast

from standoff.errors import InputError
from standoff.records import Article, LabelSet, Span
from standoff.review.candidates import Candidate, Example, Looks, candidates, example
from standoff.scheme import Attribute, Scheme
from standoff.suggest import Suggestion

Progress = Callable[[int, int | None], None]
Kind = Literal["presence", "missing", "attribute"]

_FOLDS: Final = 5
_STRENGTH: Final = 3.0
"""Inverse strength of the penalty of the classifiers."""
_ERRORS: Final = 0.02
"""The share of wrong labels that is expected before anything is looked at."""
_PRIOR: Final = 5.0
"""How many suggested values it takes to believe the share of right ones among them half of the way."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One label that is likely wrong, or likely missing.

    Parameters
    ----------
    kind
        ``presence``: the span has the wrong extent or type, or should not be; ``missing``: nobody marked it;
        ``attribute``: it has the wrong value.
    span
        The label in doubt; for a missing one the span that is proposed.
    score
        How likely it is wrong, by what the models say: 0 … 1.
    attribute
        Which one is in doubt.
    proposal
        The value that is likelier.
    why
        In words.
    """

    article_id: str
    kind: Kind
    span: Span
    score: float
    why: str
    attribute: str = ""
    proposal: str = ""


@dataclass
class _Rows:
    """What one classifier is trained on and asked about."""

    features: list[Mapping[str, float]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    folds: list[int] = field(default_factory=list)
    about: list[tuple[Example, Candidate]] = field(default_factory=list)

    def add(self, one: Example, candidate: Candidate, features: Mapping[str, float], answer: str, fold: int) -> None:
        self.features.append(features)
        self.answers.append(answer)
        self.folds.append(fold)
        self.about.append((one, candidate))


def find_doubts(
    pairs: Iterable[tuple[Article, LabelSet]],
    scheme: Scheme,
    progress: Progress = lambda _done, _total: None,
) -> list[Doubt]:
    """Return the labels that models trained on other articles hold to be wrong, the likeliest first.

    Spans are examined, with attributes of a choice and values that rules suggest; free text and relations are not.

    Parameters
    ----------
    pairs
        Articles, each with the labels to examine.
    progress
        Called with the classifiers trained and all of them.

    Raises
    ------
    InputError
        If there are fewer than two articles.
    """
    ordered = sorted(pairs, key=lambda pair: (pair[0].sha256, pair[0].id))
    if len(ordered) < 2:
        raise InputError(
            f"{len(ordered)} labelled articles are too few to find errors in",
            hint="label two or more: labels are compared with what the other articles teach",
        )
    examples = [example(article, labels, scheme) for article, labels in ordered]
    total = sum(1 + len(type_.attributes) for type_ in scheme.spans.values())
    doubts: list[Doubt] = []
    done = 0
    for name, type_ in scheme.spans.items():
        presence, marked = _rows_of(examples, name)
        doubts += _about_presence(presence)
        progress(done := done + 1, total)
        for attribute in type_.attributes.values():
            doubts += (
                _about_choice(marked, attribute) if attribute.kind == "choice" else _about_value(marked, attribute)
            )
            progress(done := done + 1, total)
    return sorted(
        doubts, key=lambda doubt: (-doubt.score, doubt.article_id, doubt.span.start, doubt.span.end, doubt.kind)
    )


def _rows_of(examples: Sequence[Example], type_: str) -> tuple[_Rows, _Rows]:
    """Return all candidates of a type, and those of them that are labelled."""
    everything, marked = _Rows(), _Rows()
    for number, one in enumerate(examples):
        looks = Looks(one)
        for candidate in candidates(one, type_):
            features = looks.of(candidate)
            answer = "yes" if candidate.span else "no"
            everything.add(one, candidate, features, answer, number % _FOLDS)
            if candidate.span:
                marked.add(one, candidate, features, "", number % _FOLDS)
    return everything, marked


def _about_presence(rows: _Rows) -> Iterator[Doubt]:
    found = [one.get("yes", 0.5) for one in _out_of_fold(rows)]
    marked = [index for index, (_, candidate) in enumerate(rows.about) if candidate.span is not None]
    unmarked = [index for index, (_, candidate) in enumerate(rows.about) if candidate.span is None]
    for index, score in _wrong(found, marked, unmarked):
        one, candidate = rows.about[index]
        why = f"models give {_shown(one, candidate)} {found[index]:.0%} as {candidate.type} of this extent"
        yield Doubt(one.article.id, "presence", cast("Span", candidate.span), score, why)
    passed_over = [index for index in unmarked if _is_passed_over(*rows.about[index])]
    suggested = [index for index in marked if rows.about[index][1].is_suggested]
    for index, score in _wrong([1 - chance for chance in found], passed_over, suggested):
        one, candidate = rows.about[index]
        proposed = cast("Suggestion", candidate.suggestion)
        span = Span("missing", proposed.type, proposed.start, proposed.end, proposed.attributes)
        why = f"nobody marked {_shown(one, candidate)}, {found[index]:.0%} likely {candidate.type} ({proposed.why})"
        yield Doubt(one.article.id, "missing", span, score, why)


def _about_choice(rows: _Rows, attribute: Attribute) -> Iterator[Doubt]:
    rows.answers = [_value(candidate, attribute) for _, candidate in rows.about]
    chances = _out_of_fold(rows)
    for value in sorted(set(rows.answers)):
        given = [index for index, answer in enumerate(rows.answers) if answer == value and chances[index]]
        others = [index for index, answer in enumerate(rows.answers) if answer != value and chances[index]]
        for index, score in _wrong([one.get(value, 0.0) for one in chances], given, others):
            one, candidate = rows.about[index]
            likelier = max(chances[index], key=lambda answer: (chances[index][answer], answer))
            said = f"{likelier or '(none)'} is {chances[index][likelier]:.0%} likely"
            why = f"{attribute.name} {value or '(none)'} is {chances[index].get(value, 0.0):.0%} likely, {said}"
            yield Doubt(one.article.id, "attribute", cast("Span", candidate.span), score, why, attribute.name, likelier)


def _about_value(rows: _Rows, attribute: Attribute) -> Iterator[Doubt]:
    """Compare values with those that rules suggest for the same extent, as far as these are right elsewhere."""
    suggested = [
        (one, candidate, fold, candidate.suggestion.attributes[attribute.name])
        for (one, candidate), fold in zip(rows.about, rows.folds, strict=True)
        if candidate.suggestion and candidate.is_suggested and attribute.name in candidate.suggestion.attributes
    ]
    for one, candidate, fold, value in suggested:
        elsewhere = [_value(other, attribute) == said for _, other, at, said in suggested if at != fold]
        trust = (sum(elsewhere) + _PRIOR / 2) / (len(elsewhere) + _PRIOR)
        given = _value(candidate, attribute)
        if candidate.span is not None and given != value:
            why = f"{attribute.name} is {given or '(none)'}, rules say {value}, and are right {trust:.0%} of the time"
            score = _ERRORS / (_ERRORS + 1 - trust)
            yield Doubt(one.article.id, "attribute", candidate.span, score, why, attribute.name, value)


def _wrong(chances: Sequence[float], given: Sequence[int], others: Sequence[int]) -> Iterator[tuple[int, float]]:
    """Yield those rows that are given a label with how likely it is wrong, by Bayes' rule.

    Parameters
    ----------
    chances
        How likely the label is for each row, as the models say. They are calibrated first (Platt scaling): by how often
        the label is given to rows of which the models say the same.
    given, others
        The rows that have the label, and those that do not.
    """
    from sklearn.linear_model import LogisticRegression

    if not given or not others:
        return
    model = LogisticRegression(C=100)
    seen = [*given, *others]
    model.fit(_log_odds([chances[index] for index in seen]), [True] * len(given) + [False] * len(others))
    right = model.predict_proba(_log_odds([chances[index] for index in given]))[:, 1]
    for index, chance in zip(given, map(float, right), strict=True):
        yield index, (1 - chance) * _ERRORS / ((1 - chance) * _ERRORS + chance * (1 - _ERRORS))


def _out_of_fold(rows: _Rows) -> list[dict[str, float]]:
    """Return for every row how likely each answer is, by a classifier trained on the rows of other folds."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    found: list[dict[str, float]] = [{} for _ in rows.features]
    if len(set(rows.answers)) < 2:
        return found
    matrix = DictVectorizer().fit_transform(rows.features)
    for fold in sorted(set(rows.folds)):
        train = [index for index, other in enumerate(rows.folds) if other != fold]
        ask = [index for index, other in enumerate(rows.folds) if other == fold]
        answers = [rows.answers[index] for index in train]
        if len(set(answers)) < 2:
            continue
        model: Any = LogisticRegression(C=_STRENGTH, max_iter=300, tol=1e-3)
        model.fit(matrix[train], answers)
        for index, chances in zip(ask, model.predict_proba(matrix[ask]), strict=True):
            found[index] = dict(zip(map(str, model.classes_), map(float, chances), strict=True))
    return found


def _log_odds(chances: Sequence[float]) -> Any:
    import numpy as np

    kept = np.clip(np.asarray(chances), 1e-6, 1 - 1e-6)
    return np.log(kept / (1 - kept))[:, np.newaxis]


def _value(candidate: Candidate, attribute: Attribute) -> str:
    return candidate.span.attributes.get(attribute.name, "") if candidate.span else ""


def _is_passed_over(one: Example, candidate: Candidate) -> bool:
    """Say whether it is suggested and shares no code point with a label of its type."""
    return candidate.is_suggested and not any(
        span.type == candidate.type and span.start < candidate.end and candidate.start < span.end
        for span in one.labels.spans
    )


def _shown(one: Example, candidate: Candidate) -> str:
    words = " ".join(one.article.text[candidate.start : candidate.end].split())
    return f"“{words if len(words) < 60 else words[:57] + '…'}”"
