"""The columns of every config, derived from the label scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from standoff.corpus.kinds import DAY, NUMBER, REAL, TEXT, TIME, Choice, Columns, Kind, Many
from standoff.scheme import Attribute, Scheme, SpanType

if TYPE_CHECKING:
    from datasets import Features

DEFAULT_CONFIG: Final = "articles"
"""The config that ``load_dataset`` opens where none is named."""

_STANCE_COLUMNS: Final = (
    *("article_id", "group", "annotator", "dct", "start", "end", "text", "span_start", "span_end"),
    *("holder", "target", "label"),
)


def corpus_features(scheme: Scheme) -> dict[str, Features]:
    """Return the features of every config that a corpus under `scheme` has, the default config first."""
    return {name: columns.to_features() for name, columns in corpus_columns(scheme).items()}


def corpus_columns(scheme: Scheme) -> dict[str, Columns]:
    """Return the columns of every config that a corpus under `scheme` has, the default config first."""
    configs = {
        "articles": _articles(scheme),
        "sentences": _sentences(scheme),
        "tokens": _tokens(scheme),
        "stance": _stance(scheme) if scheme.stance else None,
        "annotations": _annotations(scheme),
    }
    return {name: columns for name, columns in configs.items() if columns is not None}


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


def _articles(scheme: Scheme) -> Columns:
    return Columns(
        {
            "id": TEXT,
            "dct": DAY,
            "title": TEXT,
            "source": TEXT,
            "url": TEXT,
            "origin": TEXT,
            "text": TEXT,
            "sha256": TEXT,
            "group": TEXT,
            "annotator": TEXT,
            "spans": _spans(scheme),
            **_relations(scheme),
        }
    )


def _sentences(scheme: Scheme) -> Columns:
    return Columns(
        {
            "article_id": TEXT,
            "group": TEXT,
            "annotator": TEXT,
            "dct": DAY,
            "index": NUMBER,
            "start": NUMBER,
            "end": NUMBER,
            "text": TEXT,
            "spans": _spans(scheme),
        }
    )


def _tokens(scheme: Scheme) -> Columns:
    return Columns(
        {
            "article_id": TEXT,
            "group": TEXT,
            "annotator": TEXT,
            "index": NUMBER,
            "tokens": Many(TEXT),
            "starts": Many(NUMBER),
            "ends": Many(NUMBER),
            **{tag_column(type_): Many(Choice(tuple(type_.bio_tags))) for type_ in scheme.spans.values()},
        }
    )


def _stance(scheme: Scheme) -> Columns:
    return Columns(
        {
            "article_id": TEXT,
            "group": TEXT,
            "annotator": TEXT,
            "dct": DAY,
            "start": NUMBER,
            "end": NUMBER,
            "text": TEXT,
            "span_start": NUMBER,
            "span_end": NUMBER,
            "holder": TEXT,
            "target": TEXT,
            "label": Choice(tuple(scheme.stance_labels)),
            **{column: _attribute(attribute) for column, attribute in stance_attributes(scheme).items()},
        }
    )


def _annotations(scheme: Scheme) -> Columns:
    return Columns(
        {
            "article_id": TEXT,
            "sha256": TEXT,
            "dct": DAY,
            "annotator": TEXT,
            "origin": TEXT,
            "tool": TEXT,
            "scheme": TEXT,
            "scheme_version": NUMBER,
            "created": TIME,
            "updated": TIME,
            "lead_time": REAL,
            "spans": _spans(scheme),
            **_relations(scheme),
        }
    )


def _spans(scheme: Scheme) -> Many:
    span: dict[str, Kind] = {
        "id": TEXT,
        "type": Choice(tuple(scheme.spans)),
        "start": NUMBER,
        "end": NUMBER,
        "text": TEXT,
    }
    for type_ in scheme.spans.values():
        span |= {attribute_column(type_, attribute): _attribute(attribute) for attribute in type_.attributes.values()}
    return Many(span)


def _relations(scheme: Scheme) -> dict[str, Many]:
    """Return the column of relations; none under a scheme without any, since a class label needs a name."""
    if not scheme.relations:
        return {}
    relation: dict[str, Kind] = {
        "type": Choice(tuple(scheme.relations)),
        "from_id": TEXT,
        "to_id": TEXT,
    }
    return {"relations": Many(relation)}


def _attribute(attribute: Attribute) -> Kind:
    return Choice(tuple(attribute.values)) if attribute.kind == "choice" else TEXT
