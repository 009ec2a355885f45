from __future__ import annotations

from standoff.baseline.groups import groups_of
from standoff.baseline.rows import Row

LONG = "The council of the lake region rejects every plan for a new ferry line to the north."


def numbers(*rows: Row, by_target: bool = False) -> list[int]:
    return [int(number) for number in groups_of(rows, by_target=by_target)]


def test_rows_of_one_article_are_one_group() -> None:
    assert numbers(Row("a b", "x", article="1"), Row("c d", "x", article="2"), Row("e f", "x", article="1")) == [
        0,
        1,
        0,
    ]


def test_articles_of_one_group_stay_together() -> None:
    rows = (
        Row("a b", "x", article="1", group="g"),
        Row("c d", "x", article="2"),
        Row("e f", "x", article="3", group="g"),
    )
    assert numbers(*rows) == [0, 1, 0]


def test_rows_without_an_article_are_apart() -> None:
    assert numbers(Row("a b", "x"), Row("c d", "x")) == [0, 1]


def test_near_duplicates_tie_their_articles() -> None:
    rows = (
        Row(LONG, "x", article="1"),
        Row("something else", "x", article="2"),
        Row("another thing", "x", article="1"),
        Row(LONG.replace("every", "any").upper(), "x", article="2"),
    )
    assert numbers(*rows) == [0, 0, 0, 0]


def test_texts_that_share_a_phrase_only_are_apart() -> None:
    other = "An envoy who met the council of the lake region on Monday spoke of a quiet winter in the valley."
    assert numbers(Row(LONG, "x"), Row(other, "x")) == [0, 1]


def test_repeated_short_texts_are_one_group() -> None:
    assert numbers(Row("Yes, we do!", "x"), Row("no", "x"), Row("yes we do", "y")) == [0, 1, 0]


def test_a_phrase_that_very_many_texts_share_still_ties_exact_repeats() -> None:
    rows = [Row(LONG, "x") for _ in range(60)]
    assert set(numbers(*rows)) == {0}


def test_targets_tie_only_on_demand() -> None:
    rows = (Row("a b", "x", "t"), Row("c d", "x", "t"), Row("e f", "x"), Row("g h", "x"))
    assert numbers(*rows) == [0, 1, 2, 3]
    assert numbers(*rows, by_target=True) == [0, 0, 1, 2]


def test_no_rows() -> None:
    assert numbers() == []
