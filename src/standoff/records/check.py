"""The rules that every label set must keep, whoever made it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from standoff import timex3
from standoff.errors import Finding
from standoff.records.model import LabelSet, Relation, Span
from standoff.scheme import Scheme, SpanType
from standoff.text import has_edge_space

ANNOTATOR: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}")
"""What an annotator may be called: the name is a file name too."""

SPAN_ID: Final = re.compile(r"[A-Za-z0-9_-]+")
"""What a span's id may be."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


def check_label_set(labels: LabelSet, scheme: Scheme, text: str | None = None) -> list[Finding]:
    """Return every fault of a label set.

    Parameters
    ----------
    labels
        What is checked. Findings name its values by paths such as ``$.spans[3].end``.
    scheme
        What it is checked against.
    text
        The canonical text of the article, whose sha256 must be that of the label set; without it, the ends and edges of
        spans cannot be checked.
    """
    return [
        *_head(labels, scheme),
        *check_labels(labels.spans, labels.relations, scheme, text),
        *_adjudication(labels),
    ]


def check_labels(
    spans: Sequence[Span], relations: Sequence[Relation], scheme: Scheme, text: str | None = None
) -> list[Finding]:
    """Return every fault of spans and relations that are to be one label set.

    Parameters
    ----------
    relations
        In their own order, as a label set has them, so that equal ones are neighbours.
    """
    return [*_spans(spans, scheme, text), *_relations(spans, relations, scheme)]


def _head(labels: LabelSet, scheme: Scheme) -> Iterator[Finding]:
    if not ANNOTATOR.fullmatch(labels.annotator):
        yield Finding(
            "annotator-name",
            f"{labels.annotator!r} cannot be an annotator's name",
            field="$.annotator",
            hint="use up to 100 letters, digits and . _ @ + -, beginning with a letter or digit",
        )
    if not _SHA256.fullmatch(labels.sha256):
        yield Finding("sha256", "is not 64 lower-case hexadecimal digits", field="$.sha256")
    if labels.scheme != scheme.name:
        yield Finding(
            "scheme-name",
            f"made under the scheme {labels.scheme!r}, not {scheme.name!r}",
            field="$.scheme",
            hint="name its scheme with --scheme",
        )
    elif labels.scheme_version != scheme.version:
        yield Finding(
            "scheme-version",
            f"made under version {labels.scheme_version} of {scheme.name}, which is at version {scheme.version}",
            field="$.scheme_version",
            hint="bring them to it with `standoff scheme migrate`, or name the file of their version with --scheme",
        )
    if labels.updated < labels.created:
        yield Finding("time-order", "updated before it was created", field="$.updated")
    if labels.lead_time is not None and not 0 <= labels.lead_time < float("inf"):
        yield Finding("lead-time", f"{labels.lead_time} is no number of seconds", field="$.lead_time")


def _spans(spans: Sequence[Span], scheme: Scheme, text: str | None) -> Iterator[Finding]:
    seen_ids: set[str] = set()
    seen_extents: dict[tuple[str, int, int], str] = {}
    for index, span in enumerate(spans):
        at = f"$.spans[{index}]"
        if not SPAN_ID.fullmatch(span.id):
            yield Finding("span-id", f"id {span.id!r} may only have A-Z a-z 0-9 _ -", field=f"{at}.id")
        if span.id in seen_ids:
            yield Finding("span-id-twice", f"id {span.id!r} stands twice", field=f"{at}.id")
        seen_ids.add(span.id)
        other = seen_extents.setdefault((span.type, span.start, span.end), span.id)
        if other != span.id:
            yield Finding("same-extent", f"same type and extent as span {other!r}", field=at)
        yield from _extent(span, text, at)
        if span.type in scheme.spans:
            yield from check_attributes(span, scheme.spans[span.type], at)
        else:
            hint = f"the scheme has: {', '.join(scheme.spans)}"
            yield Finding("span-type", f"unknown span type {span.type!r}", field=f"{at}.type", hint=hint)


def _extent(span: Span, text: str | None, at: str) -> Iterator[Finding]:
    if span.start < 0:
        yield Finding("offset", f"start {span.start} is below 0", field=f"{at}.start")
    elif span.start >= span.end:
        yield Finding("offset", f"start {span.start} is not below end {span.end}", field=f"{at}.end")
    elif text is not None and span.end > len(text):
        yield Finding("offset", f"end {span.end} is past the text's {len(text)} code points", field=f"{at}.end")
    elif text is not None and has_edge_space(span.surface(text)):
        surface = span.surface(text)
        yield Finding("edge-space", f"begins or ends with white space: {surface!r}", field=at, hint="trim the span")


def check_attributes(span: Span, type_: SpanType, at: str) -> Iterator[Finding]:
    """Yield every fault of the attributes of a span of that type; findings call the span `at`."""
    for name, attribute in type_.attributes.items():
        if attribute.required and name not in span.attributes:
            yield Finding("attribute-missing", f"{span.type} needs {name}", field=f"{at}.attributes.{name}")
    for name, value in span.attributes.items():
        where = f"{at}.attributes.{name}"
        if name not in type_.attributes:
            hint = f"it has: {', '.join(type_.attributes) or 'none'}"
            yield Finding("attribute", f"{span.type} has no attribute {name!r}", field=where, hint=hint)
        elif problem := type_.attributes[name].problem_with(value):
            yield Finding("attribute-value", problem, field=where, hint=type_.attributes[name].hint)
        elif type_.attributes[name].kind == "timex3":
            timex_type = span.attributes.get("type")
            if timex_type in timex3.TYPES and not timex3.is_value(value, timex_type):
                yield Finding("attribute-value", f"{value!r} is no value of a {timex_type}", field=where)


def _relations(spans: Sequence[Span], relations: Sequence[Relation], scheme: Scheme) -> Iterator[Finding]:
    by_id = {span.id: span for span in spans}
    for index, relation in enumerate(relations):
        at = f"$.relations[{index}]"
        if index and relations[index - 1] == relation:
            yield Finding("relation-twice", "the same relation stands twice", field=at)
        type_ = scheme.relations.get(relation.type)
        if type_ is None:
            hint = f"the scheme has: {', '.join(scheme.relations) or 'none'}"
            yield Finding("relation-type", f"unknown relation {relation.type!r}", field=f"{at}.type", hint=hint)
        for key, span_id, allowed in (
            ("from_id", relation.from_id, type_.from_types if type_ else None),
            ("to_id", relation.to_id, type_.to_types if type_ else None),
        ):
            if span_id not in by_id:
                yield Finding("relation-dangling", f"no span has the id {span_id!r}", field=f"{at}.{key}")
            elif allowed is not None and by_id[span_id].type not in allowed:
                yield Finding(
                    "relation-end",
                    f"{relation.type} joins {' or '.join(allowed)} here, not {by_id[span_id].type}",
                    field=f"{at}.{key}",
                )


def _adjudication(labels: LabelSet) -> Iterator[Finding]:
    if labels.adjudication is None:
        return
    if labels.adjudication.open < 0:
        yield Finding("open-labels", f"{labels.adjudication.open} is below 0", field="$.adjudication.open")
    known = {span.id for span in labels.spans} | {relation.key for relation in labels.relations}
    for key, verdict in labels.adjudication.verdicts.items():
        at = f"$.adjudication.verdicts.{key}"
        if key not in known:
            yield Finding("verdict-dangling", f"no span and no relation is {key!r}", field=at)
        for name in verdict.supporters:
            if name not in labels.adjudication.annotators:
                yield Finding("supporter", f"{name!r} is not among the annotators", field=f"{at}.supporters")
