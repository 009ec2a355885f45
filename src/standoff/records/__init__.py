"""Articles, spans, relations and label sets: frozen, checked against a scheme, to and from JSON."""

from standoff.records.check import ANNOTATOR, SoundCheck, check_label_set, check_labels
from standoff.records.codec import FORMAT, format_time, from_json, parse_time, to_json
from standoff.records.model import Adjudication, Article, LabelSet, Origin, Relation, Span, Verdict, span_order

__all__ = [
    "ANNOTATOR",
    "FORMAT",
    "Adjudication",
    "Article",
    "LabelSet",
    "Origin",
    "Relation",
    "SoundCheck",
    "Span",
    "Verdict",
    "check_label_set",
    "check_labels",
    "format_time",
    "from_json",
    "parse_time",
    "span_order",
    "to_json",
]
