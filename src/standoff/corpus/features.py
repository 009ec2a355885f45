"""The columns of every config, derived from the label scheme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from datasets import ClassLabel, Features, List, Value

from standoff.scheme import Attribute, Scheme, SpanType

DEFAULT_CONFIG: Final = "articles"
"""The config that ``load_dataset`` opens where none is named."""

_STANCE_COLUMNS: Final = (
    *("article_id", "group", "annotator", "dct", "start", "end", "text", "span_start", "span_end"),
    *("holder", "target", "label"),
)


def corpus_features(scheme: Scheme) -> dict[str, Features]:
    """Return the features of every config that a corpus under `scheme` has, the default config first."""
    configs = {
        "articles": _articles(scheme),
        "sentences": _sentences(scheme),
        "tokens": _tokens(scheme),
        "stance": _stance(scheme) if scheme.stance else None,
        "annotations": _annotations(scheme),
    }
    return {name: features for name, features in configs.items() if features is not None}


def attribute_column(type_: SpanType, attribute: Attribute) -> str:
    """Return the column of an attribute within a span."""
    return f"{type_.name}_{attribute.name}"


def tag_column(type_: SpanType) -> str:
    """Return the column of a span type's BIO tags in the ``tokens`` config."""
    return f"{type_.name}_tags"


def stance_attributes(scheme: Scheme) -> dict[str, Attribute]:
    """Return the attributes that the ``stance`` config has beside label and target, by their columns there."""
    if scheme.stance is None:
        return {}
    type_ = scheme.spans[scheme.stance.span]
    return {
        attribute_column(type_, attribute) if name in _STANCE_COLUMNS else name: attribute
        for name, attribute in type_.attributes.items()
        if name not in (scheme.stance.label, scheme.stance.target)
    }


def class_names(features: Any, at: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the path and the names of every class label in `features`, such as ``spans.type``."""
    if isinstance(features, ClassLabel):
        yield at, tuple(features.names)
    elif isinstance(features, Mapping):
        for name, feature in features.items():
            yield from class_names(feature, f"{at}.{name}" if at else name)
    elif isinstance(features, List):
        yield from class_names(features.feature, at)


def _articles(scheme: Scheme) -> Features:
    return Features(
        {
            "id": Value("string"),
            "dct": Value("date32"),
            "title": Value("string"),
            "source": Value("string"),
            "url": Value("string"),
            "origin": Value("string"),
            "text": Value("string"),
            "sha256": Value("string"),
            "group": Value("string"),
            "annotator": Value("string"),
            "spans": _spans(scheme),
            **_relations(scheme),
        }
    )


def _sentences(scheme: Scheme) -> Features:
    return Features(
        {
            "article_id": Value("string"),
            "group": Value("string"),
            "annotator": Value("string"),
            "dct": Value("date32"),
            "index": Value("int32"),
            "start": Value("int32"),
            "end": Value("int32"),
            "text": Value("string"),
            "spans": _spans(scheme),
        }
    )


def _tokens(scheme: Scheme) -> Features:
    return Features(
        {
            "article_id": Value("string"),
            "group": Value("string"),
            "annotator": Value("string"),
            "index": Value("int32"),
            "tokens": List(Value("string")),
            "starts": List(Value("int32")),
            "ends": List(Value("int32")),
            **{tag_column(type_): List(ClassLabel(names=list(type_.bio_tags))) for type_ in scheme.spans.values()},
        }
    )


def _stance(scheme: Scheme) -> Features:
    return Features(
        {
            "article_id": Value("string"),
            "group": Value("string"),
            "annotator": Value("string"),
            "dct": Value("date32"),
            "start": Value("int32"),
            "end": Value("int32"),
            "text": Value("string"),
            "span_start": Value("int32"),
            "span_end": Value("int32"),
            "holder": Value("string"),
            "target": Value("string"),
            "label": ClassLabel(names=list(scheme.stance_labels)),
            **{column: _attribute(attribute) for column, attribute in stance_attributes(scheme).items()},
        }
    )


def _annotations(scheme: Scheme) -> Features:
    return Features(
        {
            "article_id": Value("string"),
            "sha256": Value("string"),
            "dct": Value("date32"),
            "annotator": Value("string"),
            "origin": Value("string"),
            "tool": Value("string"),
            "scheme": Value("string"),
            "scheme_version": Value("int32"),
            "created": Value("timestamp[us, tz=UTC]"),
            "updated": Value("timestamp[us, tz=UTC]"),
            "lead_time": Value("float64"),
            "spans": _spans(scheme),
            **_relations(scheme),
        }
    )


def _spans(scheme: Scheme) -> List:
    span: dict[str, Any] = {
        "id": Value("string"),
        "type": ClassLabel(names=list(scheme.spans)),
        "start": Value("int32"),
        "end": Value("int32"),
        "text": Value("string"),
    }
    for type_ in scheme.spans.values():
        span |= {attribute_column(type_, attribute): _attribute(attribute) for attribute in type_.attributes.values()}
    return List(span)


def _relations(scheme: Scheme) -> dict[str, List]:
    """Return the column of relations; none under a scheme without any, since a class label needs a name."""
    if not scheme.relations:
        return {}
    relation = {
        "type": ClassLabel(names=list(scheme.relations)),
        "from_id": Value("string"),
        "to_id": Value("string"),
    }
    return {"relations": List(relation)}


def _attribute(attribute: Attribute) -> ClassLabel | Value:
    return ClassLabel(names=list(attribute.values)) if attribute.kind == "choice" else Value("string")
