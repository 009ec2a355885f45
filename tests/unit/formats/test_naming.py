from __future__ import annotations

from standoff.formats.drafts import Draft, Link, Mention
from standoff.formats.naming import in_own_names, own_name
from standoff.scheme import read_scheme

SCHEME = read_scheme(
    """
name: x
version: 1
title: x
spans:
  person: {definition: x, attributes: {lives_in: {}, Note: {}}}
  armed_group: {definition: x}
  armedGroup: {definition: x}
relations:
  works_for: {from: person, to: armed_group}
"""
)


def test_names_that_differ_in_writing_alone_are_the_schemes() -> None:
    assert own_name("PERSON", SCHEME.spans) == "person"
    assert own_name("Armed-Group", SCHEME.spans) == "armed_group"
    assert own_name("armedGroup", SCHEME.spans) == "armedGroup"
    assert own_name("PER", SCHEME.spans) == "PER"
    assert own_name("a", ["A", "a_"]) == "a", "it could be either"


def test_what_is_renamed_is_named() -> None:
    mentions = [
        Mention("1", "Person", 0, 1, {"Lives-in": "Quelle", "note": "x"}, line=3),
        Mention("2", "person", 2, 3, {"note": "x", "NOTE": "y"}),
        Mention("3", "Place", 4, 5, {"note": "x"}),
    ]
    draft, findings = in_own_names(Draft("abcdef", mentions, [Link("Works-for", "1", "3", line=9)]), SCHEME)
    assert [(item.type, dict(item.attributes)) for item in draft.mentions] == [
        ("person", {"lives_in": "Quelle", "Note": "x"}),
        ("person", {"note": "x", "NOTE": "y"}),
        ("Place", {"note": "x"}),
    ]
    assert [item.type for item in draft.links] == ["works_for"]
    assert [(finding.code, finding.line, finding.severity) for finding in findings] == [
        ("name", 3, "warning"),
        ("name", 3, "warning"),
        ("name", 3, "warning"),
        ("name", 9, "warning"),
    ]
    assert findings[0].message == "'Person' is taken for 'person'"
