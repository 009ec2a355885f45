"""Every rule and every modifier does what its example says."""

from __future__ import annotations

from datetime import date

import pytest

from standoff.dates import Timex, find
from standoff.dates.grammar import grammar
from standoff.dates.modifiers import BEFORE, BEHIND, Modifier
from standoff.dates.pattern import compile_pattern
from standoff.dates.rule import Rule
from standoff.dates.rules import RULES

SATURDAY = date(2021, 3, 27)


def read(example: str) -> tuple[list[Timex], tuple[int, int]]:
    """Return what is found in an example, and the extent that its brackets mark."""
    text = example.replace("[", "").replace("]", "")
    return find(text, SATURDAY), (example.find("["), example.find("]") - 1)


def meaning(timex: Timex) -> str:
    return f"{timex.type} {timex.value} {timex.mod}".strip()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule(rule: Rule) -> None:
    found, extent = read(rule.example)
    answers = [((timex.start, timex.end), meaning(timex), timex.rule) for timex in found]
    if rule.meaning:
        assert (extent, rule.meaning, rule.name) in answers
    else:
        assert answers == []


@pytest.mark.parametrize("modifier", BEFORE + BEHIND, ids=lambda modifier: modifier.pattern)
def test_modifier(modifier: Modifier) -> None:
    found, extent = read(modifier.example)
    assert [((timex.start, timex.end), meaning(timex)) for timex in found] == [(extent, modifier.meaning)]


def test_names_differ() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "pattern", [*(rule.pattern for rule in RULES), *(modifier.pattern for modifier in BEFORE + BEHIND)]
)
def test_no_pattern_repeats_without_end(pattern: str) -> None:
    """So the steps for one token have an upper bound, and time is linear in the number of tokens."""
    regex = compile_pattern(pattern, grammar().vocabulary).regex.pattern
    assert not set(regex) & set("*+{")
