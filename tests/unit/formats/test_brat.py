from __future__ import annotations

from dataclasses import replace

import pytest

from standoff.errors import InputError
from standoff.formats import brat_configuration, from_brat, to_brat
from standoff.records import Relation, Span
from standoff.scheme import read_scheme
from tests.unit.formats.example import ARTICLE, LABELS, SCHEME, context, golden, span

FILES = {".txt": golden("brat/ardan.txt"), ".ann": golden("brat/ardan.ann")}
ELSEWHERE = read_scheme(
    """
name: elsewhere
version: 1
title: Elsewhere
spans:
  Group: {definition: a group}
  Person: {definition: a person, attributes: {Rank: {}, Role: {}}}
  Threaten: {definition: a threat}
relations:
  Meets: {from: Group, to: Person}
"""
)


def test_the_golden_files_are_written() -> None:
    exported = to_brat(ARTICLE, LABELS, SCHEME)
    assert exported.files == FILES
    assert brat_configuration(SCHEME).encode() == golden("brat/annotation.conf")
    named = {loss.field for loss in exported.losses}
    assert {f"$.spans[{index}].id" for index in range(9)} < named
    assert {"$.annotator", "$.lead_time", "article.dct", "article.title"} < named
    assert not any("attributes" in field or "relations" in field for field in named)


def test_the_golden_files_are_read() -> None:
    imported = from_brat(FILES, context(ARTICLE))
    (labels,) = imported.label_sets
    assert imported.findings == ()
    assert imported.articles == (ARTICLE,)
    assert (labels.annotator, labels.origin, labels.tool) == ("ben", "imported", "brat")
    assert [replace(item, id="") for item in labels.spans] == [replace(item, id="") for item in LABELS.spans]
    assert [item.id for item in labels.spans] == [f"T{number}" for number in range(1, 10)]
    assert labels.relations[0] == Relation("deadline", "T8", "T9")
    assert len(labels.relations) == len(LABELS.relations)


def test_ids_of_brats_own_form_are_kept() -> None:
    labels = from_brat(FILES, context(ARTICLE)).label_sets[0]
    again = to_brat(ARTICLE, labels, SCHEME)
    assert again.files == FILES
    assert not [loss for loss in again.losses if loss.code == "span-id"]


def test_what_others_wrote() -> None:
    files = {".txt": golden("brat/elsewhere.txt"), ".ann": golden("brat/elsewhere.ann")}
    imported = from_brat(files, context(scheme=ELSEWHERE, dct=ARTICLE.dct, name="quelle"))
    (labels,) = imported.label_sets
    (article,) = imported.articles
    assert article.text == "Rebels 😀 met Ines Varga.\nThe north and east threatened Quelle."
    assert (article.id, article.dct, article.origin) == ("quelle", ARTICLE.dct, "imported")
    assert [(item.id, item.surface(article.text), dict(item.attributes)) for item in labels.spans] == [
        ("T1", "Rebels", {}),
        ("T2", "Ines Varga", {"Rank": "envoy", "Role": "head of the talks"}),
        ("T4", "threatened", {}),
    ]
    assert labels.relations == (Relation("Meets", "T1", "T2"),)
    assert [(finding.code, finding.line) for finding in imported.findings] == [
        ("equivalence", 6),
        ("event", 7),
        ("flag", 10),
        ("modification", 13),
        ("normalization", 14),
        ("note", 15),
        ("attribute-target", 12),
        ("discontinuous", 3),
        ("span-type", 5),
        ("relation-end", 9),
    ]
    assert {finding.severity for finding in imported.findings} == {"warning"}


@pytest.mark.parametrize(
    ("txt", "ann", "how"),
    [
        ("Ä\r\nQuelle", "T1 Group 3 9\tQuelle", []),  # every character of the file
        ("Ä\r\nQuelle", "T1 Group 2 8\tQuelle", []),  # a line break is one
        ("\ufeffÄ\r\nQuelle", "T1 Group 3 9\tQuelle", []),  # nor is the byte order mark one
        ("😀 Quelle", "T1 Group 3 9\tQuelle", ["utf-16"]),
        ("Quelle", "T1 Group 0 6", []),
        ("Quelle", "T1 Group 0 6\tQuelle and a remark", []),
        (" Quelle ", "T1 Group 0 8\t Quelle ", ["edge-space"]),
        ("one Quelle", "T1 Group 0 3;4 10\tone Quelle", []),  # only white space lies between the parts
    ],
)
def test_offsets_are_understood_by_the_words_beside_them(txt: str, ann: str, how: list[str]) -> None:
    files = {".txt": txt.encode(), ".ann": ann.replace(" ", "\t", 1).encode()}
    imported = from_brat(files, context(scheme=ELSEWHERE, dct=ARTICLE.dct))
    assert [finding.code for finding in imported.findings] == how
    (article,), (labels,) = imported.articles, imported.label_sets
    assert labels.spans[0].surface(article.text) in ("Quelle", "one Quelle")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("T1\tGroup 0 5\tQuelle", "text-mismatch"),
        ("T1\tGroup 0 9\tQuelle", "offset"),
        ("T1\tGroup 0 70", "offset"),
        ("T1\tGroup zero\tQuelle", "brat-line"),
        ("T1 Group 0 6", "brat-line"),
        ("T1\tGroup 0 6\tQuelle\nT1\tGroup 0 6\tQuelle", "brat-line"),
        ("R1\tMeets T1 T2", "brat-line"),
        ("A1\tArmed", "brat-line"),
        ("#1\tRole\ttext", "brat-line"),
        ("X1\tGroup 0 6", "brat-line"),
        ("T1\tPlace 0 6\tQuelle", "nothing-left"),
    ],
)
def test_a_file_with_a_fault_gives_no_label_set(line: str, code: str) -> None:
    files = {".txt": b"Quelle", ".ann": line.encode()}
    imported = from_brat(files, context(scheme=ELSEWHERE, dct=ARTICLE.dct))
    assert imported.label_sets == ()
    assert code in [finding.code for finding in imported.findings if finding.severity == "error"]


def test_attributes_stand_once() -> None:
    ann = "T1\tPerson 0 6\tQuelle\nA1\tRank T1 envoy\nA2\tRank T1 king\nA3\tAge T1 old\n"
    imported = from_brat({".txt": b"Quelle", ".ann": ann.encode()}, context(scheme=ELSEWHERE, dct=ARTICLE.dct))
    assert imported.label_sets[0].spans == (Span("T1", "Person", 0, 6, {"Rank": "envoy"}),)
    assert [finding.code for finding in imported.findings] == ["attribute-twice", "attribute"]


def test_values_of_several_lines_survive() -> None:
    labels = LABELS.with_labels(
        [replace(span("s1", "stance", "Monday"), attributes={"target": "a\\nb\n\u2028c\td"})], []
    )
    exported = to_brat(ARTICLE, labels, SCHEME)
    assert exported.files[".ann"].decode() == "T1\tstance 55 61\tMonday\n#1\ttarget T1\ta\\\\nb\\n\\u2028c\\td\n"


@pytest.mark.parametrize("files", [{".ann": b""}, {".ann": b"", ".txt": b"\xff"}])
def test_a_text_that_cannot_be_read(files: dict[str, bytes]) -> None:
    with pytest.raises(InputError, match=r"\.txt"):
        from_brat(files, context())
