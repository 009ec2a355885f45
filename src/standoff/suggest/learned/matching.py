"""Which suggestions are right, by labels of the same article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from standoff.labels import align
from standoff.records import Span
from standoff.suggest.suggestion import Suggestion


@dataclass(frozen=True, slots=True)
class Match:
    """A suggestion and the label of its type that it overlaps, if any; each label is of one match at most."""

    suggestion: Suggestion
    label: Span | None

    @property
    def is_right(self) -> bool:
        """Say whether it overlaps a label."""
        return self.label is not None

    @property
    def is_exact(self) -> bool:
        """Say whether both have the same extent."""
        one = self.suggestion
        return self.label is not None and (self.label.start, self.label.end) == (one.start, one.end)


def matched(suggestions: Sequence[Suggestion], labels: Sequence[Span]) -> Iterator[Match]:
    """Join suggestions to labels of the same type, those with the most words in common first."""
    spans = {f"s{index}": Span(f"s{index}", one.type, one.start, one.end) for index, one in enumerate(suggestions)}
    found = {
        unit.spans["suggested"].id: unit.spans.get("labelled")
        for unit in align({"labelled": labels, "suggested": list(spans.values())})
        if "suggested" in unit.spans
    }
    for id_, one in zip(spans, suggestions, strict=True):
        yield Match(one, found[id_])
