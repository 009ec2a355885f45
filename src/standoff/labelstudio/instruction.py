"""The guidelines of a scheme as the instruction that Label Studio opens at a click."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from standoff.scheme import Decision, Example, Scheme, SpanType

_MARK = re.compile(r"\[([^\[\]]+)\]")


def instruction_html(scheme: Scheme) -> str:
    """Return the guidelines of `scheme` as HTML, of which every text is inert."""
    root = ET.Element("div", {"class": "standoff-guidelines"})
    _add(root, "h2", scheme.title)
    _add(root, "p", scheme.description)
    for span in scheme.spans.values():
        _add_span(root, span, scheme)
    for decision in scheme.decisions:
        _add_decision(root, decision)
    return ET.tostring(root, encoding="unicode", method="html")


def _add(parent: ET.Element, tag: str, *parts: str | tuple[str, str]) -> ET.Element:
    """Append an element with texts, and elements given as (tag, text)."""
    element = ET.SubElement(parent, tag)
    for part in parts:
        if isinstance(part, tuple):
            ET.SubElement(element, part[0]).text = part[1]
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + part
        else:
            element.text = (element.text or "") + part
    return element


def _add_span(root: ET.Element, span: SpanType, scheme: Scheme) -> None:
    _add(root, "hr")
    _add(root, "h3", span.title, f" ({span.hotkey})" if span.hotkey else "")
    _add(root, "p", ("b", "What it is. "), span.definition)
    if span.extent:
        _add(root, "p", ("b", "Where it begins and ends. "), span.extent)
    _add_examples(root, "Label it:", span.examples)
    _add_examples(root, "Do not label it:", span.counterexamples)
    for attribute in span.attributes.values():
        need = "required" if attribute.required else "optional"
        _add(root, "p", ("b", attribute.title), f" ({need}){': ' + attribute.hint if attribute.hint else ''}")
        values = _add(root, "ul")
        for value, description in attribute.values.items():
            _add(values, "li", ("code", value), f": {description}" if description else "")
    for relation in scheme.relations.values():
        if span.name in relation.from_types:
            ends = " or ".join(scheme.spans[name].title for name in relation.to_types)
            definition = f": {relation.definition}" if relation.definition else ""
            _add(root, "p", ("b", f"Relation {relation.title}"), f" to {ends}{definition}")


def _add_examples(root: ET.Element, heading: str, examples: Iterable[Example]) -> None:
    if not examples:
        return
    _add(root, "p", ("b", heading))
    items = _add(root, "ul")
    for example in examples:
        split = enumerate(_MARK.split(example.text))
        pieces = [("mark", piece) if rank % 2 else piece for rank, piece in split]
        _add(items, "li", *pieces, f" — {example.note}" if example.note else "")


def _add_decision(root: ET.Element, decision: Decision) -> None:
    _add(root, "hr")
    _add(root, "h3", decision.title)
    # The server adds a table's body where it is missing, and what it stores must equal what was sent.
    table = ET.SubElement(ET.SubElement(root, "table"), "tbody")
    _add(ET.SubElement(table, "tr"), "th", "when the text says that somebody …")
    _add(table[0], "th", "then")
    for when, then in decision.rows:
        row = ET.SubElement(table, "tr")
        _add(row, "td", when)
        _add(row, "td", then)
