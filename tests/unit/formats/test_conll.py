from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from standoff.errors import InputError
from standoff.formats import chosen, from_conll, to_conll
from standoff.records import Article
from standoff.scheme import read_scheme
from tests.unit.formats.example import ARTICLE, LABELS, SCHEME, context, golden, segment

FILES = {".conll": golden("conll/ardan.conll")}
BARE = replace(
    SCHEME,
    spans={name: replace(type_, attributes={}) for name, type_ in SCHEME.spans.items()},
    relations={},
    stance=None,
)
SHARED_TASK = read_scheme(
    """
name: shared-task
version: 1
title: CoNLL-2003
spans:
  PER: {definition: a person}
  ORG: {definition: an organisation}
  LOC: {definition: a place}
"""
)


def test_the_golden_file_is_written() -> None:
    exported = to_conll(ARTICLE, LABELS, SCHEME, segment)
    assert exported.files == FILES
    lost_spans = {loss.field: loss.code for loss in exported.losses if loss.field.endswith("]")}
    assert lost_spans == {
        "$.spans[1]": "overlap",
        "$.spans[5]": "unaligned",
        **{f"$.relations[{index}]": "relation" for index in range(5)},
    }
    assert sum(loss.code == "attribute" for loss in exported.losses) == 16
    assert [loss.field for loss in exported.losses if loss.code == "white-space"] == ["article.text"]


def test_the_golden_file_is_read() -> None:
    imported = from_conll(FILES, context(ARTICLE, scheme=BARE))
    (labels,) = imported.label_sets
    kept = [item for item in LABELS.spans if item.id not in ("a2", "s2")]
    assert [(item.type, item.start, item.end) for item in labels.spans] == [
        (item.type, item.start, item.end) for item in kept
    ]
    assert [item.id for item in labels.spans] == [f"r{number}" for number in range(7)]
    assert [finding.code for finding in imported.findings] == ["white-space"]


def test_one_column_for_one_type() -> None:
    exported = to_conll(ARTICLE, *chosen(LABELS, SCHEME, ["date"]), segment)
    assert exported.files[".conll"].decode().split("\n")[:3] == ["-DOCSTART- O", "", "Ardan O"]
    assert "Monday B-date\n" in exported.files[".conll"].decode()


def test_spans_over_several_sentences_are_lost() -> None:
    article = Article("a", date(2024, 1, 3), "One. Two.")
    labels = replace(LABELS, sha256=article.sha256).with_labels([replace(LABELS.spans[0], start=0, end=9)], [])
    losses = to_conll(article, labels, SCHEME, segment).losses
    assert [loss.code for loss in losses if loss.field == "$.spans[0]"] == ["sentences"]


def test_a_token_that_begins_a_document_cannot_be_written() -> None:
    article = replace(ARTICLE, text="-DOCSTART- left")
    with pytest.raises(InputError, match="-DOCSTART-"):
        to_conll(article, LABELS.with_labels([], []), SCHEME, lambda _text: [[(0, 10), (11, 15)]])


def test_what_others_wrote() -> None:
    files = {".conll": golden("conll/elsewhere.conll")}
    imported = from_conll(files, context(scheme=SHARED_TASK, dct=ARTICLE.dct, name="task"))
    assert imported.findings == ()
    assert [(article.id, article.text) for article in imported.articles] == [
        ("task-1", "Ardan Bank Ines Varga Tomas left\nQuelle"),
        ("task-2", "Quelle fell"),
    ]
    first, second = imported.label_sets
    assert [(item.type, item.surface(imported.articles[0].text)) for item in first.spans] == [
        ("ORG", "Ardan Bank"),
        ("PER", "Ines Varga"),
        ("PER", "Tomas"),
        ("LOC", "Quelle"),
    ]
    assert [(item.type, item.start, item.end) for item in second.spans] == [("LOC", 0, 6)]


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("B-PER I-PER I-PER O", [("PER", 0, 5)]),  # IOB2
        ("I-PER B-PER I-PER O", [("PER", 0, 1), ("PER", 2, 5)]),  # IOB1
        ("B-PER I-PER E-PER S-LOC", [("PER", 0, 5), ("LOC", 6, 7)]),  # IOBES
        ("B-PER L-PER U-PER U-PER", [("PER", 0, 3), ("PER", 4, 5), ("PER", 6, 7)]),  # BILOU
        ("I-PER I-LOC O I-PER", [("PER", 0, 1), ("LOC", 2, 3), ("PER", 6, 7)]),
        ("E-PER I-PER O O", [("PER", 0, 1), ("PER", 2, 3)]),
    ],
)
def test_kinds_of_tags(tags: str, spans: list[tuple[str, int, int]]) -> None:
    rows = "\n".join(f"{word}\t{tag}\r" for word, tag in zip("abcd", tags.split(), strict=True))
    imported = from_conll({".conll": rows.encode()}, context(scheme=SHARED_TASK, dct=ARTICLE.dct))
    assert [(item.type, item.start, item.end) for item in imported.label_sets[0].spans] == spans


def test_a_blank_line_ends_a_span() -> None:
    content = b"a I-PER\n\nb I-PER\n"
    imported = from_conll({".conll": content}, context(scheme=SHARED_TASK, dct=ARTICLE.dct))
    assert [(item.start, item.end) for item in imported.label_sets[0].spans] == [(0, 1), (2, 3)]


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ("a O\nb\n", "conll-columns", 2),
        ("a\nb\n", "conll-columns", 1),
        ("a O\nb X-PER\n", "conll-tag", 2),
        ("a I-XYZ", "nothing-left", None),
    ],
)
def test_a_file_with_a_fault_gives_no_label_set(content: str, code: str, line: int | None) -> None:
    imported = from_conll({".conll": content.encode()}, context(scheme=SHARED_TASK, dct=ARTICLE.dct))
    assert imported.label_sets == ()
    assert (code, line) in [(finding.code, finding.line) for finding in imported.findings]


def test_an_empty_file_has_no_documents() -> None:
    assert from_conll({".conll": b"\n-DOCSTART- O\n"}, context()).articles == ()
