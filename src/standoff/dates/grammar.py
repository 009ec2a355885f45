"""The rules and modifiers, compiled, and what they match in a row of tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from standoff import timex3
from standoff.dates.expression import Expression, History, Meaning
from standoff.dates.lexer import Lexer, Tokens
from standoff.dates.modifiers import BEFORE, BEHIND, Modifier
from standoff.dates.pattern import compile_pattern, literals
from standoff.dates.rule import Rule
from standoff.dates.rules import RULES
from standoff.dates.vocabulary import vocabulary

_LONGEST_MODIFIER = 6
"""How many tokens a modifier before an expression has at most."""


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens from `begin` to before `end`, with the meaning that a rule gave them.

    A floating one is a time of a day that it does not name itself.
    """

    begin: int
    end: int
    meaning: Meaning
    rule: str
    floating: bool = False


@dataclass(frozen=True, slots=True)
class _Candidate:
    order: int
    rule: Rule
    found: re.Match[str]

    @property
    def extent(self) -> tuple[int, int]:
        return self.found.span("extent" if "extent" in self.found.re.groupindex else 0)


class Grammar:
    """The rules and modifiers, compiled."""

    def __init__(self) -> None:
        words = vocabulary(
            literals([*(rule.pattern for rule in RULES), *(modifier.pattern for modifier in BEFORE + BEHIND)])
        )
        self.vocabulary = words
        self.lexer = Lexer(words)
        self._by_first: dict[str, list[tuple[int, Rule, re.Pattern[str]]]] = {}
        for order, rule in enumerate(RULES):
            compiled = compile_pattern(rule.pattern, words)
            for symbol in compiled.first:
                self._by_first.setdefault(symbol, []).append((order, rule, compiled.regex))
        self._numbers = compile_pattern("COUNT | CLOCK | HOUR", words).first
        self._before = [
            (one, re.compile(f"(?:{compile_pattern(one.pattern, words).regex.pattern})$")) for one in BEFORE
        ]
        self._behind = [(one, compile_pattern(one.pattern, words).regex) for one in BEHIND]

    def matches(self, tokens: Tokens, created: date, *, narrative: bool) -> Iterator[Match]:
        """Return what the rules match, in order and without overlaps."""
        history, position, floor = History(), 0, 0
        while position < len(tokens.symbols):
            end = position + 1
            for candidate in self._candidates(tokens, position):
                today = history.last.day if narrative and history.last else created
                found = self._expression(candidate, tokens, today, history)
                meaning = _meaning(candidate.rule, found)
                if meaning is not None:
                    # What a comparison mentions ("up from a year earlier") is not what the text goes on about.
                    history = history if found.has("ago", "earlier", "period") else history.after(meaning)
                    bare = Match(found.begin, found.end, meaning, candidate.rule.name, candidate.rule.floating)
                    match = self._modified(tokens, bare, floor)
                    yield match
                    end = floor = match.end
                    break
                if not candidate.rule.meaning:
                    end = found.end
                    break
            position = end

    def _candidates(self, tokens: Tokens, position: int) -> list[_Candidate]:
        """Return what the rules match here, and there where an extent begins further on, longest first."""
        here = self._candidates_at(tokens, position)
        further = {candidate.extent[0] for candidate in here} - {position}
        there = [candidate for begin in sorted(further) for candidate in self._candidates_at(tokens, begin)]
        return sorted(here + there, key=lambda candidate: (-candidate.extent[1], candidate.extent[0], candidate.order))

    def _candidates_at(self, tokens: Tokens, position: int) -> list[_Candidate]:
        return [
            _Candidate(order, rule, found)
            for order, rule, regex in self._by_first.get(tokens.symbols[position], ())
            if (found := regex.match(tokens.symbols, position))
        ]

    def _expression(self, candidate: _Candidate, tokens: Tokens, today: date, history: History) -> Expression:
        named: dict[str, list[str]] = {}
        for name in candidate.found.re.groupindex:
            begin, end = candidate.found.span(name)
            if end > begin:
                named.setdefault(name.rstrip("_"), [word.lower() for word in tokens.words[begin:end]])
        return Expression(today, history, tokens.words, *candidate.extent, named, self.vocabulary.classes)

    def _modified(self, tokens: Tokens, match: Match, floor: int) -> Match:
        """Return a match with the modifiers around it, which may not reach back before the token `floor`."""
        begin, end, meaning = match.begin, match.end, match.meaning
        window = tokens.symbols[max(floor, begin - _LONGEST_MODIFIER) : begin]
        counted = tokens.symbols[begin] in self._numbers
        for modifier, regex in self._before:
            if _modifies(modifier, meaning, counted=counted) and (found := regex.search(window)):
                begin -= len(window) - found.start("extent" if "extent" in regex.groupindex else 0)
                meaning = Meaning(meaning.type, meaning.value, modifier.mod or meaning.mod)
                break
        for modifier, regex in self._behind:
            if _modifies(modifier, meaning, counted=counted) and (found := regex.match(tokens.symbols, end)):
                end = found.end()
                meaning = Meaning(meaning.type, meaning.value, modifier.mod)
                break
        return replace(match, begin=begin, end=end, meaning=meaning)


@cache
def grammar() -> Grammar:
    """Return the grammar, compiled once."""
    return Grammar()


def _meaning(rule: Rule, found: Expression) -> Meaning | None:
    """Return the meaning of an expression, or None where it has none within the calendar."""
    try:
        meaning = rule.resolve(found)
    except OverflowError:
        return None
    return meaning if meaning and timex3.is_value(meaning.value, meaning.type) else None


def _modifies(modifier: Modifier, meaning: Meaning, *, counted: bool) -> bool:
    return (
        meaning.type in modifier.types.split()
        and not meaning.value.endswith("_REF")
        and (counted or not modifier.counted)
    )
