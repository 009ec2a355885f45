"""The pattern language of the rules, compiled to regular expressions over symbols.

A pattern is a row of words in lower case, of classes and macros in capitals, and of the signs ``( | ) ? [ ]``::

    (in | since) [ (the)? WHICH NUMBER UNITS ]

Square brackets mark the extent of the expression; without them it is the whole match. What a class or macro matched is
kept under its name. There is no unbounded repetition, so that matching takes time linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from standoff.dates.vocabulary import SHAPES, Vocabulary

_ELEMENT = re.compile(r"[A-Z]+|[()|?\[\]]|[^\sA-Z()|?\[\]]+")
_SIGNS = frozenset("()|?[]")

MACROS: Final[Mapping[str, str]] = {
    "DIGITS": "(DAY | INT | YEAR | MIXED)",
    "TAIL": "((-)? (and)? CARDINAL)? ((-)? (and)? CARDINAL)? ((-)? (and)? CARDINAL)?",
    "SPELLED": "CARDINAL TAIL",
    "ROUND": "a (dozen | hundred | thousand | million) TAIL",
    "NUMBER": "(DIGITS (CARDINAL)? | ROUND | SPELLED) (HALF)?",
    "HALF": "(-)? and (-)? a (-)? half",
    "COUNT": "(NUMBER | a | an | another | half a | half an | (a)? half (-)? | SOME)",
    "SOME": "(a)? (good | great)? VAGUE (of | hundred | thousand)?",
    "NTHDAY": "(NTH | ORDINAL | DAY)",
    "ORD": "(NTH | (CARDINAL -)? ORDINAL)",
    "ANYUNIT": "(UNIT | UNITS)",
}
"""Names for patterns that several rules share."""


def literals(patterns: Iterable[str]) -> frozenset[str]:
    """Return the words that stand in lower case in `patterns` and in the macros."""
    elements = {element for pattern in (*patterns, *MACROS.values()) for element in _ELEMENT.findall(pattern)}
    return frozenset(element for element in elements if element not in _SIGNS and not element.isupper())


@dataclass(frozen=True)
class Compiled:
    """A pattern as a regular expression, with the symbols that a match can begin with."""

    regex: re.Pattern[str]
    first: frozenset[str]


@dataclass(frozen=True)
class _Part:
    regex: str
    first: frozenset[str]
    optional: bool


def compile_pattern(pattern: str, vocabulary: Vocabulary) -> Compiled:
    """Compile a pattern.

    Raises
    ------
    ValueError
        If it is malformed or names an unknown class.
    """
    compiler = _Compiler(pattern, vocabulary, capture=True)
    part = compiler.alternatives()
    if compiler.next is not None or part.optional:
        raise ValueError(f"malformed pattern: {pattern}")
    return Compiled(re.compile(part.regex), part.first)


class _Compiler:
    def __init__(self, pattern: str, vocabulary: Vocabulary, *, capture: bool) -> None:
        self._elements = _ELEMENT.findall(pattern)[::-1]
        self._vocabulary = vocabulary
        self._capture = capture
        self._names: set[str] = set()
        self._depth = 0

    @property
    def next(self) -> str | None:
        return self._elements[-1] if self._elements else None

    def alternatives(self) -> _Part:
        parts = [self._row()]
        while self.next == "|":
            self._elements.pop()
            parts.append(self._row())
        if len(parts) == 1:
            return parts[0]
        regex = "|".join(part.regex for part in parts)
        return _Part(f"(?:{regex})", frozenset().union(*(p.first for p in parts)), any(p.optional for p in parts))

    def _row(self) -> _Part:
        regex, first, optional = "", frozenset[str](), True
        while self.next not in (None, ")", "|"):
            element = self._elements.pop()
            if element in "[]":
                if self._depth:
                    raise ValueError("the extent in a pattern is part of an alternative")
                regex += "(?P<extent>" if element == "[" else ")"
                continue
            part = self._part(element)
            if self.next == "?":
                self._elements.pop()
                part = _Part(f"(?:{part.regex})?", part.first, optional=True)
            regex += part.regex
            first |= part.first if optional else frozenset()
            optional = optional and part.optional
        return _Part(regex, first, optional)

    def _part(self, element: str) -> _Part:
        if element == "(":
            self._depth += 1
            part = self.alternatives()
            self._depth -= 1
            if not self._elements or self._elements.pop() != ")":
                raise ValueError("unbalanced parentheses in a pattern")
            return _Part(f"(?:{part.regex})", part.first, part.optional)
        if not element.isupper():
            return self._symbols([self._vocabulary.symbols[element]])
        if element in MACROS:
            part = _Compiler(MACROS[element], self._vocabulary, capture=False).alternatives()
        elif element in SHAPES:
            part = self._symbols([self._vocabulary.symbols[element]])
        elif element in self._vocabulary.classes:
            part = self._symbols(self._vocabulary.symbols[word] for word in self._vocabulary.classes[element])
        else:
            raise ValueError(f"unknown class {element} in a pattern")
        return _Part(self._named(element, part.regex), part.first, part.optional)

    def _symbols(self, symbols: Iterable[str]) -> _Part:
        first = frozenset(symbols)
        return _Part(f"[{re.escape(''.join(sorted(first)))}]", first, optional=False)

    def _named(self, name: str, regex: str) -> str:
        if not self._capture:
            return f"(?:{regex})"
        while name in self._names:
            name += "_"
        self._names.add(name)
        return f"(?P<{name}>{regex})"
