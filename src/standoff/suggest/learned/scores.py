"""How sure each rule may be, by how often it was right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from standoff.suggest.learned.matching import Match
from standoff.suggest.suggestion import Suggestion

_PRIOR: Final = 10.0
"""How many suggestions it takes to move a score half of the way to what was measured."""

_MOST: Final = 0.99


@dataclass(frozen=True)
class Scores:
    """What was measured of rules.

    Parameters
    ----------
    by_rule
        The share of right ones among the suggestions of each rule.
    by_type
        For each span type, how much surer its rules may be than they say, as a factor; rules that suggested nothing
        are judged by it.
    """

    by_rule: Mapping[str, float] = field(default_factory=dict)
    by_type: Mapping[str, float] = field(default_factory=dict)

    def applied(self, suggestion: Suggestion) -> Suggestion:
        """Return a suggestion of a rule that is as sure as the rule proved to be."""
        usual = min(_MOST, suggestion.score * self.by_type.get(suggestion.type, 1.0))
        return replace(suggestion, score=round(self.by_rule.get(suggestion.why, usual), 3))


def learn_scores(matches: Iterable[Match], types: Collection[str]) -> Scores:
    """Measure rules; where a rule suggested little, its score is drawn towards what its type makes likely.

    Parameters
    ----------
    types
        The span types that have labels: of others nobody knows what is right.
    """
    found = [match for match in matches if match.suggestion.type in types]
    right: Counter[str] = Counter()
    count: Counter[str] = Counter()
    said: dict[str, float] = defaultdict(float)
    first: dict[str, Suggestion] = {}
    for match in found:
        one = match.suggestion
        first.setdefault(one.why, one)
        for key in (one.why, one.type):
            right[key] += match.is_right
            count[key] += 1
            said[key] += one.score
    by_type = {
        type_: round((right[type_] + _PRIOR) / (said[type_] + _PRIOR), 3) for type_ in sorted(types) if count[type_]
    }
    usual = Scores({}, by_type)
    by_rule = {
        rule: round((right[rule] + _PRIOR * usual.applied(one).score) / (count[rule] + _PRIOR), 3)
        for rule, one in sorted(first.items())
    }
    return Scores(by_rule, by_type)
