from __future__ import annotations

from standoff.baseline.scores import Score
from standoff.baseline.tables import as_markdown, as_text, percent


def test_figures_in_per_cent() -> None:
    assert percent(Score(0.694, 0.6651, 0.7209)) == "69.4 (66.5–72.1)"
    assert percent(Score(0.5)) == "50.0"
    assert percent(Score(None)) == "–"


def test_columns_line_up() -> None:
    assert as_text([["", "F1"], ["model", "69.4"], ["x", "1"]]) == "       F1\nmodel  69.4\nx      1"


def test_markdown_escapes_bars() -> None:
    assert as_markdown([["a", "b"], ["x|y", "1"]]) == "| a | b |\n| --- | --- |\n| x\\|y | 1 |"
