from __future__ import annotations

from collections.abc import Callable

import pytest

from standoff.baseline.ngrams import Grams
from standoff.baseline.patterns import LONGEST, beside_cues, patterns, quotations
from standoff.baseline.rows import Row
from standoff.baseline.tokens import View, tokens_of

Finder = Callable[[View], list[Grams]]


def about(text: str, target: str = "Reyl") -> Row:
    start = text.find(target)
    return Row(text, "", target, mark=None if start < 0 else (start, start + len(target)))


def keys(found: list[Grams], row: int) -> set[int]:
    return {int(key) for grams in found for key in grams.keys[grams.rows == row]}


def alike(find: Finder, one: str, other: str) -> bool:
    found = find(tokens_of([about(one), about(other)]))
    return keys(found, 0) == keys(found, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The mayor of Reyl waited.", "The senator of Reyl walked."),
        ("Ann told Reyl.", "Mira Anna Varga tells Reyl."),
        ("They praised Reyl.", "They applauded Reyl."),
        ("Bob’s Reyl", "Bob's Reyl"),
    ],
)
def test_a_pattern_knows_words_by_their_sort(one: str, other: str) -> None:
    assert alike(patterns, one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The mayor of Reyl.", "The mayor against Reyl."),
        ("They praised Reyl.", "They condemned Reyl."),
        ("They praised Reyl.", "They never praised Reyl."),
        ("Reyl was condemned.", "Reyl condemned was."),
    ],
)
def test_a_pattern_knows_function_words_cues_and_order(one: str, other: str) -> None:
    assert not alike(patterns, one, other)


def test_patterns_stay_in_their_text_and_hold_the_target() -> None:
    # In a text of three tokens, those of two tokens are two, and of three one.
    found = patterns(tokens_of([about("of Reyl ,"), about("of Reyl ,")]))
    assert sum(len(grams.keys) for grams in found) == 2 * 3
    assert keys(found, 0) == keys(found, 1)
    far = " ".join(["of"] * LONGEST)
    assert alike(patterns, f"here {far} Reyl {far} here", f"{far} Reyl {far}")


def test_a_target_that_is_not_named_is_in_no_pattern() -> None:
    assert all(len(grams.keys) == 0 for grams in patterns(tokens_of([about("Varga smiled.")])))


def test_beside_a_cue_stand_words_by_their_sort_and_the_edges_of_the_text() -> None:
    assert alike(beside_cues, "Reyl was praised by us.", "Reyl was applauded by us.")
    assert not alike(beside_cues, "Reyl was praised by us.", "Reyl was praised for us.")
    found = beside_cues(tokens_of([about("praise for Reyl"), about("praise")]))
    assert [len(grams.keys) for grams in found] == [1, 1]


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"')])
def test_what_is_quoted_counts_apart(opening: str, closing: str) -> None:
    plain, whole = "They hate Reyl at sea.", f"They {opening}hate Reyl{closing} at sea."
    part = f"They {opening}hate{closing} Reyl at sea."
    assert not any(alike(quotations, *pair) for pair in ((plain, whole), (plain, part), (whole, part)))
    # What one text leaves open is closed in the next.
    found = quotations(tokens_of([about(f"{opening}Reyl"), about(plain), about(plain)]))
    assert keys(found, 1) == keys(found, 2)


@pytest.mark.parametrize("text", ["Reyl said so.", "Reyl has now said so.", "so, said Reyl", "according to Reyl"])
def test_a_target_that_speaks_is_known(text: str) -> None:
    words = text.replace("said", "sat").replace("according", "near")
    assert not alike(quotations, text, words)
