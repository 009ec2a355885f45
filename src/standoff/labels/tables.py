"""What a measurement of agreement says: three tables, of spans, of their attributes and of relations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from standoff.labels.bootstrap import Estimate

ALL_TYPES = "(all)"
"""The row that pools all span types, or all relation types."""

NO_VALUE = "(none)"
"""The value of an attribute that an annotator left out: leaving it out is a judgement too."""


@dataclass(frozen=True, slots=True)
class SpanAgreement:
    """Agreement on where spans of a type are.

    Parameters
    ----------
    type
        A span type of the scheme, or `ALL_TYPES`.
    spans
        How many each annotator marked in the compared articles.
    equal, overlapping
        Pairs of spans of two annotators with equal extents, and one-to-one pairs that share at least one code point;
        summed over all pairs of annotators.
    f1_exact, f1_relaxed
        2 · pairs / spans, with every span counted once for each annotator it is compared with. With two annotators
        this is the F1 of either against the other; with more, it is pooled over their pairs (Hripcsak and Rothschild
        2005, Agreement, the F-measure, and reliability in information retrieval, JAMIA 12, 296-298).
    alpha_u
        Krippendorff's alpha for unitizing (`standoff.labels.unitizing_alpha`); not for `ALL_TYPES`, since spans of
        different types overlap.
    """

    type: str
    spans: Mapping[str, int]
    equal: int
    overlapping: int
    f1_exact: Estimate
    f1_relaxed: Estimate
    alpha_u: Estimate


@dataclass(frozen=True, slots=True)
class AttributeAgreement:
    """Agreement on an attribute of those spans that two or more annotators marked (aligned by overlap).

    Parameters
    ----------
    units
        How many aligned spans there are.
    agreed
        Share of pairs of annotators that give the same value, 0 … 1; not corrected for chance.
    kappa
        Cohen's with two annotators; with more, Fleiss' over the spans that as many of them marked as labelled an
        article, whoever they were.
    alpha
        Krippendorff's nominal alpha, over the spans that two or more marked.
    """

    type: str
    attribute: str
    units: int
    agreed: Estimate
    kappa: Estimate
    alpha: Estimate


@dataclass(frozen=True, slots=True)
class RelationAgreement:
    """Agreement on relations, given aligned spans.

    Parameters
    ----------
    relations
        How many were compared: those of one of two annotators with both ends on spans that the other marked too;
        summed over both annotators of each pair.
    left_out
        How many could not be compared with another annotator's, because that one did not mark one of the ends.
    equal
        Pairs of relations of the same type between the same aligned spans.
    """

    type: str
    relations: int
    left_out: int
    equal: int
    f1: Estimate


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement of two or more annotators, as three tables.

    Parameters
    ----------
    articles
        Ids of the articles that two or more of them labelled.
    without_text
        Those of them whose text was not at hand: they do not count in `SpanAgreement.alpha_u`.
    alone
        How many label sets could not be compared, because nobody else labelled the same text.
    """

    annotators: tuple[str, ...]
    articles: tuple[str, ...]
    without_text: tuple[str, ...]
    alone: int
    resamples: int
    seed: int
    spans: tuple[SpanAgreement, ...]
    attributes: tuple[AttributeAgreement, ...]
    relations: tuple[RelationAgreement, ...]

    def tables(self) -> dict[str, list[dict[str, object]]]:
        """Return the tables ``spans``, ``attributes`` and ``relations`` as plain rows, as any table library takes them.

        A figure such as ``f1_exact`` has the columns ``f1_exact`` (None where there is none), ``f1_exact_low``,
        ``f1_exact_high`` and ``f1_exact_note``; how many spans an annotator marked is in ``spans_<annotator>``.
        """
        return {
            "spans": [_row(item) for item in self.spans],
            "attributes": [_row(item) for item in self.attributes],
            "relations": [_row(item) for item in self.relations],
        }


def _row(item: SpanAgreement | AttributeAgreement | RelationAgreement) -> dict[str, object]:
    row: dict[str, object] = {}
    for column in fields(item):
        value = getattr(item, column.name)
        if isinstance(value, Estimate):
            row[column.name] = value.value
            row |= {f"{column.name}_{part}": getattr(value, part) for part in ("low", "high", "note")}
        elif isinstance(value, Mapping):
            row |= {f"{column.name}_{annotator}": number for annotator, number in value.items()}
        else:
            row[column.name] = value
    return row
