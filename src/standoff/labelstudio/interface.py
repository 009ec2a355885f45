"""The Label Studio interface of a scheme: what annotators see and click, derived from the scheme and nothing else.

Label Studio accepts nearly every mistake in a configuration without a word, and reads some texts in it as commands:
``$name`` in a value is replaced by data of the task, and ``true`` and ``false`` elsewhere become booleans that stop the
editor. Every text of the scheme therefore enters through `_text` or `_value`, and a library writes the XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import resources
from typing import Any, Final
from xml.etree import ElementTree as ET

from standoff.errors import InputError
from standoff.records import Article
from standoff.scheme import Attribute, Scheme, SpanType

TEXT_TAG: Final = "text"
"""Name of the tag that shows the article: the ``to_name`` of every result."""

LABEL_TAG: Final = "label"
"""Name of the tag with the span types: the ``from_name`` of every region."""

ASKED_KEY: Final = "to_decide"
"""Key in the data of a task: what is to be decided about the article, in words."""

_WORD_JOINER = "\u2060"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KEYS = "1234567890qwertzyiopasdfghjklxcvbnm"
# Label Studio's own key for leaving a selected region.
_UNSELECT_KEY = "u"
# How many characters can be seen in a field; a longer hint stands above it.
_FIELD_WIDTH = 28
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_TITLE_STYLE = "font-size: 22px; line-height: 1.3; margin: 4px 0 10px 8px"
_DATE_STYLE = "font-size: 15px; font-weight: 500; margin: 0"
_PANEL_STYLE = "font-size: 16px; font-weight: 600; margin: 0 0 10px"
_ATTRIBUTE_STYLE = "font-size: 14px; font-weight: 600; margin: 0 0 2px"
_NOTE_STYLE = "font-size: 13px; font-weight: 400; line-height: 1.45; margin: 0 0 8px"


def control_name(span_type: str, attribute: str) -> str:
    """Return the name of the tag that holds an attribute: the ``from_name`` of its results."""
    return f"{span_type}_{attribute}"


def result_form(attribute: Attribute) -> tuple[str, str]:
    """Return the ``type`` of an attribute's results, and the key of their ``value`` that holds its value."""
    return ("choices", "choices") if attribute.kind == "choice" else ("textarea", "text")


def to_task_data(article: Article, scheme: Scheme) -> dict[str, Any]:
    """Return the ``data`` of a task: what the interface shows, and what tells which article, text and scheme it is."""
    return {
        TEXT_TAG: article.text,
        "title": article.title or article.id,
        "published": f"{_WEEKDAYS[article.dct.weekday()]}, {article.dct.isoformat()}",
        "article_id": article.id,
        "sha256": article.sha256,
        "dct": article.dct.isoformat(),
        "source": article.source,
        "url": article.url,
        "scheme": scheme.name,
        "scheme_version": scheme.version,
    }


def interface_xml(scheme: Scheme, *, asks: bool = False) -> str:
    """Return the labelling configuration of `scheme`, without an XML header (to which Label Studio answers 500).

    Parameters
    ----------
    asks
        Whether it shows what is to be decided about the article, which tasks have under `ASKED_KEY`.

    Raises
    ------
    InputError
        If the scheme has a name or a value that Label Studio cannot carry.
    """
    root = ET.Element("View", className="standoff")
    ET.SubElement(root, "Style").text = _style()
    if scheme.relations:
        relations = ET.SubElement(root, "Relations", choice="multiple")
        for relation in scheme.relations.values():
            ET.SubElement(relations, "Relation", value=relation.name)
    head = ET.SubElement(root, "View", className="standoff-head")
    _add_labels(head, scheme)
    ET.SubElement(head, "Header", value="Published $published", style=_DATE_STYLE)
    body = ET.SubElement(root, "View", className="standoff-body")
    # Before the article, so that it stands above it where there is no room beside it.
    side = ET.SubElement(body, "View", className="standoff-side")
    if asks:
        panel = ET.SubElement(side, "View", visibleWhen="no-region-selected")
        _header(panel, "To decide", _PANEL_STYLE)
        ET.SubElement(panel, "Header", value=f"${ASKED_KEY}", style=f"{_NOTE_STYLE}; white-space: pre-line")
    _add_help(side, scheme)
    for span in scheme.spans.values():
        _add_panel(side, span, _choice_keys(scheme))
    article = ET.SubElement(body, "View", className="standoff-article")
    ET.SubElement(article, "Header", value="$title", style=_TITLE_STYLE)
    # By symbol, because what a browser takes for a word includes a possessive ending, which the guidelines leave out.
    ET.SubElement(article, "Text", name=TEXT_TAG, value=f"${TEXT_TAG}", valueType="text", granularity="symbol")
    return ET.tostring(root, encoding="unicode")


def _style() -> str:
    return resources.files("standoff.labelstudio").joinpath("interface.css").read_text(encoding="utf-8")


