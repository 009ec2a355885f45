"""How the other ends of relations are found, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class LinkRule:
    """A way to find the other end of a relation.

    Parameters
    ----------
    relation
        The relation type.
    score
        The share of right ones among them where both spans are right, about as measured on articles with labels.
    example
        A sentence with the span from which the relation goes in square brackets and the one to which in braces.
    """

    name: str
    relation: str
    score: float
    example: str


# fmt: off
HOLDER = LinkRule("subject", "holder", 0.95, "{Iran} on Friday [rejected the plan].")
HOLDER_BEHIND = LinkRule("who said so", "holder", 0.8, "“We [oppose the plan],” {Iran} said.")
SOURCE = LinkRule("subject", "source", 0.95, "The {rebels} [threatened to shell the port].")
SPEAKER = LinkRule(
    "who says what others will suffer", "source", 0.85, "{Iran} told the rebels that they [would pay a heavy price]."
)
SOURCE_BEHIND = LinkRule("who said so", "source", 0.8, "“[We will burn your villages],” the {rebels} said.")
DOER = LinkRule("subject behind a condition", "source", 0.85, "“[If it is attacked, {Iran} will retaliate],” he said.")
OWNER = LinkRule("owner or agent of a threat", "source", 0.8, "He ignored [threats by the {rebels} to shell it].")
SUFFERER = LinkRule("who would suffer", "recipient", 0.8, "Iran told the {rebels} that they [would pay dearly].")
INSIDE = LinkRule("who is named in the threat", "recipient", 0.85, "The rebels [threatened to attack {Iran}].")
POINTED = LinkRule("whom a pronoun means", "recipient", 0.5, "When {Iran} refused, they [threatened to attack it].")
ADDRESSED = LinkRule("who is told or warned", "recipient", 0.5, "Iran told the {rebels} that it [would strike back].")
BEHIND = LinkRule("against whom", "recipient", 0.6, "He ignored Iran’s [threats of war], against {Turkey}.")
NATION = LinkRule("whose adjective is in it", "recipient", 0.5, "{Iran} won. Turkey [vowed to shell Iranian ports].")
BLAMED = LinkRule("whom the sentence blames", "recipient", 0.5, "It blames {Iran}, and Turkey [vowed to take revenge].")
DEADLINE = LinkRule("by when", "deadline", 0.7, "The rebels [gave Iran {48 hours} to free them].")
# fmt: on

RULES: Final = (
    HOLDER,
    HOLDER_BEHIND,
    SOURCE,
    SPEAKER,
    SOURCE_BEHIND,
    DOER,
    OWNER,
    SUFFERER,
    INSIDE,
    POINTED,
    ADDRESSED,
    BEHIND,
    NATION,
    BLAMED,
    DEADLINE,
)
