from __future__ import annotations

from standoff.labelstudio.batches import batches


def test_batches() -> None:
    assert list(batches([1, 2, 3], 2)) == [[1, 2], [3]]
    assert list(batches([], 2)) == []
