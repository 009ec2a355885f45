from __future__ import annotations

from pathlib import Path

import numpy as np

from standoff.corpus.sketch_table import SketchFile, SketchTable
from standoff.corpus.sketches import BITS, SKETCH_ROWS, sketch
from tests.projects import invented_texts

TEXTS = [*invented_texts(4, 60).values(), "", "one", "Übermäßig ﬁn 😀 two"]


def test_a_table_reads_from_memory_and_from_files(tmp_path: Path) -> None:
    whole = sketch(TEXTS)
    np.save(tmp_path / "first.npy", whole[:, :3])
    np.save(tmp_path / "none.npy", whole[:, :0])
    files = [SketchFile(tmp_path / "first.npy"), SketchFile(tmp_path / "none.npy")]
    table = SketchTable([*files, whole[:, 3:]], len(TEXTS))
    for _ in range(2):
        assert np.array_equal(table.columns(slice(0, SKETCH_ROWS)), whole.T)
        assert np.array_equal(table.columns(BITS), whole[BITS].T)
        assert np.array_equal(table.band(5), whole[5])
    assert len(set(table.digests().tolist())) == len(TEXTS)
    assert np.array_equal(table.digests(), SketchTable([whole], len(TEXTS)).digests())


def test_sketches_that_do_not_count_are_left_out(tmp_path: Path) -> None:
    whole = sketch(TEXTS)
    np.save(tmp_path / "all.npy", whole)
    kept = np.array([True, False] * 3 + [True])
    table = SketchTable([SketchFile(tmp_path / "all.npy", kept)], 4)
    assert np.array_equal(table.columns(slice(3, 9)), whole[3:9, kept].T)
