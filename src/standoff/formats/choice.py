"""Choosing some of a scheme's span types before labels go out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from standoff.records import LabelSet
from standoff.scheme import Scheme


def chosen(labels: LabelSet, scheme: Scheme, types: Iterable[str]) -> tuple[LabelSet, Scheme]:
    """Return a label set and its scheme with some span types only, and with the relations between those.

    Raises
    ------
    MissingError
        If the scheme has no such span type.
    """
    spans = {name: scheme.span(name) for name in types}
    relations = {
        relation.name: replace(
            relation,
            from_types=tuple(name for name in relation.from_types if name in spans),
            to_types=tuple(name for name in relation.to_types if name in spans),
        )
        for relation in scheme.relations.values()
    }
    kept = [span for span in labels.spans if span.type in spans]
    ids = {span.id for span in kept}
    links = [relation for relation in labels.relations if relation.from_id in ids and relation.to_id in ids]
    possible = {name: relation for name, relation in relations.items() if relation.from_types and relation.to_types}
    return labels.with_labels(kept, links), replace(scheme, spans=spans, relations=possible, stance=None)
