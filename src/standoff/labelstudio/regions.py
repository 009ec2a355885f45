"""Reading the regions of an annotation, each from several results."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from standoff.errors import InputError
from standoff.labelstudio.account import Account, Item
from standoff.labelstudio.interface import LABEL_TAG, TEXT_TAG, control_name, result_form
from standoff.labelstudio.offsets import Offsets
from standoff.labelstudio.reasons import is_reason
from standoff.records import Span, check_labels
from standoff.scheme import Attribute, Scheme, SpanType

_SPAN_FIELD = re.compile(r"\$\.spans\[(?P<index>\d+)\](?:\.attributes\.(?P<attribute>\w+))?")


@dataclass(slots=True)
class _Region:
    """A region while it is read: its span, and the results that it and its attributes come from."""

    head: Item
    span: Span
    parts: dict[str, Item]

    @property
    def items(self) -> tuple[Item, ...]:
        return (self.head, *self.parts.values())


def read_regions(
    results: Sequence[object], text: str, scheme: Scheme, offsets: Offsets, account: Account
) -> dict[str, Span]:
    """Return the spans by their region's id; every one of them keeps the rules of the scheme.

    Regions of the same type, extent and attributes are one span, which stands under the ids of all of them.
    """
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in _items(results, account):
        groups[item.id].append(item)
    regions = [region for items in groups.values() if (region := _region(items, text, scheme, offsets, account))]
    kept = _without_faults(regions, text, scheme, account)
    return _merged(kept, account)


def _items(results: Sequence[object], account: Account) -> Iterator[Item]:
    for index, result in enumerate(results):
        if not isinstance(result, dict):
            account.reject(index, "result-form", "must be an object")
        elif result.get("type") == "relation":
            continue
        elif not isinstance(result.get("id"), str) or not result["id"]:
            account.reject(index, "result-form", "must have the id of a region", at=".id")
        elif not isinstance(result.get("value"), dict):
            account.reject(index, "result-form", "must be an object", at=".value")
        elif not isinstance(result.get("from_name"), str) or result.get("to_name") != TEXT_TAG:
            account.reject(index, "result-foreign", "does not come from an interface of ours", at=".from_name")
        else:
            yield Item(index, result["id"], result)


def _region(items: Sequence[Item], text: str, scheme: Scheme, offsets: Offsets, account: Account) -> _Region | None:
    """Return the region of results that share an id, or None where it has no usable label and extent."""
    items = list(_without_copies(items, account))
    heads = [item for item in items if item.raw["from_name"] == LABEL_TAG]
    if len(heads) != 1:
        code, message = (
            ("region-twice", f"several regions have the id {items[0].id!r}")
            if heads
            else ("attribute-orphan", f"belongs to no labelled region: none has the id {items[0].id!r}")
        )
        for item in items:
            account.reject(item.index, code, message)
        return None
    head = heads[0]
    type_ = _span_type(head, scheme, account)
    extent = _extent(head, text, offsets, account) if type_ else None
    parts = [item for item in items if item is not head]
    if type_ is None or extent is None:
        for item in parts:
            account.reject(item.index, "with-region", f"belongs to the region {head.id!r}, which cannot be used")
        return None
    _warn_of_extras(head, account)
    values, sources = _attributes(parts, type_, account)
    return _Region(head, Span(head.id, type_.name, *extent, values), sources)


def _warn_of_extras(head: Item, account: Account) -> None:
    meta = head.raw.get("meta")
    if isinstance(meta, dict) and meta.get("text") and not is_reason(meta["text"]):
        account.warn(head.index, "region-note", f"a note on the region is not kept: {meta['text']!r}", at=".meta.text")
    if head.raw.get("parentID"):
        account.warn(head.index, "region-parent", "that it lies under another region is not kept", at=".parentID")


def _without_copies(items: Sequence[Item], account: Account) -> Iterator[Item]:
    seen: list[Mapping[str, Any]] = []
    for item in items:
        if item.raw in seen:
            account.warn(item.index, "result-twice", "the same result stands twice")
        else:
            seen.append(item.raw)
            yield item


def _span_type(head: Item, scheme: Scheme, account: Account) -> SpanType | None:
    label = _only(head.value.get("labels"))
    if head.raw.get("type") != "labels" or label is None:
        account.reject(head.index, "region-label", "must have one label", at=".value.labels")
    elif label not in scheme.spans:
        hint = f"the scheme has: {', '.join(scheme.spans)}"
        account.reject(head.index, "span-type", f"unknown span type {label!r}", at=".value.labels", hint=hint)
    else:
        return scheme.spans[label]
    return None


def _only(value: object) -> str | None:
    """Return the one text of a list, or the text itself; None where there is none, more than one or something else."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, str) else None


