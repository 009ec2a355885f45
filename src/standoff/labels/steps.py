"""What each step of a scheme migration does to a label set, and how it is undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from standoff.records import LabelSet, Relation, Span
from standoff.scheme import Step

Values = Mapping[str, str]
Attributes = Mapping[str, str]


def forward(labels: LabelSet, step: Step) -> LabelSet:
    """Return the label set after a step."""
    return _FORWARD[step.kind](labels, step.values)


def backward(labels: LabelSet, step: Step, before: LabelSet, after: LabelSet) -> tuple[LabelSet, frozenset[str]]:
    """Undo a step.

    Parameters
    ----------
    labels
        What the label set is now, one step after.
    before, after
        What the same label set was right before and right after the step, when it was made: spans that are still as
        they were after it become again what they were before it.

    Returns
    -------
    tuple
        The label set before the step, and the ids of spans of which nobody can tell what they were.
    """
    undone = _BACKWARD[step.kind](labels, step.values) if step.kind in _BACKWARD else labels
    old, new = ({span.id: span for span in state.spans} for state in (before, after))
    spans, lost = [], set()
    for now, span in zip(labels.spans, _in_order(undone.spans, labels.spans), strict=True):
        if now.id in old and new.get(now.id) == now:
            spans.append(old[now.id])
        else:
            spans.append(span)
            if not step.is_reversible and _CONCERNS[step.kind](now, step.values):
                lost.add(now.id)
    return undone.with_labels(spans, undone.relations), frozenset(lost)


def _in_order(spans: Iterable[Span], model: Iterable[Span]) -> list[Span]:
    by_id = {span.id: span for span in spans}
    return [by_id[span.id] for span in model]


def _each(labels: LabelSet, change: Callable[[Span], Span]) -> LabelSet:
    return labels.with_labels([change(span) for span in labels.spans], labels.relations)


def _without(attributes: Attributes, name: str) -> dict[str, str]:
    return {key: value for key, value in attributes.items() if key != name}


def _has(span: Span, values: Values, key: str) -> bool:
    return span.type == values["span"] and span.attributes.get(values["attribute"]) == values[key]


def _rename_span(labels: LabelSet, values: Values) -> LabelSet:
    return _each(labels, lambda s: replace(s, type=values["to"]) if s.type == values["from"] else s)


def _rename_relation(labels: LabelSet, values: Values) -> LabelSet:
    relations = [
        replace(relation, type=values["to"]) if relation.type == values["from"] else relation
        for relation in labels.relations
    ]
    return labels.with_labels(labels.spans, relations)


def _rename_attribute(labels: LabelSet, values: Values) -> LabelSet:
    def change(span: Span) -> Span:
        if span.type != values["span"]:
            return span
        names = {values["from"]: values["to"]}
        return replace(span, attributes={names.get(name, name): value for name, value in span.attributes.items()})

    return _each(labels, change)


def _rename_value(labels: LabelSet, values: Values) -> LabelSet:
    return _each(labels, lambda span: _with_value(span, values, values["to"]) if _has(span, values, "from") else span)


def _split_span(labels: LabelSet, values: Values) -> LabelSet:
    def change(span: Span) -> Span:
        if not _has(span, values, "value"):
            return span
        return replace(span, type=values["to"], attributes=_without(span.attributes, values["attribute"]))

    return _each(labels, change)


def _join_span(labels: LabelSet, values: Values) -> LabelSet:
    def change(span: Span) -> Span:
        if span.type != values["to"]:
            return span
        return replace(span, type=values["span"], attributes={**span.attributes, values["attribute"]: values["value"]})

    return _each(labels, change)


def _add_attribute(labels: LabelSet, values: Values) -> LabelSet:
    def change(span: Span) -> Span:
        if span.type != values["span"] or values["attribute"] in span.attributes:
            return span
        return _with_value(span, values, values["value"])

    return _each(labels, change)


def _drop_attribute(labels: LabelSet, values: Values) -> LabelSet:
    def change(span: Span) -> Span:
        if span.type != values["span"]:
            return span
        return replace(span, attributes=_without(span.attributes, values["attribute"]))

    return _each(labels, change)


def _move_attribute(labels: LabelSet, values: Values) -> LabelSet:
    pairs = [(relation.from_id, relation.to_id) for relation in _along(labels, values)]
    return _moved(labels, values["attribute"], pairs)


def _move_back(labels: LabelSet, values: Values) -> LabelSet:
    pairs = [(relation.to_id, relation.from_id) for relation in _along(labels, values)]
    return _moved(labels, values["attribute"], pairs)


def _along(labels: LabelSet, values: Values) -> list[Relation]:
    return [relation for relation in labels.relations if relation.type == values["along"]]


def _moved(labels: LabelSet, name: str, pairs: Iterable[tuple[str, str]]) -> LabelSet:
    pairs = list(pairs)
    held = {span.id: span.attributes[name] for span in labels.spans if name in span.attributes}
    gets = {target: held[source] for source, target in pairs if source in held}
    leaves = {source for source, _ in pairs}

    def change(span: Span) -> Span:
        attributes = _without(span.attributes, name) if span.id in leaves else dict(span.attributes)
        return replace(span, attributes=attributes | ({name: gets[span.id]} if span.id in gets else {}))

    return _each(labels, change)


def _with_value(span: Span, values: Values, value: str) -> Span:
    return replace(span, attributes={**span.attributes, values["attribute"]: value})


def _swapped(change: Callable[[LabelSet, Values], LabelSet]) -> Callable[[LabelSet, Values], LabelSet]:
    return lambda labels, values: change(labels, {**values, "from": values["to"], "to": values["from"]})


_FORWARD: Final[Mapping[str, Callable[[LabelSet, Values], LabelSet]]] = {
    "rename_span": _rename_span,
    "rename_relation": _rename_relation,
    "rename_attribute": _rename_attribute,
    "rename_value": _rename_value,
    "merge_spans": _rename_span,
    "merge_values": _rename_value,
    "split_span": _split_span,
    "move_attribute": _move_attribute,
    "add_attribute": _add_attribute,
    "drop_attribute": _drop_attribute,
}
_BACKWARD: Final[Mapping[str, Callable[[LabelSet, Values], LabelSet]]] = {
    "rename_span": _swapped(_rename_span),
    "rename_relation": _swapped(_rename_relation),
    "rename_attribute": _swapped(_rename_attribute),
    "rename_value": _swapped(_rename_value),
    "split_span": _join_span,
    "move_attribute": _move_back,
    "add_attribute": _drop_attribute,
}
# Which spans, as they are now, a step that forgets may have changed.
_CONCERNS: Final[Mapping[str, Callable[[Span, Values], bool]]] = {
    "merge_spans": lambda span, values: span.type == values["to"],
    "merge_values": lambda span, values: _has(span, values, "to"),
    "drop_attribute": lambda span, values: span.type == values["span"],
}
