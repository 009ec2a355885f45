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
from standoff.dates.rule import Captures, Context, History, Meaning, Rule
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


class _Candidate:
    """A rule that matches somewhere."""

    def __init__(self, order: int, rule: Rule, found: re.Match[str], tokens: Tokens) -> None:
        self.order = order
        self.rule = rule
        self.begin, self.end = found.span("extent" if "extent" in found.re.groupindex else 0)
        self._found = found
        self._tokens = tokens

    def captures(self, words: Vocabulary) -> Captures:
        """Return what the names of the pattern matched; of two of one name, the first."""
        lower = [word.lower() for word in self._tokens.words[self._found.start() : self._found.end()]]
        offset, named = self._found.start(), dict[str, list[str]]()
        for name in self._found.re.groupindex:
            begin, end = self._found.span(name)
            if end > begin:
                named.setdefault(name.rstrip("_"), lower[begin - offset : end - offset])
        return Captures(lower, named, words.classes)


class Tagger:
    """The grammar, compiled."""

    def __init__(self) -> None:
        patterns = [item.pattern for item in (*RULES, *BEFORE, *BEHIND)]
        self._words: Vocabulary = vocabulary(literals([*patterns, ", of on 's"]))
        self._lexer = Lexer(self._words)
        self._by_first: dict[str, list[tuple[int, Rule, re.Pattern[str]]]] = {}
        for order, rule in enumerate(RULES):
            compiled = compile_pattern(rule.pattern, self._words)
            for symbol in compiled.first:
                self._by_first.setdefault(symbol, []).append((order, rule, compiled.regex))
        self._counts = compile_pattern("COUNT | CLOCK | HOUR", self._words).first
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
        history = History()
        position = 0
        while position < len(tokens.symbols):
            for candidate in self._candidates(tokens, position):
                found = candidate.captures(self._words)
                at = Context(created, history, tokens.words, candidate.begin, candidate.end)
                meaning = candidate.rule.resolve(found, at)
                if meaning is not None:
                    # What a comparison mentions ("up from a year earlier") is not what the text goes on about.
                    history = history if found.has("ago", "earlier") else history.after(meaning)
                    yield _Match(candidate.begin, candidate.end, meaning, candidate.rule.name)
                if meaning is not None or not candidate.rule.meaning:
                    position = candidate.end
                    break
            else:
                position += 1

    def _candidates(self, tokens: Tokens, position: int) -> list[_Candidate]:
        """Return what the rules match here, and where an extent begins further on, what they match there; longest first."""
        here = self._matched(tokens, position)
        further = {candidate.begin for candidate in here} - {position}
        everything = here + [candidate for begin in sorted(further) for candidate in self._matched(tokens, begin)]
        return sorted(everything, key=lambda candidate: (-candidate.end, candidate.begin, candidate.order))

    def _matched(self, tokens: Tokens, position: int) -> list[_Candidate]:
        return [
            _Candidate(order, rule, found, tokens)
            for order, rule, regex in self._by_first.get(tokens.symbols[position], ())
            if (found := regex.match(tokens.symbols, position))
        ]

    def _modified(self, tokens: Tokens, match: _Match) -> _Match:
        begin, end, meaning = match.begin, match.end, match.meaning
        window = tokens.symbols[max(0, begin - 6) : begin]
        counted = tokens.symbols[begin] in self._counts
        for modifier, regex in self._before:
            if meaning.value.endswith("_REF") or meaning.type not in modifier.types or modifier.counted > counted:
                continue
            if found := regex.search(window):
                begin -= len(window) - found.start("extent" if "extent" in regex.groupindex else 0)
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
    if gap not in ((), (",",), ("on",), ("of",)):
        return None
    if left.meaning.type == right.meaning.type == "DATE" and left.meaning.value == right.meaning.value and gap != ("on",):
        return _Match(left.begin, right.end, left.meaning, left.rule)
    pairs = [(left.meaning, right.meaning)] + ([(right.meaning, left.meaning)] if gap in ((), (",",)) else [])
    for time, day in pairs:
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
