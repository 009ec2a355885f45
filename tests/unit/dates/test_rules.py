"""Every rule does what its example says."""

from __future__ import annotations

from datetime import date

import pytest

from standoff.dates import find
from standoff.dates.rule import Rule
from standoff.dates.rules import RULES

SATURDAY = date(2021, 3, 27)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_example(rule: Rule) -> None:
    start = rule.example.find("[")
    end = rule.example.find("]") - 1
    text = rule.example.replace("[", "").replace("]", "")
    found = find(text, SATURDAY)
    if start < 0:
        assert found == []
        return
    answers = [(t.start, t.end, f"{t.type} {t.value} {t.mod}".strip(), t.rule) for t in found]
    assert (start, end, rule.meaning, rule.name) in answers


def test_names_differ() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
