from __future__ import annotations

import re
import sys

import numpy as np
import pytest

from standoff.corpus.shingles import SEVERAL, code_point_table, shingle_hashes
from tests.projects import invented_texts


def test_texts_lie_one_after_the_other_in_the_order_of_their_words() -> None:
    hashes, offsets = shingle_hashes(["a b c d", "", "B, c; D.", "one two"])
    assert offsets.tolist() == [0, 2, 3, 4, 5]
    assert hashes[1] == hashes[3]
    assert len(set(hashes.tolist())) == 4
    assert shingle_hashes([])[1].tolist() == [0]


def test_neither_length_nor_neighbours_matter() -> None:
    texts = [*invented_texts(3, 9_000).values(), "short", "x" * 200_000]
    whole, offsets = shingle_hashes(texts)
    alone = [shingle_hashes([text])[0] for text in texts]
    assert np.array_equal(np.concatenate(alone), whole)
    assert [len(found) for found in alone] == np.diff(offsets).tolist()


def test_every_code_point_is_folded_as_python_folds_it() -> None:
    folded = [character.casefold() for character in map(chr, range(sys.maxunicode + 1))]
    expected = [SEVERAL if len(form) > 1 else ord(form) * (form.isalnum() or form == "_") for form in folded]
    assert code_point_table().tolist() == expected


@pytest.mark.parametrize("text", ["Straße und Maß im Haus", "ŉ ﬁne ﬃ x ΐ", "ß", "İstanbul İ ẞ", "A\u0345b C d"])
def test_a_letter_that_folds_into_several(text: str) -> None:
    found, _ = shingle_hashes([text, "Some Other Words"])
    expected, _ = shingle_hashes([text.casefold(), "some other words"])
    assert found.tolist() == expected.tolist()


@pytest.mark.parametrize("letter", ["a", "ж", "漢", "𝔞"])
def test_every_letter_of_a_long_word_counts(letter: str) -> None:
    words = {letter * size + last for size in range(70) for last in ("", "b", "c")}
    hashes, _ = shingle_hashes(sorted(words))
    assert len(set(hashes.tolist())) == len(words)


@pytest.mark.parametrize(
    "text", ["ÄÖ Ärger ÉTÉ", "ЖУК Пётр МОСКВА", "“Quoted” — and… €5", "𐐀𐐁 𐐂", "K Å ſ Ⱥ", "\ud800x"]
)
def test_other_letters_are_folded_in_their_place(text: str) -> None:
    found, _ = shingle_hashes([f"Plain text before {text} and After"])
    expected, _ = shingle_hashes([" ".join(re.findall(r"\w+", f"plain text before {text} and after".casefold()))])
    assert found.tolist() == expected.tolist()


def test_what_is_folded_once_needs_no_second_time() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    found, _ = shingle_hashes([everything])
    expected, _ = shingle_hashes([everything.casefold()])
    assert found.tolist() == expected.tolist()
