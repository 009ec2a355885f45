"""Actors: names of the tables, names with titles, descriptions by a head noun, and later mentions of a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import takewhile
from re import Pattern as Regex
from typing import Final

from standoff.records import Article
from standoff.suggest.actor_patterns import (
    BARE,
    COUNTED,
    DESCRIBED,
    FULL,
    GIVEN,
    LISTED,
    NAMED,
    OFFICE,
    PATTERNS,
    PLURAL,
    REIGN,
    SPEAKER,
    TITLE,
    TITLED,
    WEAK,
    Pattern,
)
from standoff.suggest.dictionary import ActorDictionary
from standoff.suggest.gazetteer import gazetteer
from standoff.suggest.lexicon import CAPITAL, HEAD, NUMBER, SUFFIX, lexicon
from standoff.suggest.lexicon import TITLE as TITLE_WORD
from standoff.suggest.places import is_place
from standoff.suggest.suggestion import Suggestion
from standoff.suggest.tokens import LEADER, Token, tokens

_LATER_SCORE: Final = 0.95

_COMPANY: Final = frozenset({"Inc.", "Inc", "Corp.", "Corp", "Co.", "Co", "Ltd.", "PLC", "plc", "AG", "GmbH", "LLC"})
"""Behind the name of a company, and left out when it is mentioned again."""

_APPOSITION: Final = 7
"""How far behind a name its office can stand."""


def suggest_actors(article: Article, dictionary: ActorDictionary | None = None) -> Iterator[Suggestion]:
    """Return the actors of an article; no actor lies within another.

    Parameters
    ----------
    dictionary
        More names; of those with a time, the ones that hold on the day of the article count.
    """
    row = tokens(article.text, dictionary.hits(article.text, article.dct) if dictionary else ())
    symbols = "".join(token.symbol for token in row)
    known: dict[str, Mapping[str, str]] = dict(gazetteer().surnames(article.dct.year))
    position = 0
    while position < len(row):
        found = next(_actors_at(row, symbols, position), None)
        if found is None or (found[0] is SPEAKER and row[position].word in known):
            yield from _later_mention(row[position], known)
            position += 1
            continue
        pattern, actor = found
        suggestion = _suggestion(actor, pattern, known)
        yield suggestion
        position += len(actor)
        known |= dict.fromkeys(_short_names(row, actor, position, pattern), suggestion.attributes)


@cache
def _compiled() -> tuple[tuple[Pattern, Regex[str]], ...]:
    return tuple((pattern, pattern.regex) for pattern in PATTERNS)


def _actors_at(row: Sequence[Token], symbols: str, position: int) -> Iterator[tuple[Pattern, Sequence[Token]]]:
    """Return the actors that may begin at a token, longest first."""
    matches = [(found.end(), pattern) for pattern, regex in _compiled() if (found := regex.match(symbols, position))]
    for end, pattern in sorted(matches, key=lambda match: -match[0]):
        if _is_actor(row, position, end, pattern):
            yield pattern, row[position:end]


def _is_actor(row: Sequence[Token], start: int, end: int, pattern: Pattern) -> bool:
    """Say whether the words of a match bear it out."""
    words, actor = lexicon(), row[start:end]
    last = actor[-1].word.lower()
    if pattern is LISTED:
        return actor[0].kind != "state" or not is_place(row, start)
    if pattern is NAMED:
        return not any(
            token.word in words.others or (token.symbol == HEAD and token.word[0].islower()) for token in actor[:-1]
        )
    if pattern is GIVEN:
        return actor[0].word in words.given and not any(token.word in words.others for token in actor)
    if pattern is FULL:
        return _speaks(row, start, end) and not any(token.word in words.others for token in actor)
    if pattern is SPEAKER:
        return _speaks(row, start, end) and actor[0].word not in words.others
    if pattern is REIGN:
        return last in words.reigns
    if pattern is COUNTED:
        return last not in words.weak or last.endswith(("s", "people"))
    if pattern is DESCRIBED:
        return last not in words.weak or any(token.symbol in "GAN" for token in actor)
    if pattern is WEAK:
        return last in words.weak
    if pattern is BARE:
        return last not in words.weak and not (actor[-1].kind == "state" and is_place(row, start))
    return pattern is not PLURAL or last in words.plurals


def _speaks(row: Sequence[Token], start: int, end: int) -> bool:
    """Say whether what follows or goes before a name shows a person: "Varga said", "said Varga", "Varga, a lawyer"."""
    words, after = lexicon(), [token.word for token in row[end : end + 1]]
    if any(word in words.speech or (word in words.verbs and end - start > 1) for word in after):
        return True
    if any(token.word in words.speech for token in row[max(start - 1, 0) : start]):
        return True
    if after != [","] or end - start == 1:
        return False
    if any(token.word in words.speech for token in row[end + 1 : end + 2]):
        return True
    apposition = takewhile(lambda token: token.symbol not in "K.", row[end + 1 : end + _APPOSITION])
    return any(token.symbol == TITLE_WORD or token.kind in ("person", "armed_group") for token in apposition)


def _suggestion(actor: Sequence[Token], pattern: Pattern, people: Mapping[str, Mapping[str, str]]) -> Suggestion:
    attributes = {"kind": _kind(actor, pattern), "mention": pattern.mention}
    while len(actor) > 1 and actor[0].symbol == NUMBER and actor[0].word.lower() in lexicon().quantities:
        actor = actor[1:]
    person = people.get(actor[0].word, {}) if pattern is REIGN else {}
    if country := _country(actor) or person.get("country"):
        attributes["country"] = country
    why = f"actor: {pattern.name}"
    source = next((token.hit.entry.source for token in actor if token.hit and token.hit.entry.source), "")
    if source:
        why += f", by {source}"
    return Suggestion("actor", actor[0].start, actor[-1].end, attributes, pattern.score, why)


def _kind(actor: Sequence[Token], pattern: Pattern) -> str:
    if pattern in (TITLED, GIVEN, FULL, SPEAKER, OFFICE, TITLE):
        return "person"
    head = list(takewhile(lambda token: token.symbol != "O", actor))
    deciding = [token.kind for token in head if token.symbol in "HST"]
    return (deciding or [token.kind for token in actor if token.kind])[-1]


def _country(actor: Sequence[Token]) -> str:
    """Return the one country of an actor: in "U.S. envoy for Afghanistan" the one before the preposition."""
    head = takewhile(lambda token: token.symbol not in "OF", actor)
    countries = {token.country for token in head} - {""} or {token.country for token in actor} - {""}
    return countries.pop() if len(countries) == 1 else ""


def _short_names(row: Sequence[Token], actor: Sequence[Token], end: int, pattern: Pattern) -> Iterator[str]:
    """Return the names by which an actor may be mentioned again: parts of a person's name, an acronym behind it."""
    if pattern in (TITLED, GIVEN, FULL) or actor[0].symbol == LEADER:
        names = [token.word for token in actor if token.symbol in (CAPITAL, LEADER)]
        yield from (names[0].split(" ")[0], names[-1].split(" ")[-1])
    elif [token.word for token in row[end : end + 3 : 2]] == ["(", ")"] and row[end + 1].word.isupper():
        yield row[end + 1].word
    elif pattern is NAMED and [token.symbol for token in actor] == [CAPITAL, SUFFIX] and actor[1].word in _COMPANY:
        yield actor[0].word


def _later_mention(token: Token, known: Mapping[str, Mapping[str, str]]) -> Iterator[Suggestion]:
    if token.symbol == CAPITAL and token.word in known:
        yield Suggestion(
            "actor", token.start, token.end, known[token.word], _LATER_SCORE, "actor: later mention of a name"
        )
