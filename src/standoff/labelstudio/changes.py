"""What a new interface would take away from a project that has an older one."""

from __future__ import annotations

from xml.etree import ElementTree as ET


def lost_by(old: str, new: str) -> list[str]:
    """Return the labels, attributes, values and relations of the interface `old` that `new` does not have, sorted.

    Parameters
    ----------
    old, new
        Interfaces as XML. Of one that cannot be read, nothing is known to be lost.
    """
    return sorted(_names(old) - _names(new))


def _names(interface: str) -> set[str]:
    try:
        root = ET.fromstring(interface)  # noqa: S314 - expat itself refuses entities that expand without end
    except ET.ParseError:
        return set()
    names = {f"span type {_name(tag)}" for tag in root.iter("Label")}
    names |= {f"relation {_name(tag)}" for tag in root.iter("Relation")}
    for control in root.iter():
        if control.tag in {"Choices", "TextArea"}:
            names.add(f"attribute {control.get('name')}")
        if control.tag == "Choices":
            names |= {f"{control.get('name')}={_name(choice)}" for choice in control.iter("Choice")}
    return names


def _name(tag: ET.Element) -> str | None:
    return tag.get("alias") or tag.get("value")
