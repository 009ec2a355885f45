"""Finding TIMEX3 expressions in a text: rules, modifiers, and the merging of neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from standoff.dates.lexer import Lexer, Tokens
from standoff.dates.modifiers import BEFORE, BEHIND, Modifier
from standoff.dates.moment import Moment
from standoff.dates.pattern import Compiled, compile_pattern, literals
from standoff.dates.rule import Captures, Context, Meaning, Rule
from standoff.dates.rules import RULES
from standoff.dates.vocabulary import UNKNOWN, Vocabulary, vocabulary


@dataclass(frozen=True, slots=True)
class Timex:
    """A TIMEX3 expression.

    Parameters
    ----------
    start, end
        Half-open interval of code points.
    type
        ``DATE``, ``TIME``, ``DURATION`` or ``SET``.
    value
        The TIMEX3 value, resolved against the document creation time.
    mod
        The TIMEX3 modifier, or nothing.
    rule
        The name of the rule that found it.
    """

    start: int
    end: int
    type: str
    value: str
    mod: str = ""
    rule: str = ""


@dataclass(frozen=True)
class _Match:
    begin: int
    end: int
    meaning: Meaning
    rule: str


class Tagger:
    """The grammar, compiled."""

    def __init__(self) -> None:
        patterns = [item.pattern for item in (*RULES, *BEFORE, *BEHIND)]
        self._words: Vocabulary = vocabulary(literals([*patterns, ", of on 's"]))
        self._lexer = Lexer(self._words)
        self._by_first: dict[str, list[tuple[Rule, re.Pattern[str]]]] = {}
        for rule in RULES:
            compiled = compile_pattern(rule.pattern, self._words)
            for symbol in compiled.first:
                self._by_first.setdefault(symbol, []).append((rule, compiled.regex))
        self._before = [(m, re.compile(f"(?:{compile_pattern(m.pattern, self._words).regex.pattern})$")) for m in BEFORE]
        self._behind = [(m, compile_pattern(m.pattern, self._words).regex) for m in BEHIND]

    def find(self, text: str, created: date) -> list[Timex]:
        tokens = self._lexer.tokens(text)
        matches = self._merged(tokens, [self._modified(tokens, m) for m in self._matches(tokens, created)])
        return [
            Timex(tokens.starts[m.begin], tokens.ends[m.end - 1], m.meaning.type, m.meaning.value, m.meaning.mod, m.rule)
            for m in matches
        ]

    def _matches(self, tokens: Tokens, created: date) -> Iterator[_Match]:
        previous: Moment | None = None
        position, symbols = 0, tokens.symbols
        while position < len(symbols):
            found = self._longest(tokens, position, created, previous) if symbols[position] in self._by_first else None
            if found is None:
                position += 1
                continue
            position, match = found
            if match is not None:
                if match.meaning.type in ("DATE", "TIME"):
                    previous = Moment.of(match.meaning.value) or previous
                yield match

    def _longest(self, tokens: Tokens, position: int, created: date, previous: Moment | None) -> tuple[int, _Match | None] | None:
        candidates = []
        for order, (rule, regex) in enumerate(self._by_first[tokens.symbols[position]]):
            if found := regex.match(tokens.symbols, position):
                candidates.append((-found.end(), order, rule, found))
        for _, _, rule, found in sorted(candidates, key=lambda c: c[:2]):
            begin, end = found.span("extent") if "extent" in found.groupdict() else found.span()
            captures = Captures(
                [word.lower() for word in tokens.words[begin:end]],
                {
                    name.rstrip("_"): [word.lower() for word in tokens.words[found.start(name) : found.end(name)]]
                    for name, value in found.groupdict().items()
                    if value is not None
                },
                self._words.classes,
            )
            meaning = rule.resolve(captures, Context(created, previous, tokens.words, begin, end))
            if meaning is not None:
                return found.end("extent") if "extent" in found.groupdict() else found.end(), _Match(begin, end, meaning, rule.name)
            if rule.meaning == "":
                return found.end(), None
        return None

    def _modified(self, tokens: Tokens, match: _Match) -> _Match:
        begin, end, meaning = match.begin, match.end, match.meaning
        window = tokens.symbols[max(0, begin - 6) : begin]
        for modifier, regex in self._before:
            if meaning.type in modifier.types and not meaning.mod and (found := regex.search(window)):
                begin -= len(window) - found.start()
                meaning = Meaning(meaning.type, meaning.value, modifier.mod)
                break
        for modifier, regex in self._behind:
            if meaning.type in modifier.types and (found := regex.match(tokens.symbols, end)):
                end = found.end()
                meaning = Meaning(meaning.type, meaning.value, modifier.mod)
                break
        return _Match(begin, end, meaning, match.rule)

    def _merged(self, tokens: Tokens, matches: Sequence[_Match]) -> Iterator[_Match]:
        last: _Match | None = None
        for match in matches:
            if last is not None:
                joined = _join(tokens, last, match)
                if joined is None:
                    yield last
                else:
                    match = joined
            last = match
        if last is not None:
            yield last


def _join(tokens: Tokens, left: _Match, right: _Match) -> _Match | None:
    gap = tuple(tokens.words[left.end : right.begin])
    if gap not in ((), (",",)):
        return None
    for time, day in ((left.meaning, right.meaning), (right.meaning, left.meaning)):
        if time.type == "TIME" and day.type == "DATE" and (moment := Moment.of(day.value)) and moment.unit == "D":
            value = f"{moment.value}T{time.value.partition('T')[2]}"
            return _Match(left.begin, right.end, Meaning("TIME", value, time.mod), left.rule)
    return None


@cache
def _tagger() -> Tagger:
    return Tagger()


def find(text: str, dct: date) -> list[Timex]:
    """Return the TIMEX3 expressions of a text, in order and without overlaps."""
    return _tagger().find(text, dct)
