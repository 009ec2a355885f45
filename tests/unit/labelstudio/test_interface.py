"""The interface comes from the scheme alone, and no text of it is read as anything but a text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from standoff.errors import InputError
from standoff.labelstudio.interface import LABEL_TAG, TEXT_TAG, control_name, interface_xml, to_task_data
from standoff.records import Article
from standoff.scheme import Attribute, RelationType, Scheme, SpanType
from tests.strategies import NEWS_CONFLICT

HOSTILE = ["<img src=x onerror=alert(1)>", "&amp;", "</Label>", "$text", "{{idx}}", '" onload="x', "true", "a\x07b"]


def span_type(name: str, title: str = "", *attributes: Attribute, definition: str = "What it is.") -> SpanType:
    return SpanType(name, title or name, definition, "", "#0072B2", "", {item.name: item for item in attributes})


def scheme_of(*spans: SpanType, **fields: object) -> Scheme:
    base = Scheme("own", 1, "Own", {span.name: span for span in spans})
    return replace(base, **fields)  # type: ignore[arg-type]  # whatever a test names


def parse(scheme: Scheme) -> ET.Element:
    return ET.fromstring(interface_xml(scheme))


def named(root: ET.Element, name: str) -> ET.Element:
    found = root.find(f".//*[@name='{name}']")
    assert found is not None
    return found


def test_no_header_and_equal_every_time() -> None:
    xml = interface_xml(NEWS_CONFLICT)
    assert xml.startswith("<View")
    assert xml == interface_xml(NEWS_CONFLICT)


def test_labels_are_the_span_types() -> None:
    labels = named(parse(NEWS_CONFLICT), LABEL_TAG)
    assert labels.get("toName") == TEXT_TAG
    assert [
        (label.get("alias"), label.get("value"), label.get("hotkey"), label.get("background")) for label in labels
    ] == [(span.name, span.title, span.hotkey, span.color) for span in NEWS_CONFLICT.spans.values()]
    assert [label.get("hint") for label in labels] == [span.definition for span in NEWS_CONFLICT.spans.values()]


def test_relations_are_the_relation_types() -> None:
    relations = parse(NEWS_CONFLICT).find("Relations")
    assert relations is not None
    assert [relation.get("value") for relation in relations] == list(NEWS_CONFLICT.relations)
    assert parse(scheme_of(span_type("thing"))).find("Relations") is None


def test_each_attribute_has_a_control_for_its_label_only() -> None:
    root = parse(NEWS_CONFLICT)
    for span in NEWS_CONFLICT.spans.values():
        for attribute in span.attributes.values():
            control = named(root, control_name(span.name, attribute.name))
            assert control.get("perRegion") == "true"
            assert control.get("whenLabelValue") == span.name
            assert (control.get("required") == "true") is attribute.required
            assert (control.get("requiredMessage") is not None) is attribute.required
            assert control.tag == ("Choices" if attribute.kind == "choice" else "TextArea")
            assert [choice.get("value") for choice in control] == list(attribute.values)


def test_an_optional_choice_can_be_cleared() -> None:
    root = parse(NEWS_CONFLICT)
    assert named(root, "actor_kind").get("choice") == "single-radio"
    assert named(root, "date_mod").get("choice") == "single"


def test_keys_of_choices_are_unique_within_a_label_and_taken_by_nothing_else() -> None:
    root = parse(NEWS_CONFLICT)
    labels = {span.hotkey for span in NEWS_CONFLICT.spans.values()}
    for span in NEWS_CONFLICT.spans.values():
        keys = [
            choice.get("hotkey")
            for attribute in span.attributes
            for choice in named(root, control_name(span.name, attribute))
        ]
        assert len(set(keys)) == len(keys)
        assert not {*keys} & {*labels, "u"}


def test_a_hint_stands_in_its_field_or_above_it() -> None:
    short, long = (
        Attribute("short", "Short", "text", hint="a word"),
        Attribute("long", "Long", "text", hint="word " * 9),
    )
    choice = Attribute("kind", "Kind", "choice", values={"one": ""}, hint="choose")
    root = parse(scheme_of(span_type("thing", "", short, long, choice)))
    assert named(root, "thing_short").get("placeholder") == "a word"
    assert named(root, "thing_long").get("placeholder") is None
    headers = [header.get("value") for header in root.iter("Header")]
    assert (headers.count("a word"), headers.count("word " * 9), headers.count("choose")) == (0, 1, 1)


def test_more_choices_than_keys() -> None:
    many = Attribute("kind", "Kind", "choice", values={f"v{number}": "" for number in range(50)})
    keys = [choice.get("hotkey") for choice in named(parse(scheme_of(span_type("thing", "", many))), "thing_kind")]
    assert keys.count(None) == 50 - 35
    assert keys[-1] is None


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(text: str) -> None:
    attribute = Attribute("note", text, "text", hint=text)
    choice = Attribute("kind", "Kind", "choice", required=True, values={"one": text})
    spans = (span_type("thing", text, attribute, choice, definition=text), span_type("other"))
    relation = RelationType("joins", text, ("thing",), ("other",), text)
    root = parse(scheme_of(*spans, relations={"joins": relation}, title=text, description=text))

    assert {element.tag for element in root.iter()} == {element.tag for element in parse(NEWS_CONFLICT).iter()}
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "value" and value not in ("$text", "$title", "Published $published"):
                assert "$text" not in value
            if name in ("hint", "requiredMessage", "alias", "whenLabelValue"):
                assert value not in ("true", "false")


def test_a_choice_that_reads_as_a_command_keeps_its_value_as_alias() -> None:
    values = {"$text": "", "US$ 5": "", "plain": "", "true": ""}
    choices = named(
        parse(scheme_of(span_type("thing", "", Attribute("kind", "Kind", "choice", values=values)))), "thing_kind"
    )
    assert [choice.get("alias", choice.get("value")) for choice in choices] == list(values)
    assert [choice.get("value") for choice in choices] == ["$\u2060text", "US$\u2060 5", "plain", "true"]


@pytest.mark.parametrize(
    "titles",
    [("Same", "Same"), ("second", "Second")],
    ids=["equal titles", "a title that is the name of another"],
)
def test_titles_that_could_be_mistaken_are_not_shown(titles: tuple[str, str]) -> None:
    labels = named(parse(scheme_of(span_type("first", titles[0]), span_type("second", titles[1]))), LABEL_TAG)
    assert [(label.get("value"), label.get("alias")) for label in labels] == [("first", None), ("second", None)]


def test_what_cannot_be_carried_is_refused() -> None:
    with pytest.raises(InputError, match="'true'"):
        interface_xml(scheme_of(span_type("true")))
    bell = Attribute("kind", "Kind", "choice", values={"a\x07": ""})
    with pytest.raises(InputError, match="cannot carry the value"):
        interface_xml(scheme_of(span_type("thing", "", bell)))


def test_task_data() -> None:
    article = Article("a1", date(2021, 3, 27), "The text.", source="Wire", url="https://example.org/1")
    assert to_task_data(article, NEWS_CONFLICT) == {
        "text": "The text.",
        "title": "a1",
        "published": "Saturday, 2021-03-27",
        "article_id": "a1",
        "sha256": article.sha256,
        "dct": "2021-03-27",
        "source": "Wire",
        "url": "https://example.org/1",
        "scheme": "news-conflict",
        "scheme_version": NEWS_CONFLICT.version,
    }
    assert to_task_data(replace(article, title="A title"), NEWS_CONFLICT)["title"] == "A title"


def test_the_style_has_nothing_that_markup_would_change() -> None:
    style = parse(NEWS_CONFLICT).findtext("Style")
    assert style
    assert not set(style) & set("\"'&<>")
