"""What near-duplicates and their groups are, word by word and pair by pair: what the fast way is held against."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from standoff.corpus.groups import Place
from standoff.records import Article


def shingles(text: str) -> set[str]:
    """Return the three-word sequences of a text; of a shorter one, all of it."""
    words = re.findall(r"\w+", text.casefold())
    return {" ".join(words[first : first + 3]) for first in range(max(1, len(words) - 2))}


def jaccard(one: str, other: str) -> float:
    first, second = shingles(one), shingles(other)
    return len(first & second) / len(first | second)


def expected_groups(articles: Sequence[Article], places: Mapping[str, Place]) -> dict[str, set[str]]:
    """Return the groups that each article may be in, by comparing all with all."""
    new = sorted((found for found in articles if found.id not in places), key=lambda found: (found.dct, found.id))
    earlier = [found for found in articles if found.id in places]
    allowed = {found.id: {places[found.id].group} for found in earlier}
    open_ = list(new)
    while open_:
        component = [open_.pop(0)]
        for member in component:
            near = [found for found in open_ if jaccard(member.text, found.text) >= 0.8]
            component += near
            open_ = [found for found in open_ if found not in near]
        near_to = [
            (jaccard(member.text, other.text), places[other.id].group) for member in component for other in earlier
        ]
        best = max((similarity for similarity, _ in near_to), default=0)
        names = {group for similarity, group in near_to if similarity == best} if best >= 0.8 else {component[0].id}
        allowed |= {member.id: names for member in component}
    return allowed
