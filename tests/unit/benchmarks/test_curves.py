"""What an order of labelling saves, read from curves that are known."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

MODULE = runpy.run_path(str(Path(__file__).parents[3] / "benchmarks" / "curves.py"))
RANDOM, Curve, print_table = (MODULE[name] for name in ("RANDOM", "Curve", "print_table"))


def rising(to_the_top: float) -> Any:
    """Return a curve that rises in a straight line to 0.8 at so many labels, and stays there until 200."""
    return Curve([0, to_the_top, 200], [0, 20 * to_the_top, 4000], [0.4, 0.8, 0.8])


def test_what_is_saved_is_read_from_the_curves(capsys: pytest.CaptureFixture[str]) -> None:
    curves = {RANDOM: [rising(200)] * 3, "faster": [rising(100)] * 3, "the same": [rising(200)] * 3}
    curves["never"] = [Curve([0, 200], [0, 4000], [0.4, 0.5])] * 3
    print_table(curves, "labels")
    _, first, half, _, *rows = capsys.readouterr().out.splitlines()
    assert "F1 40.0 at first" in first
    assert "60.0 half-way at 100 and 80.0 in the end" in half
    cells = {row[:22].strip(): row[22:].split() for row in rows}
    assert cells["faster"] == ["70.0", "+10.0", "[+10.0,", "+10.0]", "+50", "[+50,", "+50]", "+100", "[+100,", "+100]"]
    assert cells["the same"][4] == cells["the same"][7] == "+0"
    assert cells["never"][4] == "-100", "all labels, where random order needed half of them"
    print_table(curves, "words")
    assert "+2000" in capsys.readouterr().out
