from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from standoff.errors import FindingsError, InputError, MissingError
from standoff.scheme import builtin_schemes, load_scheme, read_scheme

SMALL = """
name: mine
version: 2
title: My scheme
spans:
  claim:
    definition: Something said to be so.
    attributes:
      veracity: {required: true, values: [yes, no]}
      topic: {}
relations:
  about: {from: claim, to: [claim]}
stance: {span: claim, label: veracity, target: topic, holder: about}
"""


def findings_of(text: str) -> dict[str, str]:
    with pytest.raises(FindingsError) as caught:
        read_scheme(text, "mine.yaml")
    return {finding.field: finding.message for finding in caught.value.findings}


def test_a_small_scheme_gets_sensible_defaults() -> None:
    scheme = read_scheme(SMALL)
    claim = scheme.span("claim")
    assert (scheme.name, scheme.version, claim.title, claim.color) == ("mine", 2, "claim", "#0072B2")
    assert claim.attributes["veracity"].kind == "choice"
    assert list(claim.attributes["veracity"].values) == ["yes", "no"], "words, not booleans"
    assert claim.attributes["topic"].kind == "text"
    assert scheme.relations["about"].to_types == ("claim",)
    assert scheme.stance_labels == ("yes", "no", "none")
    assert claim.bio_tags == ("O", "B-claim", "I-claim")


def test_the_built_in_scheme_is_the_one_of_the_design() -> None:
    scheme = load_scheme()
    assert builtin_schemes() == ["news-conflict"]
    assert {name: tuple(span.attributes) for name, span in scheme.spans.items()} == {
        "actor": ("kind", "mention", "country"),
        "date": ("type", "value", "mod"),
        "stance": ("polarity", "target", "voice"),
        "threat": ("mode", "conditional", "status"),
    }
    assert {name: (rel.from_types, rel.to_types) for name, rel in scheme.relations.items()} == {
        "holder": (("stance",), ("actor",)),
        "source": (("threat",), ("actor",)),
        "recipient": (("threat",), ("actor",)),
        "deadline": (("threat",), ("date",)),
    }
    assert scheme.stance_labels == ("favor", "against", "neutral", "none")
    for span in scheme.spans.values():
        assert span.definition
        assert span.extent
        assert span.examples
        assert span.counterexamples


def test_a_scheme_may_change_a_part_of_a_built_in_one() -> None:
    scheme = read_scheme("extends: news-conflict\nname: mine\nversion: 1\nspans: {threat: {hotkey: x}}\n")
    assert scheme.span("threat").hotkey == "x"
    assert scheme.span("threat").attributes == load_scheme().span("threat").attributes
    assert scheme.digest != load_scheme().digest


def test_every_fault_is_named_by_path_and_line() -> None:
    text = """
name: My Scheme
version: 0
colour: red
spans:
  a b: {definition: x, color: red, hotkey: AB}
  c:
    definition: x
    attributes:
      d: {kind: choice}
      e: {kind: text, values: [f], required: maybe}
      g: {kind: timex3, pattern: "x"}
      h: {pattern: "("}
      i: {values: [" j"]}
      k: {kind: number}
    examples: [{text: no mark}, {text: "[a [b]]"}]
    counterexamples: [{text: "a [mark]"}]
relations:
  l: {from: nobody}
decisions: [{title: t, rows: [{when: w}]}]
"""
    found = findings_of(text)
    assert found == {
        "$.colour": "unknown key 'colour'",
        "$.name": "'My Scheme' must be lower-case words joined by hyphens",
        "$.version": "'0' must be a whole number from 1",
        "$.title": "is required",
        "$.spans.a b": "name 'a b' must be letters, digits and underscores, beginning with a letter",
        "$.spans.a b.color": "'red' must be a colour such as #0072B2",
        "$.spans.a b.hotkey": "'AB' must be one lower-case letter or digit",
        "$.spans.c.attributes.d.values": "a choice needs values",
        "$.spans.c.attributes.e.values": "a text has no values",
        "$.spans.c.attributes.e.required": "must be true or false, not 'maybe'",
        "$.spans.c.attributes.g.pattern": "only a text attribute has a pattern",
        "$.spans.c.attributes.h.pattern": "is no regular expression: missing ), unterminated subpattern at position 0",
        "$.spans.c.attributes.i.values. j": "value ' j' must be one line without outer white space",
        "$.spans.c.attributes.k.kind": "'number' must be one of choice, text, timex3",
        "$.spans.c.examples[0].text": "must mark its spans in square brackets",
        "$.spans.c.examples[1].text": "square brackets must come in pairs and not nest",
        "$.spans.c.counterexamples[0].text": "must have no in square brackets",
        "$.relations.l.from": "no span type 'nobody'",
        "$.relations.l.to": "is required: a span type or a list of them",
        "$.decisions[0].rows[0].then": "is required",
    }
    with pytest.raises(FindingsError, match=r"mine\.yaml:4 \$\.colour: error: unknown key"):
        read_scheme(text, "mine.yaml")


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ("span: claim", "$.stance.span", "no span type 'other'"),
        ("label: veracity", "$.stance.label", "'other' must be a required choice attribute of claim"),
        ("target: topic", "$.stance.target", "'other' must be a text attribute of claim"),
        ("holder: about", "$.stance.holder", "'other' must be a relation from claim"),
    ],
)
def test_the_stance_role_must_fit_the_scheme(change: str, field: str, message: str) -> None:
    assert findings_of(SMALL.replace(change, f"{change.split(':', maxsplit=1)[0]}: other")) == {field: message}


