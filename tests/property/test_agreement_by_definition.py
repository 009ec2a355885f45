"""Agreement coefficients against brute force from their definitions, and what must hold whatever the labels are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.labels import (
    ALL_TYPES,
    align,
    cohen_kappa,
    count_matches,
    fleiss_kappa,
    measure_agreement,
    nominal_alpha,
    segments,
    unitizing_alpha,
    unitizing_tally,
)
from standoff.records import Article, LabelSet, Span
from tests.strategies import NEWS_CONFLICT, articles, label_sets

LENGTH = 24
extents = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 12)).map(
    lambda pair: (pair[0], min(pair[0] + pair[1], LENGTH))
)


@st.composite
def marked(draw: st.DrawFn, max_size: int = 5) -> list[Span]:
    """One annotator's spans of two types, nested and overlapping, none twice."""
    found = draw(st.lists(st.tuples(st.sampled_from(["actor", "date"]), extents), unique=True, max_size=max_size))
    return [Span(f"r{index}", type_, start, end) for index, (type_, (start, end)) in enumerate(found)]


annotators = st.integers(2, 4).flatmap(
    lambda number: st.fixed_dictionaries({name: marked() for name in ("anna", "ben", "carl", "dora")[:number]})
)
rows = st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(tuple), max_size=12)


@given(annotators)
def test_units_part_the_spans_and_overlap_pairwise(spans: dict[str, list[Span]]) -> None:
    units = align(spans)
    placed = [(name, span) for unit in units for name, span in unit.spans.items()]
    assert sorted(placed, key=repr) == sorted(((n, span) for n, found in spans.items() for span in found), key=repr)
    for unit in units:
        assert {span.type for span in unit.spans.values()} == {unit.type}
        assert max(span.start for span in unit.spans.values()) < min(span.end for span in unit.spans.values())
    for one, other in combinations(units, 2):
        if one.type == other.type and not one.spans.keys() & other.spans.keys():
            pairs = [(a, b) for a in one.spans.values() for b in other.spans.values()]
            assert not all(a.overlaps(b) for a, b in pairs), "two units that could be one are one"


def _share(one: Span, other: Span) -> float:
    here, there = set(range(one.start, one.end)), set(range(other.start, other.end))
    return len(here & there) / len(here | there) if one.type == other.type else 0


@given(annotators)
def test_units_are_those_of_complete_linkage_step_by_step(spans: dict[str, list[Span]]) -> None:
    members = [{name: span} for name, found in spans.items() for span in found]
    groups = sorted(members, key=lambda group: next((s.start, s.end, name) for name, s in group.items()))
    while True:
        shares = {
            (i, j): min(_share(a, b) for a in groups[i].values() for b in groups[j].values())
            for i, j in combinations(range(len(groups)), 2)
            if not groups[i].keys() & groups[j].keys()
        }
        best = max(shares, key=lambda pair: (shares[pair], -pair[0], -pair[1]), default=None)
        if best is None or not shares[best]:
            break
        groups[best[0]] |= groups.pop(best[1])
    assert sorted(map(repr, (dict(sorted(group.items())) for group in groups))) == sorted(
        repr(dict(unit.spans)) for unit in align(spans)
    )


@given(annotators)
def test_equal_spans_of_two_annotators_share_a_unit(spans: dict[str, list[Span]]) -> None:
    two = dict(list(spans.items())[:2])
    together = {frozenset((n, s.type, s.start, s.end) for n, s in unit.spans.items()) for unit in align(two)}
    one, other = two
    for span in two[one]:
        if any((span.type, span.start, span.end) == (s.type, s.start, s.end) for s in two[other]):
            assert frozenset((name, span.type, span.start, span.end) for name in two) in together


@given(marked(4), marked(4))
def test_matches_are_as_many_as_trying_everything_finds(ones: list[Span], others: list[Span]) -> None:
    short, long = sorted((ones, others), key=len)
    best = max(
        sum(a.type == b.type and a.overlaps(b) for a, b in zip(short, order, strict=False))
        for order in permutations(long, len(short))
    )
    assert count_matches(ones, others) == best


