from __future__ import annotations

import numpy as np

from standoff.corpus.sketches import BANDS, BITS, MOST_BITS_APART, SKETCH_ROWS, sketch
from tests.near_duplicates import jaccard
from tests.projects import invented_texts

TEXTS = [*invented_texts(3, 60).values(), "", "one", "Übermäßig ﬁn 😀 \ud800 two", "a\0b " * 30_000]


def test_a_sketch_depends_on_its_text_alone() -> None:
    whole = sketch(TEXTS)
    assert whole.shape == (SKETCH_ROWS, len(TEXTS))
    assert whole.dtype == np.uint32
    assert np.array_equal(np.hstack([sketch([text]) for text in TEXTS]), whole)
    assert np.array_equal(sketch(TEXTS[::-1])[:, ::-1], whole)
    assert sketch([]).shape == (SKETCH_ROWS, 0)


def test_case_and_punctuation_do_not_matter() -> None:
    assert np.array_equal(sketch(["The STRASSE is closed, today!"]), sketch(["the straße — is closed today"]))


def test_sketches_say_how_similar_texts_are() -> None:
    words = invented_texts(1, 400)["n0000"].split()
    for changed, bands, bits in ((2, 20, 14), (16, 2, MOST_BITS_APART)):
        other = [f"new{place}" if place % (400 // changed) == 0 else word for place, word in enumerate(words)]
        similarity = jaccard(" ".join(words), " ".join(other))
        assert similarity > 0.75
        one, two = sketch([" ".join(words), " ".join(other)]).T
        assert (one[:BANDS] == two[:BANDS]).sum() >= bands
        assert np.bitwise_count(one[BITS] ^ two[BITS]).sum() <= bits