def test_the_class_for_no_stance_must_be_free() -> None:
    found = findings_of(SMALL.replace("holder: about", "none: yes"))
    assert found == {"$.stance.none": "'yes' is a value of veracity already"}


def test_hotkeys_and_columns_must_be_unique() -> None:
    text = """
name: mine
version: 1
title: t
spans:
  a: {definition: x, hotkey: k, attributes: {b_c: {}}}
  a_b: {definition: x, hotkey: k, attributes: {c: {}}}
"""
    assert findings_of(text) == {
        "$.spans.a_b.hotkey": "'k' is the hotkey of a already",
        "$.spans.a_b.attributes.c": "its column 'a_b_c' in the corpus is taken by $.spans.a.attributes.b_c",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: [", "not valid YAML"),
        ("name: a\nname: b", "key 'name' stands twice"),
        ("a: \x00", "not valid YAML"),
        ("", r"\$\.spans: error: at least one span type is required"),
        ("- a\n- b", "must be a mapping"),
        ("spans: {a: {definition: [x]}}", "must be text"),
        ("spans: {a: {definition: x, attributes: {b: {values: [[c]]}}}}", "must be text"),
        ("decisions: {}", "must be a list"),
        ("spans: {}", "at least one span type is required"),
        ("version: ²", "'²' must be a whole number from 1"),
        (f"migrations: [{{to: {'9' * 5000}}}]", "must be a whole number from 1"),
        ("relations: {a: {from: [[b]], to: b}}", "must be text"),
        ("spans: {a: {definition: x, attributes: {b: {values: [c, c]}}}}", "a value stands twice"),
    ],
)
def test_other_faults_are_named_too(text: str, message: str) -> None:
    with pytest.raises(FindingsError, match=message):
        read_scheme(text)


def test_a_scheme_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="built-in schemes: news-conflict"):
        load_scheme("nowhere.yaml")
    with pytest.raises(MissingError, match="no built-in scheme 'other' to extend"):
        read_scheme("extends: other")
    path = tmp_path / "scheme.yaml"
    path.write_bytes(b"name: \xff")
    with pytest.raises(InputError, match="not UTF-8"):
        load_scheme(path)
    path.write_text(SMALL)
    assert load_scheme(str(path)).name == "mine"
    with pytest.raises(MissingError, match="it has: claim"):
        load_scheme(path).span("actor")


@pytest.mark.parametrize(
    "text",
    [
        "title: &again [*again]",
        "title: &again {part: *again}",
        "title: " + "[" * 5000 + "]" * 5000,
        "a: &a [1,1,1,1,1,1,1,1]\n"
        + "".join(f"{y}: &{y} [{','.join(8 * [f'*{x}'])}]\n" for x, y in itertools.pairwise("abcdefghi")),
    ],
    ids=["list-in-itself", "mapping-in-itself", "deep", "aliases-of-aliases"],
)
def test_yaml_without_end_is_a_fault(text: str) -> None:
    assert findings_of(text) == {"": "nested too deeply, or its aliases stand for too many values"}


def test_yaml_that_cannot_be_a_scheme_is_a_fault() -> None:
    assert findings_of("? [a, b]\n: c") == {"$": "a key must be text"}
    assert "lone surrogate" in findings_of('title: "\\ud800"')["$.title"]
    assert "lone surrogate" in findings_of('"\\ud800": title')["$"]
