from __future__ import annotations

from typing import Any

import pytest

from standoff.labelstudio.evidence import shown_unit

TEXT = "🕊️ peace 🕊️ talks\n\nin Quelle"


def region(start: Any, words: Any, end: int | None = None) -> dict[str, Any]:
    return {"value": {"start": start, "end": start + len(words) if end is None else end, "text": words}}


def test_code_points() -> None:
    start = TEXT.index("talks")
    assert shown_unit([region(start, "talks")], TEXT) == "code-point"


def test_utf16() -> None:
    start = TEXT.index("talks") + 2
    assert shown_unit([region(start, "talks"), region(0, "🕊️", 3)], TEXT) == "utf-16"
    start = TEXT.index("talks") + 2
    assert shown_unit([region(start, "talks\\n\\nin", start + 9)], TEXT) == "utf-16"


def test_regions_that_disagree_show_nothing() -> None:
    regions = [region(TEXT.index("talks") + 2, "talks"), region(TEXT.index("Quelle"), "Quelle")]
    assert shown_unit(regions, TEXT) is None


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
def test_nothing_is_shown(results: object) -> None:
    assert shown_unit(results, TEXT) is None


def test_a_text_in_which_the_units_agree_proves_nothing() -> None:
    assert shown_unit([region(2, "plain", 7)], "a plain text") is None
    assert shown_unit([], "") is None
