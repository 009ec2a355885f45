"""How votes on one question are settled: by majority, union, intersection, one annotator, or estimated reliability."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from standoff.errors import InputError
from standoff.labels.dawid_skene import DawidSkene, fit_dawid_skene

Policy = Literal["majority", "union", "intersection", "prefer", "dawid-skene"]
POLICIES: Final[tuple[str, ...]] = get_args(Policy)

PRESENCE: Final = "presence"
EXTENT: Final = "extent"

YES: Final = "yes"
NO: Final = "no"

_CLEAR: Final = 0.1


@dataclass(frozen=True, slots=True)
class Question:
    """What is voted on.

    Parameters
    ----------
    type
        The type of the span or relation.
    about
        `PRESENCE` (votes are `YES` and `NO`), `EXTENT` (votes are pairs of start and end) or an attribute, such as
        ``attributes.kind`` (votes are its values).
    """

    type: str
    about: str
    is_relation: bool = False


Vote = Hashable
Votes = Mapping[str, Vote]
"""By annotator."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a vote came to, and in words what settled it; a tie if `value` is None."""

    value: Vote | None
    how: str = ""


Judge = Callable[[Question, Votes], Answer]
"""Settles a vote of annotators who do not all say the same."""


def majority(_question: Question, votes: Votes) -> Answer:
    """Take what most annotators say; a tie where two answers have equally many votes."""
    (first, number), *others = Counter(votes.values()).most_common(2)
    if others and others[0][1] == number:
        return Answer(None)
    return Answer(first, f"{number} of {len(votes)}")


def union(question: Question, votes: Votes) -> Answer:
    """Keep what anybody marked, at its widest extent; attributes by majority."""
    if question.about == PRESENCE:
        return Answer(YES, f"{_count(votes, YES)} of {len(votes)}")
    if question.about == EXTENT:
        starts, ends = _extents(votes)
        return Answer((min(starts), max(ends)), "widest")
    return majority(question, votes)


def intersection(question: Question, votes: Votes) -> Answer:
    """Keep what everybody marked, as far as all extents reach; attributes by majority."""
    if question.about == PRESENCE:
        return Answer(NO, f"{_count(votes, YES)} of {len(votes)}")
    if question.about == EXTENT:
        starts, ends = _extents(votes)
        return Answer((max(starts), min(ends)), "common part")
    return majority(question, votes)


def prefer(annotator: str) -> Judge:
    """Return a judge who always says what that annotator says."""

    def judge(_question: Question, votes: Votes) -> Answer:
        return Answer(votes.get(annotator, NO), annotator)

    return judge


def dawid_skene(ballots: Iterable[tuple[Question, Votes]]) -> Judge:
    """Return a judge who weighs annotators by how reliable the model of Dawid and Skene finds them.

    One model is fitted for each question there are ballots on; it is a tie unless an answer is likelier than any other
    by 0.1. On other questions, the answer with most votes is taken, and of several such that of the annotator who
    misses the fewest spans of the type.

    Parameters
    ----------
    ballots
        All votes of all articles on questions with a few answers to choose from: presence, and attributes that are a
        choice. Unanimous votes are among them: they say who is reliable.
    """
    answers: dict[Question, list[dict[str, list[str]]]] = defaultdict(list)
    for question, votes in ballots:
        answers[question].append({name: [str(vote)] for name, vote in votes.items()})
    models = {question: fit_dawid_skene(items) for question, items in answers.items()}

    def judge(question: Question, votes: Votes) -> Answer:
        if question not in models:
            return _most_reliable(votes, models[Question(question.type, PRESENCE)])
        posterior = models[question].posterior({name: [str(vote)] for name, vote in votes.items()})
        (value, probability), *others = sorted(posterior.items(), key=lambda item: (-item[1], item[0]))
        if others and probability - others[0][1] < _CLEAR:
            return Answer(None)
        return Answer(value, f"p = {probability:.3f}")

    return judge


def make_judge(policy: str, annotator: str, ballots: Iterable[tuple[Question, Votes]]) -> Judge:
    """Return the judge of a policy.

    Raises
    ------
    InputError
        If there is no such policy, or an annotator is named for another policy than ``prefer`` or missing for it.
    """
    if (policy == "prefer") != bool(annotator):
        raise InputError(
            "`prefer` needs an annotator, and nothing else takes one", hint="standoff adjudicate prefer anna"
        )
    judges: dict[str, Callable[[], Judge]] = {
        "majority": lambda: majority,
        "union": lambda: union,
        "intersection": lambda: intersection,
        "prefer": lambda: prefer(annotator),
        "dawid-skene": lambda: dawid_skene(ballots),
    }
    if policy not in judges:
        raise InputError(f"no policy {policy!r}", hint=f"there are: {', '.join(POLICIES)}")
    return judges[policy]()


def _most_reliable(votes: Votes, presence: DawidSkene) -> Answer:
    counts = Counter(votes.values())
    most = max(counts.values())
    found = {name: vote for name, vote in votes.items() if counts[vote] == most}
    if len(set(found.values())) == 1:
        return Answer(next(iter(found.values())), f"{most} of {len(votes)}")
    recall = {name: presence.confusion[name].get(YES, {}).get(YES, 0.0) for name in found}
    best = max(recall.values())
    chosen = {found[name] for name in found if recall[name] == best}
    if len(chosen) > 1:
        return Answer(None)
    return Answer(chosen.pop(), f"{min(name for name in found if recall[name] == best)}, who misses fewest")


def _count(votes: Votes, value: Vote) -> int:
    return sum(vote == value for vote in votes.values())


def _extents(votes: Votes) -> tuple[list[int], list[int]]:
    extents = [vote for vote in votes.values() if isinstance(vote, tuple)]
    return [start for start, _ in extents], [end for _, end in extents]
