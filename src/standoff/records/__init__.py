"""Articles, spans, relations and label sets: frozen, checked against a scheme, to and from JSON."""

from standoff.records.check import (
    ANNOTATOR,
    SPAN_ID,
    check_attributes,
    check_label_set,
    check_labels,
)
from standoff.records.codec import FORMAT, ORIGINS, format_time, from_json, parse_time, to_json
from standoff.records.flat import FlatLabels
from standoff.records.model import Adjudication, Article, LabelSet, Origin, Relation, Span, Verdict, span_order

__all__ = [
    "ANNOTATOR",
    "FORMAT",
    "ORIGINS",
    "SPAN_ID",
    "Adjudication",
    "Article",
    "FlatLabels",
    "LabelSet",
    "Origin",
    "Relation",
    "Span",
    "Verdict",
    "check_attributes",
    "check_label_set",
    "check_labels",
    "format_time",
    "from_json",
    "parse_time",
    "span_order",
    "to_json",
]
