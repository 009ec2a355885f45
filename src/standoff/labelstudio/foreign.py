"""Results of somebody else's labelling interface, brought to the names of tags that ours has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from standoff.errors import Finding
from standoff.labelstudio.interface import LABEL_TAG, TEXT_TAG, control_name, result_form
from standoff.scheme import Scheme, SpanType

# The key of the value of each kind of control whose value is one text or number.
_PLAIN: Final = {"datetime": "datetime", "number": "number", "rating": "rating"}


def in_our_form(results: object, scheme: Scheme) -> tuple[list[Any], list[Finding]]:
    """Return the results of an annotation under the names that our interface gives them.

    Whatever cannot be told is left as it is: reading it says why. Regions that have several labels become one region
    for each, of which the first has the attributes and relations.

    Returns
    -------
    tuple
        The results, and a fault where they are no list.
    """
    if not isinstance(results, list):
        return [], [Finding("result-form", "must be a list of results", field="$")]
    types = {
        str(result.get("id")): labels[0]
        for result in results
        if isinstance(result, Mapping) and result.get("type") == "labels" and (labels := _labels(result))
    }
    found: list[Any] = []
    for result in results:
        if not isinstance(result, Mapping) or result.get("type") == "relation":
            found.append(result)
        elif result.get("type") == "labels":
            found += _regions(result)
        else:
            found.append(_attribute(result, scheme.spans.get(types.get(str(result.get("id")), ""))))
    return found, []


def _labels(result: Mapping[str, Any]) -> list[str]:
    value = result.get("value")
    labels = value.get("labels") if isinstance(value, Mapping) else None
    return [label for label in labels if isinstance(label, str)] if isinstance(labels, list) else []


def _regions(result: Mapping[str, Any]) -> list[Any]:
    own = {**result, "from_name": LABEL_TAG, "to_name": TEXT_TAG}
    labels = _labels(result)
    if len(labels) < 2:
        return [own]
    one, *others = labels
    value = result["value"]
    more = [own | {"id": f"{result.get('id')}-{label}", "value": {**value, "labels": [label]}} for label in others]
    return [own | {"value": {**value, "labels": [one]}}, *more]


def _attribute(result: Mapping[str, Any], type_: SpanType | None) -> Mapping[str, Any]:
    name = result.get("from_name")
    if type_ is None or not isinstance(name, str):
        return {**result, "to_name": TEXT_TAG}
    names = {control_name(type_.name, own): own for own in type_.attributes}
    attribute = type_.attributes.get(names.get(name, name))
    if attribute is None:
        return {**result, "to_name": TEXT_TAG}
    own = {**result, "to_name": TEXT_TAG, "from_name": control_name(type_.name, attribute.name)}
    form, key = result_form(attribute)
    value = result.get("value")
    plain = value.get(_PLAIN.get(str(result.get("type")), "")) if isinstance(value, Mapping) else None
    if form == "textarea" and isinstance(value, Mapping) and isinstance(plain, str | int | float):
        own |= {"type": form, "value": {**value, key: [str(plain)]}}
    return own
