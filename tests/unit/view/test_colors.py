from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.errors import InputError
from standoff.view.colors import LINE_CONTRAST, TEXT_CONTRAST, contrast, ink_on, mixed, visible_on

colors = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),  # the grey that famously just fails
        ("#767676", "#FFFFFF", 4.54),
        ("#0072B2", "#0072b2", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(expected, abs=0.005)


@given(colors)
def test_ink_can_be_read_on_any_color(color: str) -> None:
    assert contrast(ink_on(color), color) >= TEXT_CONTRAST


@given(colors, st.sampled_from(["#ffffff", "#17191e", "#000000", "#808080"]))
def test_lines_can_be_seen_on_any_background(color: str, background: str) -> None:
    visible = visible_on(background, color)
    assert contrast(visible, background) >= LINE_CONTRAST
    assert visible == color or contrast(color, background) < LINE_CONTRAST


def test_mixed_goes_from_one_to_the_other() -> None:
    assert [mixed("#000000", "#FF8000", share) for share in (0, 0.5, 1)] == ["#000000", "#804000", "#ff8000"]


@pytest.mark.parametrize("color", ["red", "#fff", "#0072B2;}", "", "#gggggg"])
def test_what_is_no_color_is_refused(color: str) -> None:
    with pytest.raises(InputError, match="is no colour"):
        contrast(color, "#ffffff")