def _extent(head: Item, text: str, offsets: Offsets, account: Account) -> tuple[int, int] | None:
    found = []
    for key in ("start", "end"):
        offset = head.value.get(key)
        if type(offset) is not int:
            account.reject(head.index, "offset", "must be a whole number", at=f".value.{key}")
            return None
        try:
            found.append(offsets.from_server(offset))
        except InputError as error:
            account.reject(head.index, "offset", error.message, at=f".value.{key}")
            return None
    start, end = found
    if not 0 <= start < end <= len(text):
        message = f"{start} … {end} is no extent within the text's {len(text)} code points"
        account.reject(head.index, "offset", message, at=".value")
        return None
    surface = text[start:end]
    trimmed = start + len(surface) - len(surface.lstrip()), end - len(surface) + len(surface.rstrip())
    if trimmed[0] >= trimmed[1]:
        account.reject(head.index, "offset", "is nothing but white space", at=".value")
        return None
    if trimmed != (start, end):
        account.warn(head.index, "edge-space", f"white space at the edges of {start} … {end} is left out", at=".value")
    return trimmed


def _attributes(parts: Sequence[Item], type_: SpanType, account: Account) -> tuple[dict[str, str], dict[str, Item]]:
    """Return the values of a region's attributes, and the result that each comes from."""
    names = {control_name(type_.name, name): name for name in type_.attributes}
    sources: dict[str, list[Item]] = defaultdict(list)
    for item in parts:
        name = names.get(item.raw["from_name"])
        if name is None:
            message = f"{type_.name} has no attribute with the control {item.raw['from_name']!r}"
            account.reject(item.index, "attribute", message, at=".from_name")
        else:
            sources[name].append(item)
    values: dict[str, str] = {}
    used: dict[str, Item] = {}
    for name, items in sources.items():
        if len(items) > 1:
            for item in items:
                account.reject(item.index, "attribute-twice", f"{name} has several results")
        elif value := _attribute_value(items[0], type_.attributes[name], account):
            values[name], used[name] = value, items[0]
    return values, used


def _attribute_value(item: Item, attribute: Attribute, account: Account) -> str:
    """Return the value that a result gives to an attribute; empty where it gives none."""
    type_, key = result_form(attribute)
    value = _only(item.value.get(key))
    at = f".value.{key}"
    if item.raw.get("type") != type_ or (value is None and item.value.get(key) != []):
        account.reject(item.index, "attribute-form", f"{attribute.name} must have one {type_} value", at=at)
    elif not value or not value.strip():
        account.warn(item.index, "attribute-empty", f"{attribute.name} is empty and counts as not given", at=at)
    elif attribute.problem_with(value) and not attribute.problem_with(value.strip()):
        account.warn(item.index, "attribute-space", f"white space around {value!r} is left out", at=at)
        return value.strip()
    else:
        return value
    return ""


def _without_faults(regions: Sequence[_Region], text: str, scheme: Scheme, account: Account) -> list[_Region]:
    """Reject what breaks a rule of label sets: an optional attribute alone, all else with its region."""
    bad: set[int] = set()
    for fault in check_labels([region.span for region in regions], (), scheme, text):
        match = _SPAN_FIELD.match(fault.field)
        if match is None or fault.code == "same-extent":
            continue
        region = regions[int(match["index"])]
        attribute = match["attribute"]
        source = region.parts.get(attribute or "", region.head)
        account.reject(source.index, fault.code, fault.message, hint=fault.hint)
        if attribute in region.parts and not scheme.spans[region.span.type].attributes[attribute].required:
            del region.parts[attribute]
            values = {name: value for name, value in region.span.attributes.items() if name != attribute}
            region.span = replace(region.span, attributes=values)
        else:
            bad.add(int(match["index"]))
    for index in sorted(bad):
        _reject_region(regions[index], account)
    return [region for index, region in enumerate(regions) if index not in bad]


def _reject_region(region: _Region, account: Account) -> None:
    for item in region.items:
        if not account.has_rejected(item.index):
            message = f"belongs to the region {region.head.id!r}, which cannot be used"
            account.reject(item.index, "with-region", message)


def _merged(regions: Sequence[_Region], account: Account) -> dict[str, Span]:
    """Merge regions of the same type and extent where they say the same, and reject them where they do not."""
    by_extent: dict[tuple[str, int, int], list[_Region]] = defaultdict(list)
    for region in regions:
        by_extent[region.span.type, region.span.start, region.span.end].append(region)
    spans: dict[str, Span] = {}
    for same in by_extent.values():
        first = same[0].span
        if all(region.span.attributes == first.attributes for region in same):
            for region in same:
                spans[region.span.id] = first
                for item in region.items if region is not same[0] else ():
                    account.warn(item.index, "same-extent", f"is the region {first.id!r} once more, and merged with it")
        else:
            for region in same:
                others = ", ".join(repr(other.head.id) for other in same if other is not region)
                message = f"has the type and extent of {others}, with other attributes"
                account.reject(region.head.index, "same-extent", message, hint="delete all but one of them")
                _reject_region(region, account)
    return spans
