from __future__ import annotations

import numpy as np
import pytest

from standoff.baseline.calibration import reliability
from standoff.baseline.insight import CurvePoint
from standoff.baseline.plots import confusion_matrix_png, learning_curve_png, reliability_png
from standoff.baseline.scores import Score, score

SCORES = score(["a", "b", "a"], ["a", "a", "a"], [0, 1, 2], ("a", "b", "c"))
RELIABILITY = reliability(np.array([0.9, 0.4]), np.array([True, False]))
CURVE = (CurvePoint(0.5, 10, Score(0.4, 0.3, 0.5)), CurvePoint(1.0, 20, Score(0.5)))

PNGS = {
    "confusion": lambda: confusion_matrix_png(SCORES, "title"),
    "reliability": lambda: reliability_png(RELIABILITY, "title"),
    "curve": lambda: learning_curve_png(CURVE),
}


@pytest.mark.parametrize("name", PNGS)
def test_plots_are_the_same_bytes_each_time(name: str) -> None:
    png = PNGS[name]()
    assert png.startswith(b"\x89PNG")
    assert png == PNGS[name]()
    assert b"Software" not in png
