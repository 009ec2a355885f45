from __future__ import annotations

from dataclasses import replace

import numpy as np

from standoff.baseline.choice import choose
from standoff.baseline.rows import StanceData
from standoff.baseline.unseen import FEWEST_TARGETS, _apart
from tests.unit.baseline.examples import CLASSES, example_rows


def test_neither_a_target_nor_a_group_is_on_both_sides() -> None:
    targets, groups = np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1, 1, 2, 3, 4])
    folds = _apart(targets, groups)
    assert len(folds) == 3
    for kept, left in folds:
        assert not set(targets[kept]) & set(targets[left])
        assert not set(groups[kept]) & set(groups[left])
    assert sorted(place for _, left in folds for place in left) == list(range(6))


def test_where_every_row_has_a_target_of_its_own_the_folds_of_articles_serve() -> None:
    rows = [replace(row, target=f"target {number}") for number, row in enumerate(example_rows(12))]
    rows = [replace(row, target="the ferry") if row.article in ("article-0", "article-1") else row for row in rows]
    choice = choose(StanceData("example", CLASSES, tuple(rows)))
    assert choice.unseen is not None
    assert choice.unseen.scores is not None
    # Two articles share a target: it is unseen only where both are in the same fold.
    together = any({0, 6} <= set(left.tolist()) for _, left in choice.folds)
    assert choice.unseen.scores.rows == (72 if together else 60)
    assert choice.unseen.scores.clusters == (12 if together else 10)
    assert choice.unseen.better_than_majority


def test_few_targets_show_nothing() -> None:
    for count, shown in ((FEWEST_TARGETS - 1, False), (FEWEST_TARGETS, True)):
        targets = tuple(f"target {number}" for number in range(count))
        rows = [replace(row, article="", group="") for row in example_rows(20, targets=targets)]
        choice = choose(StanceData("example", CLASSES, tuple(rows)))
        assert choice.unseen is not None
        assert choice.unseen.ahead is not None
        assert choice.unseen.ahead.low > 0
        assert choice.unseen.better_than_majority == shown
