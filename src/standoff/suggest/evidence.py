"""What a trained stance model says about suggested stances, as far as there is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from standoff.records import Article
from standoff.suggest.suggestion import Suggestion

SHORT: Final = 8
"""So many characters of a digest tell models apart."""

_WEIGHT: Final = 1 / 3
"""How much the model counts against the rule: a rule saw the words, the model only knows what such words often are."""


@dataclass(frozen=True)
class Evidence:
    """A stance model as the suggesters know it; who calls them brings it, so that they need no library for it.

    Parameters
    ----------
    digest
        A name that changes with everything that the model says; reasons show its first eight characters.
    ask
        Returns for each of some suggested stances of an article the probability of each polarity, or None where the
        model says nothing about it.
    """

    digest: str
    ask: Callable[[Article, Sequence[Suggestion]], Sequence[Mapping[str, float] | None]]

    @property
    def name(self) -> str:
        """What reasons call it."""
        return f"stance model {self.digest[:SHORT]}"

    def weighed(
        self, article: Article, suggestions: Sequence[Suggestion], attribute: str = "polarity"
    ) -> list[Suggestion]:
        """Return suggestions in which stances are surer where the model agrees with their polarity, and less where not.

        The polarity stays that of the rule; the reason names what the model says.
        """
        stances = [one for one in suggestions if one.type == "stance" and attribute in one.attributes]
        chances = dict(zip(map(id, stances), self.ask(article, stances), strict=True)) if stances else {}
        return [_weighed(one, chances.get(id(one)), attribute, self.name) for one in suggestions]


def _weighed(one: Suggestion, chances: Mapping[str, float] | None, attribute: str, name: str) -> Suggestion:
    if not chances:
        return one
    chance = chances.get(one.attributes[attribute], 0.0)
    likeliest = max(sorted(chances), key=lambda name: chances[name])
    score = round((1 - _WEIGHT) * one.score + _WEIGHT * chance, 3)
    return replace(one, score=score, why=f"{one.why}, {name}: {likeliest} {chances[likeliest]:.2f}")
