"""Out and in again is the identity, or the reported loss exactly: in every format, for any text and labels."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.cli.conversion import FORMAT_NAMES, format_named
from standoff.corpus.sentences import sentences
from standoff.corpus.tokens import tokenize
from standoff.errors import Finding
from standoff.formats import FORMATS, Context, KnownArticles, chosen
from standoff.formats.places import by_letters, to_canonical
from standoff.records import Article, LabelSet, Relation, Span
from standoff.scheme import Scheme, read_scheme
from standoff.text import canonical
from tests import strategies

TIME = datetime(2024, 1, 1, tzinfo=UTC)
DEFAULTS: Final[dict[str, Any]] = {
    "annotator": "ben",
    "created": TIME,
    "updated": TIME,
    "lead_time": None,
    "adjudication": None,
}
TOOLS = {
    "brat": "brat",
    "conll": "CoNLL",
    "label-studio": "Label Studio",
    "spacy": "spaCy",
    "w3c": "Web Annotation",
    "webanno": "WebAnno TSV",
}

# Names that differ in case and underscores only, a relation between several types and called like an attribute, values
# with every reserved character.
AWKWARD = read_scheme(
    r"""
name: awkward
version: 3
title: Awkward
spans:
  armed_group: {definition: x, attributes: {link: {}, mood: {values: ["a b", "c|d", "e;f[1]", "*", "_", 'x\', '\->']}}}
  armedGroup: {definition: x}
  O: {definition: x, attributes: {type: {values: [B-O, O]}, note: {}}}
relations:
  link: {from: [armed_group, O], to: [armed_group, armedGroup, O]}
  takes_part: {from: armedGroup, to: O}
"""
)


def lenient(scheme: Scheme) -> Scheme:
    """Return the scheme with no attribute required, so that the loss of one is not a fault."""
    spans = {
        name: replace(type_, attributes={key: replace(item, required=False) for key, item in type_.attributes.items()})
        for name, type_ in scheme.spans.items()
    }
    return replace(scheme, spans=spans)


SCHEMES = [lenient(strategies.NEWS_CONFLICT), lenient(AWKWARD)]


def segment(text: str) -> list[list[tuple[int, int]]]:
    return [tokenize(text, start, end) for start, end in sentences(text)]


def without(labels: LabelSet, losses: tuple[Finding, ...], tool: str) -> tuple[LabelSet, set[str]]:
    """Return a label set without what the losses name, and the ids of the spans that are named anew."""
    fields = {loss.field for loss in losses}
    head = {name: value for name, value in DEFAULTS.items() if f"$.{name}" in fields}
    spans, renamed = [], set()
    for index, span in enumerate(labels.spans):
        if f"$.spans[{index}]" in fields:
            continue
        kept = {
            name: value
            for name, value in span.attributes.items()
            if f"$.spans[{index}].attributes.{name}" not in fields
        }
        spans.append(replace(span, attributes=kept))
        if f"$.spans[{index}].id" in fields:
            renamed.add(span.id)
    relations = [item for index, item in enumerate(labels.relations) if f"$.relations[{index}]" not in fields]
    tool = tool if "$.tool" in fields else labels.tool or tool
    kept_labels = replace(labels, spans=tuple(spans), relations=tuple(relations))
    return replace(kept_labels, origin="imported", tool=tool, **head), renamed


def with_ids_of(labels: LabelSet, other: LabelSet, renamed: set[str]) -> LabelSet:
    """Return a label set with the ids that `other` has for the same spans, where these are named anew."""
    own = {(span.type, span.start, span.end): span.id for span in other.spans}
    ids = {}
    for span in labels.spans:
        wanted = own.get((span.type, span.start, span.end), "")
        ids[span.id] = wanted if wanted in renamed else span.id
    return replace(
        labels,
        spans=tuple(Span(ids[span.id], span.type, span.start, span.end, span.attributes) for span in labels.spans),
        relations=tuple(Relation(item.type, ids[item.from_id], ids[item.to_id]) for item in labels.relations),
    )


@pytest.mark.parametrize("name", FORMAT_NAMES)
@given(st.data())
def test_out_and_in_again_is_what_is_not_reported_lost(name: str, data: st.DataObject) -> None:
    scheme = data.draw(st.sampled_from(SCHEMES))
    article = data.draw(strategies.articles())
    labels = data.draw(strategies.label_sets(article, scheme))
    exported = format_named(name).write(article, labels, scheme, segment)
    context = Context(scheme=scheme, name="x", annotator="ben", time=TIME, known=KnownArticles([article]))
    imported = format_named(name).read(exported.files, context)
    assert {finding.code for finding in imported.findings} <= {"white-space"}
    assert imported.articles == (article,)
    expected, renamed = without(labels, exported.losses, TOOLS[name])
    (again,) = imported.label_sets
    assert with_ids_of(again, expected, renamed) == expected


@pytest.mark.parametrize("name", sorted({*FORMAT_NAMES} - {"conll"}))
@given(st.data())
def test_the_article_is_in_the_files_too(name: str, data: st.DataObject) -> None:
    article = data.draw(strategies.articles())
    labels = data.draw(strategies.label_sets(article, SCHEMES[0]))
    exported = format_named(name).write(article, labels, SCHEMES[0], segment)
    context = Context(scheme=SCHEMES[0], name="x", annotator="ben", time=TIME, dct=TIME.date())
    (again,) = format_named(name).read(exported.files, context).articles
    lost = {loss.field for loss in exported.losses}
    expected = {
        "id": "x" if "article.id" in lost else article.id,
        "dct": TIME.date() if "article.dct" in lost else article.dct,
        "title": "" if "article.title" in lost else article.title,
    }
    assert again == Article(**expected, text=article.text, origin="imported")  # type: ignore[arg-type]


@given(st.data())
def test_chosen_labels_have_no_fault(data: st.DataObject) -> None:
    scheme = data.draw(st.sampled_from(SCHEMES))
    article = data.draw(strategies.articles())
    labels = data.draw(strategies.label_sets(article, scheme))
    types = data.draw(st.lists(st.sampled_from(list(scheme.spans)), unique=True, min_size=1))
    some, narrow = chosen(labels, scheme, types)
    assert some.spans == tuple(span for span in labels.spans if span.type in types)
    exported = FORMATS["webanno"].write(article, some, narrow, segment)
    context = Context(scheme=narrow, name="x", annotator="ben", time=TIME, known=KnownArticles([article]))
    assert FORMATS["webanno"].read(exported.files, context).findings == ()


@given(strategies.texts(), st.sampled_from(["", "\ufeff", " \r\n"]), st.sampled_from(["", "\r\n "]), st.data())
def test_offsets_are_carried_to_the_canonical_text(text: str, before: str, after: str, data: st.DataObject) -> None:
    raw = before + text.replace("\n", "\r\n") + after
    found, place = to_canonical(raw)
    assert found == canonical(raw) == text
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, len(raw)))
    at = place((start, end))
    inside = raw[max(start, len(before)) : max(end, len(before))]
    assert ("" if at is None else text[at[0] : at[1]]) == inside.replace("\r\n", "\n").strip()


@given(strategies.texts(), st.data())
def test_offsets_are_carried_over_other_white_space(text: str, data: st.DataObject) -> None:
    other = " ".join(text.split())
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    at = by_letters(text, other)((start, end))
    assert "".join(("" if at is None else other[at[0] : at[1]]).split()) == "".join(text[start:end].split())
