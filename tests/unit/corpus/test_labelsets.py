from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from standoff.corpus.labelsets import HEAD, LabelColumns, StoredLabels, columns_of
from standoff.records import FlatLabels, LabelSet, to_json
from tests import strategies
from tests.projects import BRIDGE_LABELS, FERRY_LABELS

label_sets = strategies.articles(6).flatmap(lambda article: strategies.label_sets(article, max_spans=4))


def same(columns: LabelColumns, expected: Sequence[LabelSet]) -> bool:
    heads = [{name: getattr(labels, name) for name in HEAD.names} for labels in expected]
    stored = [StoredLabels(columns, row) for row in range(len(columns))]
    return (
        columns.head.to_pylist() == heads
        and [labels.annotator for labels in stored] == [labels.annotator for labels in expected]
        and [labels.spans for labels in stored] == [labels.spans for labels in expected]
        and [labels.relations for labels in stored] == [labels.relations for labels in expected]
    )


@given(st.lists(label_sets, max_size=4), st.data())
def test_label_sets_come_back_from_columns(found: list[LabelSet], data: st.DataObject) -> None:
    columns = LabelColumns.of_sets(found)
    assert same(columns, found)
    assert same(LabelColumns.from_table(columns.to_table()), found)
    rows = data.draw(st.lists(st.integers(0, len(found) - 1), max_size=5)) if found else []
    assert same(columns.take(np.array(rows, np.int64)), [found[row] for row in rows])
    assert same(LabelColumns.joined([columns, LabelColumns.of_sets(found[:1])]), found + found[:1])
    assert same(columns_of(found), found)
    assert same(columns_of([StoredLabels(columns, row) for row in rows]), [found[row] for row in rows])


@given(label_sets, st.data())
def test_spans_are_in_order_however_they_were_written(labels: LabelSet, data: st.DataObject) -> None:
    value = to_json(labels)
    for name in ("spans", "relations"):
        value[name] = data.draw(st.permutations(value[name]))
    flat = FlatLabels()
    assert flat.extend([to_json(FERRY_LABELS), value, to_json(BRIDGE_LABELS)])
    assert same(LabelColumns.of(flat), [FERRY_LABELS, labels, BRIDGE_LABELS])


def test_numbers_beyond_all_texts_are_kept_as_such() -> None:
    spans = tuple(replace(span, start=-(2**63), end=2**64) for span in FERRY_LABELS.spans[:1])
    columns = LabelColumns.of_sets([replace(FERRY_LABELS, spans=spans, scheme_version=2**64)])
    assert columns.start[0] < -(2**61)
    assert columns.end[0] > 2**61
    assert columns.head["scheme_version"][0].as_py() > 2**61
