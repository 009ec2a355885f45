"""Actors: names of the tables, names with titles, descriptions by a head noun, and later mentions of a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from standoff.records import Article
from standoff.suggest.lexicon import lexicon
from standoff.suggest.places import is_place
from standoff.suggest.suggestion import Suggestion
from standoff.suggest.tokens import CAPITAL, LEADER, NAME, Token, tokens


@dataclass(frozen=True)
class Pattern:
    """A row of token symbols that is an actor.

    Parameters
    ----------
    regex
        Over the symbols of `standoff.suggest.tokens` and `standoff.suggest.lexicon`.
    mention
        ``name`` or ``nominal``.
    score
        The share of right ones among them that was measured on articles kept apart.
    """

    name: str
    regex: re.Pattern[str]
    mention: str
    score: float


_LEAD = "(?:[GA]Q?)*[RMA]*"
_FULL_NAME = "(?:L|C(?:[CP]*[CL])?)"
_OF_STATES = "OD?[GA](?:KD?[GA])*(?:K?&D?[GA])?"

PATTERNS: Final = (
    Pattern("title and name", re.compile(f"{_LEAD}[TR]*T(?:[OF]D?[GAC]+)?{_FULL_NAME}(?:OG)?"), "name", 0.9),
    Pattern("name of the tables", re.compile("[GL]"), "name", 0.85),
    Pattern("name with a telling last word", re.compile("(?:[GA]Q?)?[CMAGR]+S(?:[OF]D?[CAGMS]+(?:&[CAGMS]+)?)?|S[OF]D?[CAGM]+"), "name", 0.7),
    Pattern("full name", re.compile("C[CP]*C"), "name", 0.7),
    Pattern("title of a state", re.compile("(?:[GA]Q?|[RM])+T"), "nominal", 0.7),
    Pattern("title", re.compile("(?<=D)T"), "nominal", 0.6),
    Pattern("described actor", re.compile(f"N*(?:[GA]Q?|[RM])+[GARM]*H+(?:{_OF_STATES})?"), "nominal", 0.75),
    Pattern("counted actor", re.compile("N+[RM]*H"), "nominal", 0.65),
    Pattern("actor of a state", re.compile(f"[HT]{_OF_STATES}"), "nominal", 0.65),
    Pattern("bare actor", re.compile("(?<=D)H+"), "nominal", 0.55),
)


def suggest_actors(article: Article) -> Iterator[Suggestion]:
    """Return the actors of an article; no actor lies within another."""
    row = tokens(article.text)
    symbols = "".join(token.symbol for token in row)
    known: dict[str, str] = {}
    position = 0
    while position < len(row):
        found = _longest(row, symbols, position)
        if found is None:
            yield from _later_mention(row, position, known)
            position += 1
            continue
        pattern, end = found
        actor = row[position:end]
        suggestion = _suggestion(article.text, row, position, actor, pattern)
        if suggestion is not None:
            yield suggestion
            if suggestion.attributes["kind"] == "person" and pattern.mention == "name":
                known[actor[-1].word.split(" ")[-1]] = suggestion.attributes.get("country", "")
        position = end


def _longest(row: Sequence[Token], symbols: str, position: int) -> tuple[Pattern, int] | None:
    best: tuple[Pattern, int] | None = None
    for pattern in PATTERNS:
        found = pattern.regex.match(symbols, position)
        if found and (best is None or found.end() > best[1]):
            best = (pattern, found.end())
    return best


def _suggestion(text: str, row: Sequence[Token], index: int, actor: Sequence[Token], pattern: Pattern) -> Suggestion | None:
    kind = _kind(actor, pattern)
    if pattern.name == "name of the tables" and kind == "state" and is_place(row, index):
        return None
    if pattern.name == "full name" and not _is_person(row, index, actor):
        return None
    attributes = {"kind": kind, "mention": pattern.mention}
    countries = list(dict.fromkeys(token.country for token in actor if token.country))
    if len(countries) == 1:
        attributes["country"] = countries[0]
    return Suggestion("actor", actor[0].start, actor[-1].end, attributes, pattern.score, f"actor: {pattern.name}")


def _kind(actor: Sequence[Token], pattern: Pattern) -> str:
    if pattern.name in ("title and name", "full name", "title of a state", "title"):
        return "person"
    heads = [token.kind for token in actor if token.symbol in "HTSGL" and token.kind]
    if pattern.name == "actor of a state":
        return heads[0]
    deciding = [token.kind for token in actor if token.symbol in "HTS" and token.kind]
    return (deciding or heads or ["person"])[-1]


def _is_person(row: Sequence[Token], index: int, actor: Sequence[Token]) -> bool:
    words = lexicon()
    if any(token.word in words.others for token in actor):
        return False
    after = row[index + len(actor)].word if index + len(actor) < len(row) else ""
    return after in words.verbs or after in (",", "'s")


def _later_mention(row: Sequence[Token], index: int, known: dict[str, str]) -> Iterator[Suggestion]:
    token = row[index]
    if token.symbol == CAPITAL and token.word in known:
        attributes = {"kind": "person", "mention": "name"}
        if known[token.word]:
            attributes["country"] = known[token.word]
        yield Suggestion("actor", token.start, token.end, attributes, 0.9, "actor: later mention of a name")
