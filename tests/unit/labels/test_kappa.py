"""The coefficients of categories against published worked examples."""

from __future__ import annotations

from collections import Counter

import pytest

from standoff.labels import Ratings, cohen_kappa, fleiss_kappa, nominal_alpha, observed_agreement

# Cohen 1960, p. 45: two judges' proportions, times 200.
COHEN: Ratings = {
    ("1", "1"): 88,
    ("1", "2"): 14,
    ("1", "3"): 18,
    ("2", "1"): 10,
    ("2", "2"): 40,
    ("2", "3"): 10,
    ("3", "1"): 2,
    ("3", "2"): 6,
    ("3", "3"): 12,
}
# Fleiss 1971, p. 379: six psychiatrists' diagnoses of thirty patients.
FLEISS = """444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445
    333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"""
# Krippendorff 2011, p. 6: four observers, twelve units, some values missing.
KRIPPENDORFF = "111 2232 3333 3333 2222 1234 4444 1121 2222 555 11 3"


def ratings(rows: str) -> Counter[tuple[str, ...]]:
    return Counter(tuple(row) for row in rows.split())


def test_cohen_1960() -> None:
    assert observed_agreement(COHEN) == pytest.approx(0.70)
    assert cohen_kappa(COHEN) == pytest.approx(0.492, abs=0.0005)


def test_fleiss_1971() -> None:
    assert observed_agreement(ratings(FLEISS)) == pytest.approx(0.5556, abs=0.0005)
    assert fleiss_kappa(ratings(FLEISS)) == pytest.approx(0.430, abs=0.0005)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("00 11 01 00 00 01 00 01 10 00", 0.095),  # Krippendorff 1980, p. 133
        (KRIPPENDORFF, 0.743),
        # The unit of the example that a single observer valued counts for nothing.
        (KRIPPENDORFF.removesuffix(" 3"), 0.743),
    ],
)
def test_krippendorff(rows: str, expected: float) -> None:
    assert nominal_alpha(ratings(rows)) == pytest.approx(expected, abs=0.0005)


def test_krippendorff_1995() -> None:
    """Two observers of a continuum of 24 steps, step by step (p. 57, example A)."""
    bertha, bill = "001111111100001111110000", "000011110000000110000000"
    steps: Ratings = Counter(zip(bertha, bill, strict=True))
    assert cohen_kappa(steps) == pytest.approx(0.385, abs=0.0005)
    assert fleiss_kappa(steps) == pytest.approx(0.314, abs=0.0005), "which is Scott's pi with two annotators"
    assert nominal_alpha(steps) == pytest.approx(0.329, abs=0.001)


@pytest.mark.parametrize("coefficient", [cohen_kappa, fleiss_kappa, nominal_alpha])
def test_why_there_is_no_figure(coefficient: object) -> None:
    assert callable(coefficient)
    assert coefficient({}) == "nothing to compare"
    assert coefficient({("yes", "yes"): 34}) == "all values are 'yes': nothing varies"
    assert coefficient({("yes", "yes"): 3, ("no", "no"): 2}) == 1.0


def test_worse_than_chance() -> None:
    assert cohen_kappa({("a", "b"): 1, ("b", "a"): 1}) == -1
    assert fleiss_kappa({("a", "b"): 1}) == -1
    assert nominal_alpha({("a", "b"): 1}) == 0, "with one item, chance is all there is"
    assert observed_agreement({("a",): 5}) == "nothing to compare"
    assert nominal_alpha({("a",): 5}) == "nothing to compare"
