"""Reading the relations of an annotation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from standoff.labelstudio.account import Account
from standoff.records import Relation, Span
from standoff.scheme import RelationType, Scheme

_Ends = tuple[Span, Span]


def read_relations(
    results: Sequence[object], spans: Mapping[str, Span], scheme: Scheme, account: Account
) -> set[Relation]:
    """Return the relations of the results; every one of them keeps the rules of the scheme.

    Parameters
    ----------
    spans
        The usable spans, by the ids that results may call them by.
    """
    relations: set[Relation] = set()
    for index, result in enumerate(results):
        if not isinstance(result, dict) or result.get("type") != "relation":
            continue
        ends = _ends(index, result, spans, account)
        for relation in _relations(index, result, ends, scheme, account) if ends else ():
            if relation in relations:
                account.warn(index, "relation-twice", "the same relation stands twice")
            relations.add(relation)
    return relations


def _ends(index: int, result: Mapping[str, Any], spans: Mapping[str, Span], account: Account) -> _Ends | None:
    found = []
    for key in ("from_id", "to_id"):
        id_ = result.get(key)
        span = spans.get(id_) if isinstance(id_, str) else None
        if span is None:
            message = f"no region that can be used has the id {id_!r}"
            account.reject(index, "relation-dangling", message, at=f".{key}")
            return None
        if span.id != id_:
            account.warn(index, "same-extent", f"the region {id_!r} is merged with {span.id!r}", at=f".{key}")
        found.append(span)
    return found[0], found[1]


def _relations(
    index: int, result: Mapping[str, Any], ends: _Ends, scheme: Scheme, account: Account
) -> Iterator[Relation]:
    direction = result.get("direction") or "right"
    if direction not in ("right", "left", "bi"):
        account.reject(index, "relation-form", f"unknown direction {direction!r}", at=".direction")
        return
    drawn = {"right": [ends], "left": [ends[::-1]], "bi": [ends, ends[::-1]]}[direction]
    for type_ in _types(index, result, ends, scheme, account):
        fitting = [pair for pair in drawn if _fits(type_, pair)]
        if len(fitting) < len(drawn):
            fitting = [pair for pair in (ends, ends[::-1]) if _fits(type_, pair)]
            if fitting:
                one, other = fitting[0]
                message = f"{type_.name} can only go from {one.type} to {other.type}, and is read so"
                account.warn(index, "relation-turned", message, at=".direction")
        if not fitting:
            message = (
                f"{type_.name} joins {' or '.join(type_.from_types)} to {' or '.join(type_.to_types)}, "
                f"not {ends[0].type} and {ends[1].type}"
            )
            account.reject(index, "relation-end", message)
        for one, other in fitting:
            yield Relation(type_.name, one.id, other.id)


def _types(
    index: int, result: Mapping[str, Any], ends: _Ends, scheme: Scheme, account: Account
) -> Iterator[RelationType]:
    labels = result.get("labels") or []
    if not isinstance(labels, list):
        account.reject(index, "relation-form", "must be a list of names", at=".labels")
        return
    for label in labels:
        if isinstance(label, str) and label in scheme.relations:
            yield scheme.relations[label]
        else:
            hint = f"the scheme has: {', '.join(scheme.relations) or 'none'}"
            account.reject(index, "relation-type", f"unknown relation {label!r}", at=".labels", hint=hint)
    if labels:
        return
    possible = [type_ for type_ in scheme.relations.values() if _fits(type_, ends) or _fits(type_, ends[::-1])]
    if len(possible) == 1:
        account.warn(index, "relation-unnamed", f"has no name, and can only be {possible[0].name}", at=".labels")
        yield possible[0]
    else:
        names = ", ".join(type_.name for type_ in possible)
        hint = f"it could be: {names}" if names else f"nothing joins {ends[0].type} and {ends[1].type}"
        account.reject(index, "relation-unnamed", "has no name", at=".labels", hint=hint)


def _fits(type_: RelationType, ends: _Ends) -> bool:
    return ends[0].type in type_.from_types and ends[1].type in type_.to_types
