from __future__ import annotations

import re
from dataclasses import replace

import pytest

from standoff.errors import InputError
from standoff.formats import from_webanno, to_webanno
from standoff.formats.webanno.cells import escape_text, escape_value, split, unescape, unnumbered
from standoff.formats.webanno.layers import layers_of
from standoff.records import Article, Relation
from standoff.scheme import read_scheme
from tests.unit.formats.example import ARTICLE, LABELS, SCHEME, context, golden, segment

FILES = {".tsv": golden("webanno/ardan.tsv")}
ELSEWHERE = read_scheme(
    """
name: elsewhere
version: 1
title: Elsewhere
spans:
  Person: {definition: a person}
  Place: {definition: a place}
  frame: {definition: an act, attributes: {sense: {}}}
relations:
  who: {from: frame, to: Person}
  whom: {from: frame, to: Person}
  meets: {from: Person, to: Person}
"""
)
HEAD = "#FORMAT=WebAnno TSV 3.3\n"
NAMED = "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|value\n\n\n"


def test_the_golden_file_is_written() -> None:
    exported = to_webanno(ARTICLE, LABELS, SCHEME, segment)
    assert exported.files == FILES
    assert {loss.code for loss in exported.losses} == {"provenance", "article-field", "span-id"}


def test_the_golden_file_is_read() -> None:
    imported = from_webanno(FILES, context(ARTICLE))
    (labels,) = imported.label_sets
    assert imported.findings == ()
    assert labels.tool == "WebAnno TSV"
    ids = dict(zip((item.id for item in LABELS.spans), (item.id for item in labels.spans), strict=True))
    assert labels.spans == tuple(replace(item, id=ids[item.id]) for item in LABELS.spans)
    assert set(labels.relations) == {
        Relation(item.type, ids[item.from_id], ids[item.to_id]) for item in LABELS.relations
    }


def test_the_text_is_in_the_file() -> None:
    (article,) = from_webanno(FILES, context(dct=ARTICLE.dct)).articles
    assert article.text == ARTICLE.text


def test_what_others_wrote() -> None:
    files = {".tsv": golden("webanno/elsewhere.tsv")}
    imported = from_webanno(files, context(scheme=ELSEWHERE, dct=ARTICLE.dct))
    (article,), (labels,) = imported.articles, imported.label_sets
    assert article.text == "😀 Ines Varga met Tomas in Quelle.\n She left."
    assert [(item.id, item.type, item.surface(article.text), dict(item.attributes)) for item in labels.spans] == [
        ("r0", "Person", "Ines Varga", {}),
        ("r1", "frame", "met", {"sense": "meet"}),
        ("r2", "Person", "Tomas", {}),
        ("r3", "Place", "Quelle", {}),
        ("r4", "Place", "le", {}),
        ("r5", "frame", "left", {}),
    ]
    assert labels.relations == (
        Relation("meets", "r0", "r2"),
        Relation("who", "r1", "r0"),
        Relation("whom", "r1", "r2"),
    )
    assert [(finding.code, finding.line) for finding in imported.findings] == [
        ("sentence-header", 9),
        ("chain", 12),
        ("chain", 21),
        ("relation-attribute", 15),
        ("span-type", 12),
        ("span-type", 13),
        ("span-type", 13),
    ]


def test_white_space_between_sentences_survives() -> None:
    for gap in ("", " ", "\n", "\n  ", "\n\n", " \n", "\t", "\u2028"):
        article = Article("a", ARTICLE.dct, f"One.{gap}Two.")
        labels = replace(LABELS, sha256=article.sha256, article_id="a").with_labels([], [])
        exported = to_webanno(article, labels, SCHEME, lambda text: [[(0, 4)], [(len(text) - 4, len(text))]])
        (again,) = from_webanno(exported.files, context(dct=ARTICLE.dct)).articles
        assert again.text == article.text


def test_a_carriage_return_cannot_be_written() -> None:
    spans = [replace(LABELS.spans[2], attributes=dict(LABELS.spans[2].attributes) | {"target": "a\rb"})]
    exported = to_webanno(ARTICLE, LABELS.with_labels(spans, []), SCHEME, segment)
    assert [loss.field for loss in exported.losses if loss.code == "carriage-return"] == [
        "$.spans[0].attributes.target"
    ]
    assert b"\ta\rb" not in exported.files[".tsv"]


