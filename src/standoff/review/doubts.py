"""Labels that are likely wrong: what models that did not see them say otherwise.

Out-of-fold probabilities are held against given labels, as in confident learning (Northcutt, Jiang and Chuang 2021,
https://doi.org/10.1613/jair.1.12125), with whole articles held back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, cast

from standoff.errors import InputError
from standoff.records import Article, LabelSet, Span
from standoff.review.candidates import Candidate, Example, Looks, candidates, example
from standoff.review.models import FOLDS, Rows, check_installed, how_wrong, one_thread, out_of_fold
from standoff.scheme import Attribute, Scheme
from standoff.suggest import Suggestion

Progress = Callable[[int, int | None], None]
Kind = Literal["presence", "extent", "type", "missing", "attribute"]

_MISPLACED, _MISVALUED, _MISSED = 0.03, 0.02, 0.01
"""The shares of labels whose extent or type is wrong, that have a wrong value, and that are missing, as they are
expected before anything is looked at. The first is spread evenly over the span types."""
_PRIOR: Final = 5.0
"""How many suggested values it takes to believe the share of right ones among them half of the way."""
_LIKELY: Final = 0.5
"""Another extent is proposed if the models hold it to be likelier than not."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One label that is likely wrong, or likely missing.

    Parameters
    ----------
    kind
        ``presence``: the span should not be; ``extent``, ``type``: it should be another; ``missing``: nobody marked it;
        ``attribute``: it has the wrong value.
    span
        The label in doubt; for a missing one the span that is proposed.
    score
        How likely it is wrong, by what the models say: 0 … 1.
    chance
        What the models give to the label as it is (0 … 1), with nothing made of it.
    why
        In words.
    attribute
        Which one is in doubt.
    proposal
        The span as it is likelier to be right; None where the models have nothing better.
    """

    article_id: str
    kind: Kind
    span: Span
    score: float
    chance: float
    why: str
    attribute: str = ""
    proposal: Span | None = None


def find_doubts(
    pairs: Iterable[tuple[Article, LabelSet]],
    scheme: Scheme,
    *,
    groups: Mapping[str, str] | None = None,
    progress: Progress = lambda _done, _total: None,
) -> list[Doubt]:
    """Return the labels that models trained on other articles hold to be wrong, the likeliest first.

    Spans are examined, with attributes of a choice and values that rules suggest; free text and relations are not. The
    same articles and labels give the same doubts.

    Parameters
    ----------
    pairs
        Articles, each with the labels to examine.
    groups
        By article id; articles of one group, such as near-duplicates, do not speak about each other.
    progress
        Called with the classifiers trained and all of them.

    Raises
    ------
    InputError
        If there are fewer than two articles or groups.
    MissingExtraError
        If scikit-learn is not installed.
    """
    check_installed()
    ordered = sorted(pairs, key=lambda pair: (pair[0].sha256, pair[0].id))
    named = [(groups or {}).get(article.id, article.sha256) for article, _ in ordered]
    numbers = {group: number for number, group in enumerate(dict.fromkeys(named))}
    if len(numbers) < 2:
        raise InputError(
            f"{len(ordered)} labelled articles are too few to find errors in"
            if len(ordered) < 2
            else f"all {len(ordered)} labelled articles are near-duplicates",
            hint="label two or more, of other words: labels are compared with what the other articles teach",
        )
    examples = [example(article, labels, scheme) for article, labels in ordered]
    folds = [numbers[group] % FOLDS for group in named]
    total = sum(1 + len(type_.attributes) for type_ in scheme.spans.values())
    misplaced = _MISPLACED * sum(len(one.labels.spans) for one in examples) / len(scheme.spans)
    doubts: list[Doubt] = []
    with one_thread():
        for done, found in enumerate(_about_all(examples, folds, scheme, misplaced), 1):
            doubts += found
            progress(done, total)
    return sorted(
        _with_types(doubts),
        key=lambda one: (-one.score, one.article_id, one.span.start, one.span.end, one.span.type, one.attribute),
    )


def _about_all(
    examples: Sequence[Example], folds: Sequence[int], scheme: Scheme, misplaced: float
) -> Iterator[Iterable[Doubt]]:
    for name, type_ in scheme.spans.items():
        presence, marked = _rows_of(examples, folds, name)
        yield _about_presence(presence, misplaced)
        misvalued = _MISVALUED / max(1, len(type_.attributes))
        for attribute in type_.attributes.values():
            about = _about_choice if attribute.kind == "choice" else _about_value
            yield about(marked, attribute, misvalued)


def _rows_of(examples: Sequence[Example], folds: Sequence[int], type_: str) -> tuple[Rows, Rows]:
    """Return all candidates of a type, and those of them that are labelled."""
    everything, marked = Rows(), Rows()
    for one, fold in zip(examples, folds, strict=True):
        looks = Looks(one)
        for candidate in candidates(one, type_):
            features = looks.of(candidate)
            everything.add(one, candidate, features, "yes" if candidate.span else "no", fold)
            if candidate.span:
                marked.add(one, candidate, features, "", fold)
    return everything, marked


def _about_presence(rows: Rows, misplaced: float) -> Iterator[Doubt]:
    found = [one.get("yes", 0.5) for one in out_of_fold(rows)]
    marked = [index for index, (_, candidate) in enumerate(rows.about) if candidate.span is not None]
    unmarked = [index for index, (_, candidate) in enumerate(rows.about) if candidate.span is None]
    rivals = _rivals(rows, found)
    for index, score in how_wrong(found, marked, unmarked, misplaced):
        one, candidate = rows.about[index]
        span = cast("Span", candidate.span)
        why = f"models give {_shown(one, candidate)} {found[index]:.0%} as {candidate.type} of this extent"
        rival = rivals.get(index)
        if rival is None or found[rival] < max(_LIKELY, found[index]):
            yield Doubt(one.article.id, "presence", span, score, found[index], why)
        else:
            _, other = rows.about[rival]
            why += f", {_shown(one, other)} {found[rival]:.0%}"
            proposal = replace(span, start=other.start, end=other.end)
            yield Doubt(one.article.id, "extent", span, score, found[index], why, proposal=proposal)
    passed_over = [index for index in unmarked if _is_passed_over(*rows.about[index])]
    suggested = [index for index in marked if rows.about[index][1].is_suggested]
    for index, score in how_wrong([1 - chance for chance in found], passed_over, suggested, _MISSED * len(marked)):
        one, candidate = rows.about[index]
        proposed = cast("Suggestion", candidate.suggestion)
        span = Span("missing", proposed.type, proposed.start, proposed.end, proposed.attributes)
        why = f"nobody marked {_shown(one, candidate)}, {found[index]:.0%} likely {candidate.type} ({proposed.why})"
        yield Doubt(one.article.id, "missing", span, score, 1 - found[index], why, proposal=span)


def _rivals(rows: Rows, found: Sequence[float]) -> dict[int, int]:
    """Return for labelled rows the likeliest of those rows without a label that share code points with them."""
    unmarked: dict[str, list[int]] = defaultdict(list)
    for index, (one, candidate) in enumerate(rows.about):
        if candidate.span is None:
            unmarked[one.article.id].append(index)
    best = {}
    for index, (one, candidate) in enumerate(rows.about):
        if candidate.span is not None:
            near = [
                other
                for other in unmarked[one.article.id]
                if rows.about[other][1].start < candidate.end and candidate.start < rows.about[other][1].end
            ]
            if near:
                best[index] = max(near, key=lambda other: (found[other], -other))
    return best


def _about_choice(rows: Rows, attribute: Attribute, misvalued: float) -> Iterator[Doubt]:
    rows.answers = [_value(candidate, attribute) for _, candidate in rows.about]
    chances = out_of_fold(rows)
    values = sorted(set(rows.answers))
    for value in values:
        given = [index for index, answer in enumerate(rows.answers) if answer == value and chances[index]]
        others = [index for index, answer in enumerate(rows.answers) if answer != value and chances[index]]
        expected = misvalued * len(others) / max(1, len(values) - 1)
        for index, score in how_wrong([one.get(value, 0.0) for one in chances], given, others, expected):
            one, candidate = rows.about[index]
            span, chance = cast("Span", candidate.span), chances[index].get(value, 0.0)
            likelier = max(chances[index], key=lambda answer: (chances[index][answer], answer))
            why = f"{attribute.name} {value or '(none)'} is {chance:.0%} likely"
            if likelier == value:
                yield Doubt(one.article.id, "attribute", span, score, chance, why, attribute.name)
            else:
                why += f", {likelier or '(none)'} is {chances[index][likelier]:.0%} likely"
                proposal = _with_value(span, attribute.name, likelier)
                yield Doubt(one.article.id, "attribute", span, score, chance, why, attribute.name, proposal)


def _about_value(rows: Rows, attribute: Attribute, misvalued: float) -> Iterator[Doubt]:
    """Compare values with those that rules suggest for the same extent, as far as these are right elsewhere."""
    suggested = [
        (one, candidate, fold, candidate.suggestion.attributes[attribute.name])
        for (one, candidate), fold in zip(rows.about, rows.folds, strict=True)
        if candidate.suggestion and candidate.is_suggested and attribute.name in candidate.suggestion.attributes
    ]
    right = [_value(candidate, attribute) == said for _, candidate, _, said in suggested]
    for one, candidate, fold, value in suggested:
        given = _value(candidate, attribute)
        if candidate.span is None or given == value:
            continue
        elsewhere = [is_right for is_right, (_, _, at, _) in zip(right, suggested, strict=True) if at != fold]
        trust = (sum(elsewhere) + _PRIOR / 2) / (len(elsewhere) + _PRIOR)
        why = f"{attribute.name} is {given or '(none)'}, rules say {value}, and are right {trust:.0%} of the time"
        score = misvalued / (misvalued + 1 - trust)
        proposal = _with_value(candidate.span, attribute.name, value)
        yield Doubt(one.article.id, "attribute", candidate.span, score, 1 - trust, why, attribute.name, proposal)


def _with_types(doubts: Iterable[Doubt]) -> list[Doubt]:
    """Join each doubt about a label with one that misses a label of another type in its place."""
    found = list(doubts)
    missing: dict[tuple[str, int, int], Doubt] = {}
    for one in found:
        if one.kind == "missing":
            place = (one.article_id, one.span.start, one.span.end)
            missing[place] = max(missing.get(place, one), one, key=lambda other: other.score)
    joined, gone = [], set()
    for one in found:
        other = missing.get((one.article_id, one.span.start, one.span.end))
        if one.kind == "presence" and other is not None and other.span.type != one.span.type:
            gone.add(id(other))
            proposal = replace(other.span, id=one.span.id)
            score = 1 - (1 - one.score) * (1 - other.score)
            why = f"{one.why}; {other.why}"
            joined.append(replace(one, kind="type", score=score, why=why, proposal=proposal))
        else:
            joined.append(one)
    return [one for one in joined if id(one) not in gone]


def _with_value(span: Span, name: str, value: str) -> Span:
    others = {key: given for key, given in span.attributes.items() if key != name}
    return replace(span, attributes={**others, name: value} if value else others)


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
