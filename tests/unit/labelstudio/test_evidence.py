from __future__ import annotations

from typing import Any

import pytest

from standoff.labelstudio.evidence import offset_unit

TEXT = "🕊️ peace 🕊️ talks\n\nin Quelle"


def region(start: Any, words: Any, end: int | None = None) -> dict[str, Any]:
    return {"value": {"start": start, "end": start + len(words) if end is None else end, "text": words}}


def test_code_points() -> None:
    start = TEXT.index("talks")
    assert offset_unit([region(start, "talks")], TEXT) == "code-point"


def test_utf16() -> None:
    start = TEXT.index("talks") + 2
    assert offset_unit([region(start, "talks"), region(0, "🕊️", 3)], TEXT) == "utf-16"
    start = TEXT.index("talks") + 2
    assert offset_unit([region(start, "talks\\n\\nin", start + 9)], TEXT) == "utf-16"


def test_one_region_that_stands_only_in_code_points_decides() -> None:
    regions = [region(TEXT.index("talks") + 2, "talks"), region(TEXT.index("Quelle"), "Quelle")]
    assert offset_unit(regions, TEXT) == "code-point"


@pytest.mark.parametrize(
    "results",
    [
        None,
        [],
        [7],
        [{"value": 7}],
        [region(True, "x", 3)],
        [{"value": {"start": 1, "end": 2, "text": ["in a list"]}}],
        [region(1, "nowhere")],
        [region(10**9, "far")],
    ],
)
def test_without_evidence_it_is_code_points(results: object) -> None:
    assert offset_unit(results, TEXT) == "code-point"


def test_a_text_in_which_the_units_agree_proves_nothing() -> None:
    assert offset_unit([region(2, "wrong")], "plain text") == "code-point"
    assert offset_unit([], "") == "code-point"