def test_names_that_readers_would_split_or_confuse() -> None:
    scheme = read_scheme(
        """
name: x
version: 1
title: x
spans:
  armed_group: {definition: x, attributes: {tiesTo: {}}}
  armedGroup: {definition: x}
relations:
  ties_to: {from: armed_group, to: [armed_group, armedGroup]}
"""
    )
    first, second = layers_of(scheme).values()
    assert first.declaration == (
        "#T_SP=webanno.custom.ArmedGroup|tiesTo|"
        "ROLE_webanno.custom.ArmedGroup:tiesTo2_webanno.custom.ArmedGroupTiesTo2Link|uima.tcas.Annotation"
    )
    assert (second.declaration, second.width) == ("#T_SP=webanno.custom.ArmedGroup2|", 1)


def test_entities_are_typed_by_their_value_and_unescaped() -> None:
    scheme = read_scheme("{name: x, version: 1, title: x, spans: {a_b: {definition: x}, c: {definition: x}}}")
    content = f"{HEAD}{NAMED}#Text=One Two\n1-1\t0-3\tOne\ta\\_b|c\n1-2\t4-7\tTwo\t*\n"
    imported = from_webanno({".tsv": content.encode()}, context(scheme=scheme, dct=ARTICLE.dct))
    assert [(item.type, item.start, item.end) for item in imported.label_sets[0].spans] == [("a_b", 0, 3), ("c", 0, 3)]
    assert [(finding.code, finding.message) for finding in imported.findings] == [
        ("span-type", "the scheme has no span type 'NamedEntity'")
    ]


@pytest.mark.parametrize(
    ("rows", "code", "line"),
    [
        ("1-1\t0-4\tOne\t_", "text-mismatch", 6),
        ("1-1\t0-9\tOne\t_", "text-mismatch", 6),
        ("1-1\tOne\t_", "webanno-line", 6),
        ("1-1\t0-3\tOne", "webanno-line", 6),
        ("1-1\t0-3\tOne\tNobody", "nothing-left", None),
    ],
)
def test_a_file_with_a_fault_gives_no_label_set(rows: str, code: str, line: int | None) -> None:
    content = f"{HEAD}{NAMED}#Text=One\n{rows}\n"
    imported = from_webanno({".tsv": content.encode()}, context(dct=ARTICLE.dct))
    assert imported.label_sets == ()
    assert (code, line) in [(finding.code, finding.line) for finding in imported.findings]


def test_ends_that_are_not_there_are_named() -> None:
    relation = "#T_RL=webanno.custom.Meets|BT_de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
    content = (
        f"{HEAD}{NAMED.strip()}\n{relation}\n\n\n#Text=One Two\n1-1\t0-3\tOne\tPerson\t_\n1-2\t4-7\tTwo\tPerson\t1-9\n"
    )
    imported = from_webanno({".tsv": content.encode()}, context(scheme=ELSEWHERE, dct=ARTICLE.dct))
    assert [(finding.code, finding.message) for finding in imported.findings] == [
        ("relation-end", "a meets whose end is not in the file")
    ]


def test_other_files_are_refused() -> None:
    for content in (b"", b"#FORMAT=WebAnno TSV 2.0\n", b"id\ttext\n"):
        with pytest.raises(InputError, match="does not begin"):
            from_webanno({".tsv": content}, context())


def test_escapes_come_back() -> None:
    value = "a\\b[c]d|e_f->g;h\ti\nj*k"
    assert escape_value(value) == "a\\\\b\\[c\\]d\\|e\\_f\\->g\\;h\\ti\\nj\\*k"
    assert unescape(escape_value(value)) == value
    text = "tab\t form\f back\\slash \x01 [as] is_it"
    assert re.sub(r"\s", "", escape_text(text)).startswith("tab\\tform\\fback\\\\slash\\\x01[as]is")
    assert unescape(escape_text(text)) == text
    assert unescape("\\uD83D\\uDE00") == "😀"
    assert split("a\\;b;c;", ";") == ["a\\;b", "c", ""]
    assert unnumbered("a\\\\[12]") == ("a\\\\", "12")
