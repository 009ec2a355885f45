"""Who labelled an article: annotators, the adjudicated gold, and suggestions by rules, all shown in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from standoff.records import LabelSet, Relation, Span
from standoff.suggest import VERSION, Suggestion


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody or something that labels come from."""

    name: str
    kind: Literal["annotator", "gold", "suggestions"] = "annotator"

    @property
    def title(self) -> str:
        """The name that readers see."""
        return self.name if self.kind == "annotator" else f"{self.kind} ({self.name})"


GOLD = Source("adjudicated", "gold")
SUGGESTIONS = Source(VERSION, "suggestions")


@dataclass(frozen=True, slots=True)
class Layer:
    """The labels of one article from one source.

    Parameters
    ----------
    about
        How they came about, in words.
    lead_time
        Seconds that they took, where known.
    notes
        What else is known of a span, as names and values, by its id.
    """

    source: Source
    spans: tuple[Span, ...]
    relations: tuple[Relation, ...] = ()
    about: str = ""
    lead_time: float | None = None
    notes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def layers_by_article(
    label_sets: Iterable[LabelSet],
    gold: Iterable[LabelSet] = (),
    suggestions: Mapping[str, Sequence[Suggestion]] | None = None,
) -> dict[str, tuple[Layer, ...]]:
    """Return the layers of each article by its id: annotators in the order of their names, then gold, then suggestions.

    Parameters
    ----------
    suggestions
        By article id.
    """
    found: dict[str, list[Layer]] = {}
    for labels in sorted(label_sets, key=lambda labels: labels.annotator):
        found.setdefault(labels.article_id, []).append(_of_labels(labels, Source(labels.annotator)))
    for labels in gold:
        found.setdefault(labels.article_id, []).append(_of_labels(labels, GOLD))
    for article_id, items in (suggestions or {}).items():
        found.setdefault(article_id, []).append(_of_suggestions(items))
    return {article_id: tuple(layers) for article_id, layers in found.items()}


def _of_labels(labels: LabelSet, source: Source) -> Layer:
    parts = [f"{labels.origin}: {labels.tool}" if labels.tool else labels.origin, labels.updated.date().isoformat()]
    notes: dict[str, dict[str, str]] = {}
    if labels.adjudication is not None:
        made = labels.adjudication
        parts.insert(0, f"{made.policy}, from {', '.join(made.annotators)}")
        if made.open:
            parts.append(f"{made.open} still to be decided")
        notes = {
            span_id: {"labelled by": ", ".join(verdict.supporters), **verdict.how}
            for span_id, verdict in made.verdicts.items()
        }
    return Layer(source, labels.spans, labels.relations, "; ".join(parts), labels.lead_time, notes)


def _of_suggestions(suggestions: Sequence[Suggestion]) -> Layer:
    ids = [f"s{number}" for number in range(1, len(suggestions) + 1)]
    return Layer(
        SUGGESTIONS,
        tuple(
            Span(id_, item.type, item.start, item.end, item.attributes)
            for id_, item in zip(ids, suggestions, strict=True)
        ),
        about="by rules, not looked at by anybody",
        notes={
            id_: {"score": f"{item.score:.2f}", "because": item.why} for id_, item in zip(ids, suggestions, strict=True)
        },
    )