def _add_labels(parent: ET.Element, scheme: Scheme) -> None:
    labels = ET.SubElement(parent, "Labels", name=LABEL_TAG, toName=TEXT_TAG, showInline="true")
    titled = _has_distinct_titles(scheme)
    for span in scheme.spans.values():
        if span.name in ("true", "false"):
            raise InputError(
                f"Label Studio cannot carry a span type named {span.name!r}", hint="rename it in the scheme"
            )
        label = ET.SubElement(labels, "Label", background=span.color, hint=_text(span.definition))
        if titled:
            label.attrib |= {"value": _value(span.title), "alias": span.name}
        else:
            label.set("value", span.name)
        if span.hotkey:
            label.set("hotkey", span.hotkey)


def _has_distinct_titles(scheme: Scheme) -> bool:
    # Label Studio finds a label by its title and by its name alike, so that a title that is taken finds the wrong one.
    titles = [span.title for span in scheme.spans.values()]
    taken = [span.title for span in scheme.spans.values() if span.title != span.name and span.title in scheme.spans]
    return len(set(titles)) == len(titles) and not taken


def _add_help(parent: ET.Element, scheme: Scheme) -> None:
    panel = ET.SubElement(parent, "View", visibleWhen="no-region-selected")
    _header(panel, "How to label", _PANEL_STYLE)
    notes = [
        "Press the key of a label, or click it, and drag over the words.",
        "Click labelled words to fill in their attributes here; Esc leaves them.",
        "Drag their edges to change them. Backspace removes them, Ctrl+Z takes a step back.",
    ]
    if scheme.relations:
        notes.append(
            "To relate, click the first words, press Alt+R and click the second. Where several names fit, choose one "
            "under Relations, \u22ef"
        )
    notes += [
        f"{relation.title}: {_or(relation.from_types, scheme)} \u2192 {_or(relation.to_types, scheme)}"
        for relation in scheme.relations.values()
    ]
    notes += [
        "In the settings below, \u201cSelect region after creating it\u201d saves a click.",
        "Instructions, above, opens the guidelines.",
    ]
    for note in notes:
        _header(panel, note, _NOTE_STYLE)


def _or(types: Iterable[str], scheme: Scheme) -> str:
    return " or ".join(scheme.spans[name].title for name in types)


def _choice_keys(scheme: Scheme) -> str:
    # Every span type has the same keys for its choices: only those of the selected one are shown, and only those saved.
    taken = {_UNSELECT_KEY, *(span.hotkey for span in scheme.spans.values())}
    return "".join(key for key in _KEYS if key not in taken)


def _add_panel(parent: ET.Element, span: SpanType, keys: str) -> None:
    panel = ET.SubElement(parent, "View", visibleWhen="region-selected", whenLabelValue=span.name)
    _header(panel, span.title, _PANEL_STYLE)
    free_keys = iter(keys)
    for attribute in span.attributes.values():
        block = ET.SubElement(panel, "View", className="standoff-attribute")
        _header(block, f"{attribute.title} *" if attribute.required else attribute.title, _ATTRIBUTE_STYLE)
        tag = {
            "name": control_name(span.name, attribute.name),
            "toName": TEXT_TAG,
            "perRegion": "true",
            "whenLabelValue": span.name,
        }
        if attribute.required:
            tag |= {"required": "true", "requiredMessage": _text(f"{span.title}: {attribute.title} is required.")}
        is_short = attribute.kind != "choice" and len(attribute.hint) <= _FIELD_WIDTH
        if attribute.hint and not is_short:
            _header(block, attribute.hint, _NOTE_STYLE)
        if attribute.kind == "choice":
            _add_choices(block, attribute, tag, free_keys)
        else:
            field = ET.SubElement(block, "TextArea", tag, rows="1", maxSubmissions="1", editable="true")
            if attribute.hint and is_short:
                field.set("placeholder", _text(attribute.hint))


def _add_choices(parent: ET.Element, attribute: Attribute, tag: dict[str, str], free_keys: Iterator[str]) -> None:
    # Radio buttons cannot be cleared, so an optional choice is a group of boxes of which one can be ticked.
    kind = "single-radio" if attribute.required else "single"
    choices = ET.SubElement(parent, "Choices", tag, choice=kind, showInline="true")
    for value, description in attribute.values.items():
        choice = ET.SubElement(choices, "Choice", value=_value(value))
        if choice.get("value") != value:
            if _NOT_IN_XML.search(value):
                raise InputError(f"Label Studio cannot carry the value {value!r} of {attribute.name}")
            choice.set("alias", value)
        if description:
            choice.set("hint", _text(description))
        if key := next(free_keys, ""):
            choice.set("hotkey", key)


def _header(parent: ET.Element, text: str, style: str) -> None:
    ET.SubElement(parent, "Header", value=_value(text), style=style)


def _value(text: str) -> str:
    """Return a text for an attribute called ``value``, in which ``$name`` stands for data of the task."""
    return _NOT_IN_XML.sub("\ufffd", text).replace("$", f"${_WORD_JOINER}")


def _text(text: str) -> str:
    """Return a text for any other attribute, in which ``true`` and ``false`` are booleans."""
    clean = _NOT_IN_XML.sub("\ufffd", text)
    return clean + _WORD_JOINER if clean in ("true", "false") else clean
