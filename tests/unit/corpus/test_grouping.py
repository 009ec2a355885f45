from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from standoff.corpus import candidates
from standoff.corpus.grouping import NEW, Links, group_sketches
from standoff.corpus.sketch_table import SketchFile
from standoff.corpus.sketches import sketch
from tests.projects import invented_texts

BASES = list(invented_texts(20, 100).values())


class Texts:
    """Texts of articles that note which were fetched."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.fetched: list[int] = []

    def __call__(self, numbers: Sequence[int]) -> list[str]:
        assert list(numbers) == sorted(set(numbers))
        assert len(numbers) <= 512
        self.fetched += numbers
        return [self.texts[number] for number in numbers]


def varied(text: str, random: Random, changes: int) -> str:
    words = text.split()
    for place in random.sample(range(len(words)), changes):
        words[place] = f"w{random.random()}"
    return " ".join(words)


def grouped(texts: Sequence[str], split: Sequence[int] | None = None) -> tuple[Links, Texts]:
    fetch = Texts(texts)
    splits = np.array([NEW] * len(texts) if split is None else split, np.int8)
    return group_sketches([sketch(texts)], np.arange(len(texts)), splits, fetch), fetch


def planted(random: Random) -> list[str]:
    """Twenty articles, with some copies that are nearly or not quite near enough."""
    return [varied(base, random, changes) for base in BASES for changes in (0, 1, 3, 20)]


def test_chunks_and_files_and_order_do_not_matter(tmp_path: Path) -> None:
    texts = planted(Random(1))
    sketches = sketch(texts)
    np.save(tmp_path / "a.npy", sketches[:, :50])
    leader = group_sketches(
        [SketchFile(tmp_path / "a.npy"), sketches[:, 50:]], np.arange(80), np.full(80, NEW, np.int8), Texts(texts)
    ).leader
    assert leader.tolist() == [number if number % 4 == 3 else number - number % 4 for number in range(80)]
    order = np.array(Random(2).sample(range(80), 80))
    shuffled = group_sketches(
        [sketches[:, order]], order, np.full(80, NEW, np.int8), Texts([texts[at] for at in order])
    )
    assert np.array_equal(order[shuffled.leader], leader[order])


def test_keys_that_are_sorted_in_parts_give_the_same_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = planted(Random(4)) + planted(Random(5))
    splits = Random(6).choices([NEW, NEW, 0, 1], k=len(texts))
    whole, _ = grouped(texts, splits)
    monkeypatch.setattr(candidates, "_SORTED", 7)
    parts, _ = grouped(texts, splits)
    assert len(set(whole.leader.tolist())) < len(texts)
    assert np.array_equal(parts.leader, whole.leader)
    assert parts.bridges == whole.bridges


def test_texts_are_fetched_only_where_sketches_nearly_agree() -> None:
    _, fetch = grouped([*BASES, *BASES])
    assert fetch.fetched == []
    _, fetch = grouped([*BASES, varied(BASES[4], Random(1), 2)])
    assert fetch.fetched == [4, 20]


def test_thousands_of_copies_are_not_compared_pair_by_pair() -> None:
    random = Random(1)
    copies = [varied(BASES[0], random, 1) for _ in range(600)]
    links, fetch = grouped(copies)
    assert set(links.leader.tolist()) == {0}
    assert len(fetch.fetched) == len(set(fetch.fetched))


def test_pairs_that_are_nearly_similar_are_compared_once() -> None:
    random = Random(1)
    # Any two of them have a similarity of about 0.7.
    texts = [varied(BASES[0], random, 6) for _ in range(40)]
    links, fetch = grouped(texts)
    assert len(set(links.leader.tolist())) > 30
    assert len(fetch.fetched) == 40


def test_earlier_articles_lead_themselves_and_are_not_compared_with_each_other() -> None:
    texts = [BASES[0], varied(BASES[0], Random(1), 1), varied(BASES[1], Random(2), 2), BASES[1], BASES[2]]
    links, fetch = grouped(texts, [0, 1, NEW, 0, 1])
    assert links.leader.tolist() == [0, 1, 3, 3, 4]
    assert links.bridges == {}
    assert fetch.fetched == [2, 3]


def test_bridges_name_all_earlier_neighbours() -> None:
    random = Random(3)
    texts = [varied(BASES[0], random, 2), varied(BASES[0], random, 1), BASES[0], varied(BASES[0], random, 0)]
    links, _ = grouped(texts, [0, 1, NEW, NEW])
    assert links.leader.tolist() == [0, 1, 1, 1]
    assert links.bridges == {2: (0, 1)}


def test_progress_goes_to_the_last_band() -> None:
    seen: list[tuple[int, int]] = []
    ranks: NDArray[np.int64] = np.arange(2)
    group_sketches([sketch(BASES[:2])], ranks, np.full(2, NEW, np.int8), Texts(BASES), lambda *done: seen.append(done))
    assert seen[-1] == (32, 32)
    assert group_sketches([], ranks[:0], np.zeros(0, np.int8), Texts([])).leader.tolist() == []
