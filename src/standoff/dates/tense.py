"""Whether the words around an expression speak of the past or of what is to come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Final, Literal

from standoff.dates.vocabulary import context_words

Tense = Literal["past", "future", "open"]

_REACH: Final = 25
"""How many words away a verb can be."""

_SHORTEST_PAST: Final = 4
"""How many letters a past form in -ed has at least."""


def tense_around(words: Sequence[str], begin: int, end: int) -> Tense:
    """Return the tense of the verb that most likely governs an expression.

    The nearest cue before the expression in its sentence decides, then the nearest one behind it; where the expression
    opens its clause, it is the other way round: in "said on Monday that talks would begin" the cue is "said", in "said
    that on Monday talks would begin" it is "would". By when something has to be done, or else, is to come ("unless he
    resigned by Friday"). Behind a determiner ("a June agreement") no verb governs it, and
    before "is" ("May 1 is the day they agreed on") it has a verb of its own that leaves both sides open. An infinitive
    looks ahead behind words such as "plans" or "is", back behind such as "declined", either way behind "was", and says
    nothing elsewhere.

    Parameters
    ----------
    words
        The words of the text.
    begin, end
        Where the expression begins and ends among them.
    """
    before = _in_sentence(words, range(begin - 1, max(begin - _REACH, 0) - 1, -1))
    behind = _in_sentence(words, range(end, min(end + _REACH, len(words))))
    if before and words[before[0]].lower() in context_words("determiners"):
        return "open"
    if behind and words[behind[0]] in context_words("is"):
        return "open"
    if _is_deadline(words, before):
        return "future"
    if (behind and words[behind[0]] in context_words("marks")) or _is_ahead(words, before):
        return "future"
    opening = before[1:] if before and words[before[0]].lower() in context_words("prepositions") else before
    opens_clause = not opening or words[opening[0]] in context_words("openers") or words[opening[0]] == ","
    order = [*behind, *before] if opens_clause else [*before, *behind]
    return next((cue for position in order if (cue := _cue(words, position))), "open")


def _is_ahead(words: Sequence[str], before: Sequence[int]) -> bool:
    """Say whether an expression is what something "is", what it "is on", is "set for", "ahead of" or "starting"."""
    nearest = [words[position].lower() for position in before[:2]]
    verb = nearest[1:] if nearest[:1] in (["on"], ["in"], ["at"]) else nearest[:1]
    is_first = nearest[:1] in (["starting"], ["beginning"])
    return is_first or verb in (["is"], ["are"]) or nearest in (["of", "ahead"], ["for", "set"])


def _is_deadline(words: Sequence[str], before: Sequence[int]) -> bool:
    """Say whether something has to be done by then, or else: "unless he resigned by Friday"."""
    nearest = words[before[0]].lower() if before else ""
    return nearest in context_words("limits") and any(
        words[position] in context_words("conditions") for position in before
    )


def _in_sentence(words: Sequence[str], positions: Iterable[int]) -> list[int]:
    return list(takewhile(lambda position: not _ends_sentence(words, position), positions))


def _cue(words: Sequence[str], position: int) -> Tense | None:
    word = words[position]
    if word == "to" and position + 1 < len(words):
        following = words[position + 1]
        if not following.islower() or following in context_words("not_verbs"):
            return None
        governing = {*words[max(position - 2, 0) : position]}
        if governing & context_words("was"):
            return "open"
        if governing & context_words("done"):
            return "past"
        is_planned = words[position - 1] == "," and following in context_words("planned")
        is_ahead = (
            following == "be" or is_planned or governing & context_words("ahead") or governing & context_words("future")
        )
        return "future" if is_ahead else None
    if word in context_words("future") or (word in context_words("schedule") and not _is_noun(words, position)):
        return "future"
    # "Be delivered", "to hit" and "is not freed" are no past forms.
    before = words[position - 1 - (words[position - 1] == "not")] if position else ""
    is_infinite = before in ("be", "to", "is", "are") or before in context_words("future")
    # A participle can open a sentence: "Asked Monday".
    opens_sentence = position == 0 or _ends_sentence(words, position - 1)
    is_past = word in context_words("past") or _is_regular_past(word.lower() if opens_sentence else word)
    return "past" if not is_infinite and is_past else None


def _is_noun(words: Sequence[str], position: int) -> bool:
    """Say whether a word in -s is most likely a noun: "his plans", "of votes", "turned heads"."""
    before = words[position - 1].lower() if position else ""
    return any(before in context_words(name) for name in ("before_nouns", "past")) or _is_regular_past(before)


def _is_regular_past(word: str) -> bool:
    return (
        word.endswith("ed") and word.islower() and len(word) >= _SHORTEST_PAST and word not in context_words("not_past")
    )


def _ends_sentence(words: Sequence[str], position: int) -> bool:
    word = words[position]
    if word in (".", "?", "!"):
        before = words[position - 1] if position else ""
        is_abbreviation = word == "." and (len(before) == 1 or before in context_words("abbreviations"))
        return not is_abbreviation and (position + 1 == len(words) or not words[position + 1][0].islower())
    return word.isspace()
