from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from standoff.scheme import Scheme, SpanType
from standoff.view.colors import LINE_CONTRAST, TEXT_CONTRAST, contrast
from standoff.view.style import type_rules
from tests.unit.view.test_colors import colors

INK = ("#1b1d21", "#e6e7ea")
PAPER = ("#ffffff", "#17191e")


@given(st.lists(colors, min_size=1, max_size=9))
def test_lines_chips_and_tints_can_be_seen_in_light_and_dark(found: list[str]) -> None:
    spans = {f"s{place}": SpanType(f"s{place}", "", "", "", color) for place, color in enumerate(found)}
    rules = type_rules(Scheme("x", 1, "", spans)).splitlines()
    assert len(rules) == len(found)
    for place, rule in enumerate(rules):
        assert rule.startswith(f".t{place}{{")
        properties = dict(re.findall(r"--([a-z-]+):([^;}]+)", rule))
        assert contrast(properties["chip-ink"], properties["chip"]) >= TEXT_CONTRAST
        for name, least, against in (("line", LINE_CONTRAST, PAPER), ("tint", TEXT_CONTRAST, INK)):
            pair = re.findall(r"#[0-9a-f]{6}", properties[name])
            assert all(contrast(color, other) >= least for color, other in zip(pair, against, strict=True))


def test_the_first_four_types_differ_in_more_than_color() -> None:
    spans = {name: SpanType(name, "", "", "", "#0072B2") for name in "abcd"}
    assert len(set(re.findall(r"--line-style:(\w+)", type_rules(Scheme("x", 1, "", spans))))) == 4