@given(st.lists(marked(), min_size=2, max_size=4))
def test_unitizing_alpha_is_that_of_its_definition_code_point_by_code_point(passes: list[list[Span]]) -> None:
    partitions = [segments([(span.start, span.end) for span in found], LENGTH) for found in passes]
    depth = [[sum(span.start <= at < span.end for span in found) for at in range(LENGTH)] for found in passes]
    ordered = list(permutations(range(len(passes)), 2))
    observed = Counter((depth[i][at], depth[j][at]) for i, j in ordered for at in range(LENGTH))
    values = sorted({value for row in depth for value in row})
    share = {value: sum(row.count(value) for row in depth) for value in values}
    bounds = [sorted({0, LENGTH, *(x for s in found for x in (s.start, s.end))}) for found in passes]
    lengths = [(end - start, depth[i][start]) for i, cuts in enumerate(bounds) for start, end in pairwise(cuts)]
    total = len(passes) * LENGTH
    itself = sum(length**2 if value else length for length, value in lengths)
    differing = sum(number for (c, k), number in observed.items() if c != k) / (len(passes) - 1)
    chance = sum(total * share[c] * share[k] / (total**2 - itself) for c, k in permutations(values, 2))
    found = unitizing_alpha(unitizing_tally(partitions))
    if chance:
        assert found == pytest.approx(1 - differing / chance)
    else:
        assert isinstance(found, str)


@given(rows)
def test_nominal_alpha_is_that_of_its_definition_pair_by_pair(ratings: list[tuple[str, ...]]) -> None:
    pairable = [row for row in ratings if len(row) > 1]
    values = [value for row in pairable for value in row]
    observed = sum((a != b) / (len(row) - 1) for row in pairable for a, b in permutations(row, 2))
    expected = sum(a != b for a, b in permutations(values, 2)) / (len(values) - 1) if len(values) > 1 else 0
    found = nominal_alpha(Counter(ratings))
    if expected:
        assert found == pytest.approx(1 - observed / expected)
    else:
        assert isinstance(found, str)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=12))
def test_kappas_are_those_of_their_definitions(ratings: list[tuple[str, str]]) -> None:
    number = len(ratings)
    agreed = sum(a == b for a, b in ratings) / number
    by_cohen = sum(a == b for a, _ in ratings for _, b in ratings) / number**2
    values = [value for row in ratings for value in row]
    by_fleiss = sum(a == b for a in values for b in values) / len(values) ** 2
    for found, chance in ((cohen_kappa(Counter(ratings)), by_cohen), (fleiss_kappa(Counter(ratings)), by_fleiss)):
        if chance < 1:
            assert found == pytest.approx((agreed - chance) / (1 - chance))
        else:
            assert isinstance(found, str)


def _passes(draw: st.DrawFn) -> tuple[list[Article], list[LabelSet]]:
    texts = draw(st.lists(articles(), min_size=1, max_size=3, unique_by=lambda article: article.id))
    names = ("anna", "ben", "carl")[: draw(st.integers(2, 3))]
    return texts, [draw(label_sets(article, annotator=name)) for article in texts for name in names]


@settings(max_examples=40)
@given(st.composite(_passes)())
def test_any_labels_have_figures_or_reasons(made: tuple[list[Article], list[LabelSet]]) -> None:
    texts, found = made
    table = measure_agreement(found, NEWS_CONFLICT, texts, resamples=5)
    figures = [
        *(figure for row in table.spans for figure in (row.f1_exact, row.f1_relaxed, row.alpha_u)),
        *(figure for row in table.attributes for figure in (row.agreed, row.kappa, row.alpha)),
        *(row.f1 for row in table.relations),
    ]
    for figure in figures:
        assert figure.note if figure.value is None else figure.value <= 1 + 1e-9
    for row in table.spans:
        assert row.equal <= row.overlapping
    renamed = [replace(labels, annotator={"anna": "zoe"}.get(labels.annotator, labels.annotator)) for labels in found]
    assert _without_names(measure_agreement(renamed, NEWS_CONFLICT, texts, resamples=0).spans) == _without_names(
        measure_agreement(reversed(found), NEWS_CONFLICT, texts, resamples=0).spans
    ), "neither names nor order matter"


def _without_names(rows: Sequence[object]) -> list[object]:
    return [(row.type, row.equal, row.overlapping, row.f1_exact.value, row.alpha_u.value) for row in rows]  # type: ignore[attr-defined]


@given(articles().flatmap(label_sets))
def test_everybody_agrees_with_themselves(labels: LabelSet) -> None:
    table = measure_agreement([replace(labels, annotator=name) for name in "ab"], NEWS_CONFLICT, resamples=0)
    for row in table.spans:
        assert row.f1_exact.value in (1, None)
        assert (row.equal, row.overlapping) == (row.spans["a"], row.spans["a"])
    for attribute in table.attributes:
        assert attribute.kappa.value in (pytest.approx(1), None)
    assert next(row for row in table.relations if row.type == ALL_TYPES).equal == len(labels.relations)
