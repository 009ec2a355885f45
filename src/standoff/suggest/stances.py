"""Stances: a cue of a position for, against or neutral, through its complement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from standoff import dates
from standoff.records import Article
from standoff.suggest.clauses import sentences
from standoff.suggest.stance_cues import SCORES, Frame, words
from standoff.suggest.suggestion import Suggestion
from standoff.suggest.targets import NO_TARGET, target_of, target_of_act, with_antecedents

_NEGATION: Final = re.compile(r"\b(?:not|never|no longer|nor)\b|n[’']t\b")
_NEGATED: Final = {"favor": "against", "against": "neutral", "neutral": "neutral"}
_OPPOSITE: Final = {**_NEGATED, "against": "favor"}
_TRAILING_TIME: Final = re.compile(
    r"\s+(?:(?:early|late|on|in|by|since|at|for|from|until|over|within|during|before|after)\s+)*\Z"
)
_TRAILING: Final = re.compile(r"(?:\s+(?:and|or|but))?\s*\Z")
_PRONOUNS: Final = re.compile(r"(?:it|he|she|they|we|I|you)(?:\s+\w+ly)?", re.IGNORECASE)
_LONG: Final = 80
"""With more characters before its verb a clause has more in it than a subject."""

_GONE: Final = re.compile(
    r"\s+(?:out(?:\s+of\s.*)?|gone|lifted|removed|ended|stopped|withdrawn|halted|scrapped|dropped|closed)"
    r"(?:\s+(?:at once|\w+ly))?\Z"
)
_END_OF: Final = re.compile(
    r"\s*(?:the|an)\s+(?:[\w-]+\s+)?(?:end|lifting|suspension|halt|collapse)\s+(?:of|to)\s+(?=\w)"
)
_OPENED: Final = re.compile(r"\b(?:and|that|which|who)\s+\Z")
_SOMEBODY: Final = re.compile(
    r"(?:fierce )?(?:opponents?|critics?|supporters?|advocates?|proponents?|foes?|enem(?:y|ies)|fan) of\b"
)
"""Whose noun says the position: "a critic of the deal"."""

_QUOTED: Final = re.compile(r"\s*(?:[“][^”]*|\"[^\"]*)")
_REPORT_OPENER: Final = re.compile(r"[“\",;:]|\b(?:that|said|says|told|added|insisted|whether|because|but|and|while)\b")


def suggest_stances(article: Article, times: Sequence[dates.Timex] | None = None) -> Iterator[Suggestion]:
    """Return the stances of an article; no two overlap.

    Parameters
    ----------
    times
        What `standoff.dates.find` found in it, if that is known.
    """
    dated = dates.find(article.text, article.dct) if times is None else times
    starts = {found.end: found.start for found in dated}
    yield from with_antecedents(article.text, _apart(article.text, starts))


def _apart(text: str, times: Mapping[int, int]) -> Iterator[Suggestion]:
    """Return the stances of a text, of those that overlap the first."""
    for start, stop in sentences(text):
        end = start
        for found in sorted(_stances(text, start, stop, times), key=lambda stance: (stance.start, -stance.end)):
            if found.start >= end:
                yield found
                end = found.end


def _stances(text: str, start: int, stop: int, times: Mapping[int, int]) -> Iterator[Suggestion]:
    for polarity, pattern in words().cues.items():
        for found in pattern.finditer(text, start, stop):
            end = _end(text, found.end(), stop, times)
            meant, target = _position(polarity, found, text[found.end() : end])
            if (not target and polarity != "neutral") or _is_no_verb(text[start : found.start()], found):
                continue
            yield _suggestion(text, start, found, end, meant, target, SCORES[polarity], found["cue"])
    for frame, pattern in words().frames:
        for found in pattern.finditer(text, start, stop):
            if frame.asks == "report" and _voice(text[start : found.start()]) == "author":
                continue
            end = _end(text, found.end(), stop, times)
            named = found.groupdict()
            subject = _subject(text[start : found.start()])
            target = _framed(frame, named.get("target") or "", text[found.end() : end], subject)
            meant = _NEGATED[frame.polarity] if named.get("no") else frame.polarity
            if frame.about == "act" and words().ending.match(text, found.end(), end):
                meant = _OPPOSITE[meant]
            one = _suggestion(text, start, found, end, meant, target, frame.score, frame.name)
            is_clause = frame.asks == "report" and subject and not _PRONOUNS.fullmatch(subject)
            yield replace(one, start=text.rindex(subject, start, found.start())) if is_clause else one


def _suggestion(
    text: str, start: int, found: re.Match[str], end: int, polarity: str, target: str, score: float, name: str
) -> Suggestion:
    voice = _voice(text[start : found.start()])
    if voice == "author" and words().speaking.search(found.group()):
        voice = "paraphrased"
    attributes = {
        "polarity": polarity,
        "target": target or NO_TARGET,
        "voice": voice,
    }
    return Suggestion("stance", found.start(), end, attributes, score, f"stance: {name}")


def _subject(before: str) -> str:
    """Return the noun phrase before a verb, which is what an evaluation is about: "said the offer was …"."""
    opener = list(_REPORT_OPENER.finditer(before))
    subject = before[opener[-1].end() if opener else 0 :].strip(" \n“”\"'’,")
    return subject if len(subject) < _LONG else ""


def _is_no_verb(before: str, found: re.Match[str]) -> bool:
    """Say whether a cue is a noun, an adjective or a passive participle rather than what somebody does."""
    cue = found["cue"]
    is_verb = _OPENED.search(before) is not None and words().verbs.match(cue) is not None
    if found.group() == cue and not is_verb and not _SOMEBODY.match(cue) and words().before_nouns.search(before):
        return True
    if cue == "back":
        return not re.search(r"\b(?:to|will|would|not|and)\s+\Z", before + found.group()[: -len(cue)])
    auxiliary = before + found.group()[: -len(cue)]
    return (
        found["verb"] is not None
        and cue.split(" ")[0].endswith("ed")
        and words().passives.search(auxiliary) is not None
    )


def _end(text: str, position: int, stop: int, times: Mapping[int, int]) -> int:
    """Return where the complement of a cue ends, without a time behind it."""
    quoted = _QUOTED.match(text, position, stop)
    found = words().stop.search(text, quoted.end() + 1 if quoted else position, stop)
    end = position + len(_TRAILING.sub("", text[position : found.start() if found else stop]))
    time = times.get(end)
    trailing = _TRAILING_TIME.search(text, position, time) if time is not None and time > position else None
    # In "the accord of 2015" and "a delay of 10 months" the time is no trailing one.
    return trailing.start() if trailing and not text[: trailing.start()].endswith(" of") else end


def _framed(frame: Frame, named: str, complement: str, subject: str) -> str:
    """Return the target of a frame: what it names, what follows it, or the subject that it says something of."""
    if named:
        return target_of(named)
    if frame.about == "subject":
        return target_of(subject) or target_of(complement)
    if frame.about == "act":
        return target_of_act(subject, complement)
    return target_of(complement)


def _position(polarity: str, found: re.Match[str], complement: str) -> tuple[str, str]:
    """Return the polarity that is meant, and its target: against X in "called for an end to X"."""
    cue = found["cue"]
    if _NEGATION.search(found.group()):
        return _NEGATED[polarity], target_of(complement, cue)
    if polarity == "against" and (over := _END_OF.match(complement) or words().ending.match(complement)):
        return "favor", target_of(complement[over.end() :])
    is_demand = words().demands.match(cue) is not None
    if is_demand and (gone := _GONE.search(complement)):
        return "against", target_of(complement[: gone.start()])
    ends = words().ends.match(complement) if is_demand else None
    if ends:
        return "against", target_of(complement[ends.end() :])
    return polarity, target_of(complement, cue, is_asked=words().asking.match(cue) is not None)


def _voice(before: str) -> str:
    if before.count("“") > before.count("”") or before.count('"') % 2:
        return "quoted"
    return "paraphrased" if words().reports.search(before) else "author"
