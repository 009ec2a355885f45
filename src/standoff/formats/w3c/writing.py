"""W3C Web Annotation as JSON-LD: an annotation for each span, with its position and its words, and for each relation.

The annotated text is named by its sha256 (``ni:///sha-256;…``, RFC 6920) and written beside as ``.txt``, so the file is
understood wherever the article is published. The type of a span is a body with the purpose ``classifying``, an
attribute one with the purpose ``describing`` whose ``schema:propertyID`` names it; a relation is an annotation with the
motivation ``linking`` from the span that is its target to the span that is its body.

The format: https://www.w3.org/TR/annotation-model/ (Recommendation of 23 February 2017).
"""

from __future__ import annotations

import base64
import uuid
from decimal import Decimal
from typing import Any, Final

import orjson

from standoff.formats.model import Exported, head_losses
from standoff.records import Article, LabelSet, Relation, Span, format_time

JSONLD: Final = ".jsonld"
TXT: Final = ".txt"
CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
PROPERTY: Final = "schema:propertyID"

_AGENT_TYPES: Final = {"human": "Person", "machine": "Software", "imported": "Person"}
_AROUND: Final = 32
"""Code points of context on each side of a quote: how many Hypothesis, the widest spread client, records."""


def to_w3c(article: Article, labels: LabelSet) -> Exported:
    """Return a label set as an annotation collection, ``.jsonld``, with its text, ``.txt``.

    Everything is held but where the labels came from (`origin`), how gold was decided, and an article's origin.
    """
    held = {"annotator", "tool", "created", "updated", "lead_time", "scheme", "scheme_version"}
    held |= {f"article.{name}" for name in ("id", "dct", "title", "source", "url")}
    content = orjson.dumps(_collection(article, labels), option=orjson.OPT_INDENT_2)
    files = {JSONLD: content + b"\n", TXT: article.text.encode()}
    return Exported(files, tuple(head_losses(article, labels, held=held)))


def source_iri(sha256: str) -> str:
    """Return the IRI that names a text by its sha256 (RFC 6920).

    >>> source_iri("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    'ni:///sha-256;47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'
    """
    return f"ni:///sha-256;{base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip('=')}"


def _collection(article: Article, labels: LabelSet) -> dict[str, Any]:
    name = f"{labels.sha256} {labels.scheme} {labels.scheme_version} {labels.annotator}"
    base = uuid.uuid5(uuid.NAMESPACE_URL, f"{source_iri(labels.sha256)} {name}").urn
    source = source_iri(article.sha256)
    items = [_span(base, source, article.text, span) for span in labels.spans]
    items += [_relation(base, number, relation) for number, relation in enumerate(labels.relations)]
    about = {
        "id": source,
        "type": "Text",
        "format": "text/plain",
        "schema:identifier": article.id,
        "schema:datePublished": article.dct.isoformat(),
        "schema:headline": article.title,
        "schema:publisher": article.source,
        "schema:url": article.url,
    }
    return {
        "@context": CONTEXT,
        "id": base,
        "type": "AnnotationCollection",
        "label": f"{article.id} by {labels.annotator}",
        "creator": {"type": _AGENT_TYPES[labels.origin], "name": labels.annotator},
        "created": format_time(labels.created),
        "modified": format_time(labels.updated),
        **({"generator": {"type": "Software", "name": labels.tool}} if labels.tool else {}),
        **({} if labels.lead_time is None else {"schema:timeRequired": _duration(labels.lead_time)}),
        "schema:schemaVersion": f"{labels.scheme} {labels.scheme_version}",
        "schema:about": {key: value for key, value in about.items() if value},
        "total": len(items),
        "first": {"id": f"{base}#page", "type": "AnnotationPage", "startIndex": 0, "items": items},
    }


def _span(base: str, source: str, text: str, span: Span) -> dict[str, Any]:
    bodies = [{"type": "TextualBody", "purpose": "classifying", "value": span.type}]
    bodies += [
        {"type": "TextualBody", "purpose": "describing", PROPERTY: name, "value": value}
        for name, value in sorted(span.attributes.items())
    ]
    quote = {
        "type": "TextQuoteSelector",
        "exact": span.surface(text),
        "prefix": text[max(span.start - _AROUND, 0) : span.start],
        "suffix": text[span.end : span.end + _AROUND],
    }
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    return {
        "id": f"{base}#span-{span.id}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": bodies,
        "target": {"source": source, "selector": [position, quote]},
    }


def _relation(base: str, number: int, relation: Relation) -> dict[str, Any]:
    return {
        "id": f"{base}#relation-{number}",
        "type": "Annotation",
        "motivation": "linking",
        "body": [
            {"type": "SpecificResource", "purpose": "linking", "source": f"{base}#span-{relation.to_id}"},
            {"type": "TextualBody", "purpose": "classifying", "value": relation.type},
        ],
        "target": f"{base}#span-{relation.from_id}",
    }


def _duration(seconds: float) -> str:
    """Return a number of seconds as an ISO 8601 duration, digit by digit."""
    return f"PT{Decimal(repr(seconds)):f}S"
