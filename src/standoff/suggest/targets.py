"""What a stance is about: the noun phrase in its complement, or the one before it that a pronoun stands for."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from standoff.suggest.stance_cues import words
from standoff.suggest.suggestion import Suggestion

NO_TARGET: Final = "the question"
"""The target of "took no side" where nothing before it can be meant: the open question, which the annotator names."""

_REACH: Final = 400
"""How many code points before a stance its target is looked for, where the stance does not name it."""

_MOST_WORDS: Final = 12

_OPENING: Final = re.compile(
    r"(?:\s|(?:the|an?|its|his|her|their|our|my|any|all|no|this|that|these|those|such|both|neither|either)\b(?=\s+[\w“\"])"
    r"|(?:to|for|on|of|that|at|with|against|by|over|in|between|about|from|into|whether)\b|it\b\s*\Z)+",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"\s*[“\"](?P<words>[^”\"]*)")
_PRONOUN: Final = re.compile(r"(?:it|them|him|her|this|that|these|those|either|neither|both)", re.IGNORECASE)
_PRONOUN_WITHIN: Final = re.compile(r"\b(?:it|them|him|her|this|that)\b")
_ENDING: Final = re.compile(
    r"(?P<act>[a-z]+ing|.*\s(?:to|of|on|in|for|with|from|against|by))\s(?P<it>it|them)", re.DOTALL
)
_PLURAL_PRONOUNS: Final = frozenset({"them", "these", "those"})

_PARTICLE: Final = r"(?:(?:on|off|up|out|down|back|away|at|into|over|for|in the way of)\s+)?"
_GOING_ON: Final = r"(?:be|go|continue|remain|stay|last|begin|start|come|happen)\b"
_INFINITIVE: Final = re.compile(rf"\s*(?:not\s+)?to\s+(?:not\s+)?(?!be\b)(?:\w+ly\s+)?\w+\s+{_PARTICLE}(?=\w)")
_PARTICLES: Final = frozenset({"on", "off", "up", "out", "down", "back", "away"})
_TO: Final = re.compile(r"\s*(?:not\s+)?to\b")
_LETS: Final = re.compile(r"\s*to\s+(?:allow|let|permit|enable)\b")
_GIVING_UP: Final = re.compile(r"\s*[a-z]{2,}ing\s+(?:up|off|down|out|back)\s+(?=\w)")
_SOMEBODY: Final = r"(?:[\w’'.-]+,?\s+){1,9}?"
_ASKED_TO: Final = re.compile(rf"\s*{_SOMEBODY}(?:not\s+)?to\s+(?!{_GOING_ON})(?:\w+ly\s+)?\w+\s+{_PARTICLE}(?=\w)")
_ASKED_FOR: Final = re.compile(rf"\s*{_SOMEBODY}for\s+(?=\w)")
_ASKS_FOR: Final = re.compile(r"(?:appeal|ask|call\w* on|plead|beg|press)")
_THAT: Final = re.compile(r"\s*(?:in|on|at|during|last|this)\s.*?\bthat\s+", re.DOTALL)
_DUTY: Final = re.compile(r"(?P<who>.+?)\s(?:must|should)\s+(?:not\s+)?(?P<act>(?!be\b).+)", re.DOTALL)
_DOING: Final = re.compile(
    r"\s*to\s+(?:stop|halt|end|cease|avoid)\s+(?P<act>[a-z]{2,}ing)\s+(?!of\b|and\b|in\b|by\b)(?P<what>\w.*)", re.DOTALL
)
_ACCUSED: Final = re.compile(rf"\s*{_SOMEBODY}of\s+(?P<act>[a-z]{{2,}}ing)\s+(?P<what>.+)", re.DOTALL)
_AWAY: Final = re.compile(r"\s*(?:themselves|itself|himself|herself)\s+from\s+")
_BACKING: Final = re.compile(
    r"\s*(?:(?:its|his|her|their|the|full|strong|firm|unwavering|continued|deep|great)\s+)*"
    r"(?:support|solidarity|backing|respect|commitment|sympathy|appreciation|loyalty)\s+(?:for|with|to|towards?|of)\s+"
)
_NOR: Final = re.compile(r"\s*(?:\w+\s+){0,4}?(?:nor\s+)?\w+ed\s+(?=\w)")
_TAIL: Final = re.compile(
    r"(?<!that)(?<!who)(?<!which)\s(?:is|was|are|were|would|will|should|must|could|may|might|can|cannot|has|have|had|"
    r"remains?|made)\b|\s\w+ing (?:it|them|him|her)\b"
    r"|\s(?:as|after|before|if|unless|until|amid|than|during|when|where|within|through|in (?:breach|exchange|return)|"
    r"and to|be|not|go(?:es)? on|continues?|immediately|first|at once|at (?:a|the) [\w-]+ (?:meeting|summit|session)|"
    rf"to (?:\d[\d,.]*|{_GOING_ON}))\b"
)
_WISH_TAIL: Final = re.compile(r"\s(?:to|who)\b")
_WISHES: Final = re.compile(r"(?:want|like|would like|expect|ask|call|wish|wait)")
_FOR_TAIL: Final = re.compile(r"\sfor\b")
_BLAMES: Final = re.compile(r"(?:blam|fault|thank|credit|prais|criticiz|criticis)")
_ACTS: Final = {
    "resign": "resignation",
    "step down": "resignation",
    "leave": "departure",
    "withdraw": "withdrawal",
    "return": "return",
    "decide": "decision",
    "apologize": "apology",
}
_ACT: Final = re.compile(rf"(?P<who>.+?)\s+(?:(?:must|should)\s+)?(?P<verb>{'|'.join(_ACTS)})\s*", re.DOTALL)
_TOPIC: Final = re.compile(
    r"(?:\A|[.?!]\s+|\n)On (?:(?P<whole>(?:the|who|how|what|whether|its)\b[^,.;]{3,80}),|"
    r"(?P<short>the\b[^,.;]{3,80}?)(?<! of)(?<! in)(?<! for)(?=\s(?:the|both|all)\s))[^.;]*\Z"
)
"""What a sentence says first that it is about: "On the border, Ardan took no position"."""

_PHRASE_END: Final = re.compile(r"\s+(?:of|on|in|to|for|with|that|by|from|at)\b")


def target_of(complement: str, cue: str = "", *, is_asked: bool = False) -> str:
    """Return the noun phrase that a complement is about; a pronoun only where it is all there is.

    Parameters
    ----------
    complement
        What follows the cue.
    cue
        The verb or phrase, which tells what its object is: what somebody is accused of, whom somebody blames.
    is_asked
        Whether the complement can say first of whom something is asked: "urged Ardan to lift the ban".
    """
    verb = cue.lower()
    if quoted := _QUOTED.match(complement):
        complement = quoted["words"]
    rest = f"to{complement}" if verb.endswith(" to") and not is_asked else complement
    if not verb.endswith("that") and (clause := _THAT.match(rest)):
        rest = rest[clause.end() :]
    if verb.endswith("that") and (duty := _DUTY.fullmatch(rest)):
        return target_of_act(duty["who"].strip(), duty["act"])
    if verb.startswith("accus") and (act := _ACCUSED.match(rest)):
        return _phrase(f"{act['act']} of {act['what']}", verb)
    if doing := _DOING.match(rest):
        return _phrase(f"{doing['act']} of {doing['what']}", verb)
    start = _AWAY.match(rest) or _BACKING.match(rest) or (_NOR.match(rest) if verb.startswith("neither") else None)
    start = start or (_asked(rest, verb) if is_asked else None) or _INFINITIVE.match(rest) or _GIVING_UP.match(rest)
    if start is not None:
        lets = _ASKED_TO.match(rest, start.end()) if _LETS.match(rest) else None
        rest = rest[(lets or start).end() :]
    return _phrase(rest, verb) or " ".join(_PRONOUN_WITHIN.findall(complement)[:1])


def target_of_act(subject: str, act: str) -> str:
    """Return what an act is about that somebody should do or will not do: its object, or who does it.

    Parameters
    ----------
    subject
        Who should.
    act
        The verb in its base form with what follows it.
    """
    whole = f"to {act.strip()}"
    if _INFINITIVE.match(whole) and (found := target_of(whole)):
        return found
    return _named_act(f"{subject} {act.strip()}") or target_of(subject) or target_of(act)


def _asked(rest: str, verb: str) -> re.Match[str] | None:
    """Return of whom something is asked, with the verb of what: "Ardan to lift ", "Ardan for "."""
    if _TO.match(rest):
        return None
    return _ASKED_TO.match(rest) or (_ASKED_FOR.match(rest) if _ASKS_FOR.match(verb) else None)


def _named_act(clause: str) -> str:
    """Return the noun of an act without an object: "resignation of Varga" for "Varga must resign"."""
    act = _ACT.fullmatch(clause.strip())
    return f"{_ACTS[act['verb']]} of {act['who']}" if act else ""


def _phrase(rest: str, verb: str) -> str:
    """Return the noun phrase that words begin with, without what opens it and what trails it."""
    if verb.endswith("that") and (act := _named_act(rest)):
        return act
    opening = _OPENING.match(rest)
    phrase = rest[opening.end() if opening else 0 :]
    tails = [_TAIL]
    tails += [_WISH_TAIL] if _WISHES.match(verb) else []
    tails += [_FOR_TAIL] if _BLAMES.match(verb) else []
    for tail in tails:
        cut = tail.search(phrase)
        if cut is not None and phrase[: cut.start()].strip():
            phrase = phrase[: cut.start()]
    found = " ".join(phrase.split()[:_MOST_WORDS])
    return "" if found in _PARTICLES else found


def with_antecedents(text: str, stances: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """Return stances in which a target that is a pronoun, or that is not named, is the thing before it that is meant.

    That is the nearest of the targets of stances before and of nouns for what can be agreed with or disputed.

    Parameters
    ----------
    stances
        Those of an article, in the order of its text.
    """
    named: deque[tuple[int, str]] = deque()
    for one in stances:
        while named and named[0][0] < one.start - _REACH:
            named.popleft()
        target = _found(text, one, named)
        if target != NO_TARGET and not _PRONOUN.fullmatch(target):
            named.append((one.start, target))
        yield replace(one, attributes={**one.attributes, "target": target})


def _found(text: str, one: Suggestion, near: Sequence[tuple[int, str]]) -> str:
    """Return the target of a stance with what a pronoun in it stands for."""
    target = one.attributes["target"]
    if target == NO_TARGET:
        return _antecedent(text, one.start, near, is_plural=None) or target
    if _PRONOUN.fullmatch(target):
        return _antecedent(text, one.start, near, is_plural=target.lower() in _PLURAL_PRONOUNS) or target
    if (ending := _ENDING.fullmatch(target)) is None:
        return target
    what = _antecedent(text, one.start, near, is_plural=ending["it"] in _PLURAL_PRONOUNS)
    joint = "of" if ending["act"].endswith("ing") else "the"
    return f"{ending['act']} {joint} {what}" if what else target


def _antecedent(text: str, position: int, named: Sequence[tuple[int, str]], *, is_plural: bool | None) -> str:
    first = max(position - _REACH, 0)
    topic = _TOPIC.search(text, first, position) if is_plural is None else None
    if topic is not None:
        return target_of(topic["whole"] or topic["short"])
    near = [one for one in named if one[1].rsplit(" ", 1)[-1][0].islower()]
    for found in words().things.finditer(text, first, position):
        # Where a stance before it was about that thing, its target names it in full.
        full = next((what for _, what in reversed(named) if found["thing"] in what), found["thing"])
        near.append((found.start("thing"), full))
    return next((what for _, what in sorted(near, reverse=True) if is_plural in (None, _is_plural(what))), "")


def _is_plural(phrase: str) -> bool:
    head = _PHRASE_END.split(phrase, maxsplit=1)[0]
    return head.endswith("s") and not head.endswith(("ss", "is", "us"))
