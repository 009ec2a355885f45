from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from standoff.labels import measure_agreement
from standoff.view.layers import GOLD, Source, layers_by_article
from standoff.view.statistics import (
    Coverage,
    Period,
    Total,
    count_types,
    count_values,
    coverage,
    periods,
    ticks,
    totals,
)
from tests.projects import BRIDGE_LABELS, FERRY, FERRY_LABELS, SCHEME, span

ANNA, BEN = Source("anna"), Source("ben")
LAYERS = layers_by_article([FERRY_LABELS, BRIDGE_LABELS, replace(FERRY_LABELS, annotator="ben")], [FERRY_LABELS])


def test_totals_by_source() -> None:
    assert totals(LAYERS) == (
        Total(ANNA, articles=2, spans=10, relations=4, hours=None),
        Total(BEN, articles=1, spans=5, relations=2, hours=61.5 / 3600),
        Total(GOLD, articles=1, spans=5, relations=2, hours=61.5 / 3600),
    )
    assert totals({}) == ()


def test_coverage() -> None:
    assert coverage(3, LAYERS) == Coverage(articles=3, labelled=2, twice=1, adjudicated=1)


def test_types_and_values() -> None:
    types = count_types(LAYERS)
    assert (types[ANNA, "actor"], types[BEN, "actor"], types[BEN, "nothing"]) == (4, 2, 0)
    values = count_values(LAYERS)
    assert (values[ANNA, "actor", "kind", "state"], values[BEN, "actor", "kind", "state"]) == (2, 0)


@pytest.mark.parametrize(
    ("gap", "unit", "number"), [(59, "day", 60), (60, "week", 9), (419, "week", 60), (420, "month", 14)]
)
def test_periods_are_as_long_as_a_plot_of_readable_width_needs(gap: int, unit: str, number: int) -> None:
    first = date(2026, 5, 4)  # a Monday
    found_unit, found = periods([first, first, first + timedelta(days=gap)])
    assert (found_unit, len(found)) == (unit, number)
    assert [period.index for period in found] == list(range(number))
    assert (found[0].label_sets, found[0].so_far, found[-1].label_sets, found[-1].so_far) == (2, 2, 1, 3)
    assert sum(period.label_sets for period in found) == 3


def test_months_begin_on_their_first_days() -> None:
    _, found = periods([date(2025, 1, 31), date(2026, 12, 1)])
    assert [period.start for period in found[:3]] == [date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)]
    assert found[-1] == Period(23, date(2026, 12, 1), 1, 2)
    assert periods([]) == ("day", ())


def test_the_axis_of_agreement_begins_below_0_only_where_it_must() -> None:
    assert ticks(None) == (0, 0.5, 1)
    ben = replace(FERRY_LABELS, annotator="ben")
    assert ticks(measure_agreement([FERRY_LABELS, ben], SCHEME, [FERRY], resamples=0)) == (0, 0.5, 1)
    elsewhere = ben.with_labels([span(FERRY, "d1", "date", "ferry", type="DATE", value="2026")], [])
    assert ticks(measure_agreement([FERRY_LABELS, elsewhere], SCHEME, [FERRY], resamples=0)) == (-1, 0, 1)
