"""The measures by which dates are scored, on cases counted by hand."""

from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[3] / "benchmarks" / "dates.py"
SCORER = runpy.run_path(str(SCRIPT))

Found = tuple[int, int, str, str]


def gold(*spans: Found) -> list[dict[str, Any]]:
    return [dict(zip(("start", "end", "type", "value"), span, strict=True)) for span in spans]


DAY, YEAR, WEEK = (0, 5, "DATE", "2021-03-26"), (10, 14, "DATE", "2020"), (20, 29, "DURATION", "P1W")


@pytest.mark.parametrize(
    ("expected", "found", "strict", "relaxed", "type_", "value"),
    [
        # All right.
        ([DAY, YEAR], [DAY, YEAR], 100, 100, 100, 100),
        # Nothing found: no precision, no recall.
        ([DAY], [], 0, 0, 0, 0),
        ([], [DAY], 0, 0, 0, 0),
        # One of two found, with its value: precision 1, recall 1/2.
        ([DAY, YEAR], [DAY], 200 / 3, 200 / 3, 200 / 3, 200 / 3),
        # Another extent counts in all measures but the strict one.
        ([DAY], [(0, 7, "DATE", "2021-03-26")], 0, 100, 100, 100),
        # Another value counts in all but the value measure, another type in all but the type measure.
        ([DAY, WEEK], [DAY, (20, 29, "DURATION", "P7D")], 100, 100, 100, 50),
        ([WEEK], [(20, 29, "SET", "P1W")], 100, 100, 0, 100),
        # Neighbours that only touch do not overlap.
        ([DAY], [(5, 9, "DATE", "2021-03-26")], 0, 0, 0, 0),
        # Two answers within one expression: one is found, the other invented. 2 * 1 / (1 + 2).
        ([DAY], [(0, 2, "DATE", "x"), (3, 5, "DATE", "2021-03-26")], 0, 200 / 3, 200 / 3, 0),
        # The exact answer is the one that counts, whatever overlaps before it.
        ([DAY], [(0, 2, "DATE", "x"), DAY], 200 / 3, 200 / 3, 200 / 3, 200 / 3),
        # One answer over two expressions finds one of them. 2 * 1 / (2 + 1).
        ([DAY, YEAR], [(0, 14, "DATE", "2021-03-26")], 0, 200 / 3, 200 / 3, 200 / 3),
    ],
)
def test_measures(
    expected: list[Found], found: list[Found], strict: float, relaxed: float, type_: float, value: float
) -> None:
    counts = [SCORER["compare"](gold(*expected), found)]
    for measure, percent in (("strict", strict), ("relaxed", relaxed), ("type", type_), ("value", value)):
        assert SCORER["f1"](counts, measure) == pytest.approx(percent), measure


def test_measures_are_over_all_expressions_not_means_of_articles() -> None:
    counts = [SCORER["compare"](gold(DAY, YEAR, WEEK), [DAY, YEAR, WEEK]), SCORER["compare"](gold(DAY), [])]
    assert SCORER["f1"](counts, "relaxed") == pytest.approx(2 * 3 / (4 + 3) * 100)
    cell = SCORER["cell"](counts, "relaxed")
    assert cell.startswith("85.7 [")
    assert SCORER["cell"](counts[:1], "value") == "100.0 [100.0, 100.0]"


def test_a_file_is_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    text = "They left on Friday and stayed for weeks."
    spans = gold((13, 19, "DATE", "2021-03-26"), (35, 40, "DURATION", "P3W"))
    rows = [{"id": name, "dct": "2021-03-27", "text": text, "spans": spans} for name in "abcdefgh"]
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    printed = []
    for arguments in ([], ["--part", "development"], ["--part", "held-back"]):
        monkeypatch.setattr(sys, "argv", ["dates.py", str(path), *arguments])
        SCORER["main"]()
        printed.append(capsys.readouterr().out.splitlines())
    assert printed[0][0] == "8 articles, 16 expressions"
    assert printed[0][2].split()[:3] == ["standoff", "100.0", "[100.0,"]
    assert printed[0][2].split()[10] == "50.0"
    parts = [int(lines[0].split()[0]) for lines in printed]
    assert parts[0] == parts[1] + parts[2]
    assert 0 < parts[2] < parts[1]
