"""Spans and relations to the results of a Label Studio annotation or prediction, and back.

Label Studio keeps a region, each of its attributes and each relation as separate results of one list; those of a region
share its id. It validates nothing, so reading trusts nothing: not the labels, not the offsets, and least of all
``value.text``, which is not the text between the offsets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from standoff.errors import Finding, FindingsError
from standoff.labelstudio.account import Account, Rejected
from standoff.labelstudio.interface import LABEL_TAG, TEXT_TAG, control_name, result_form
from standoff.labelstudio.offsets import Offsets, OffsetUnit
from standoff.labelstudio.regions import read_regions
from standoff.labelstudio.relations import read_relations
from standoff.records import Relation, Span, check_labels, span_order
from standoff.scheme import Scheme


@dataclass(frozen=True)
class Parsed:
    """What the results of an annotation say.

    Parameters
    ----------
    spans, relations
        In the order of a label set, and without a fault under the scheme.
    findings
        An error for each result that is in `rejected`, a warning for each that was used otherwise than as it stands.
        Their `field` is the path of the result in the list, such as ``$[3].value.start``.
    rejected
        The results that are in no span and no relation. Every result of the list is in `spans` or `relations`, or is
        named by a finding.
    """

    spans: tuple[Span, ...]
    relations: tuple[Relation, ...]
    findings: tuple[Finding, ...] = ()
    rejected: tuple[Rejected, ...] = ()


def to_results(
    spans: Iterable[Span],
    relations: Iterable[Relation],
    text: str,
    scheme: Scheme,
    *,
    scores: Mapping[str, float] | None = None,
    notes: Mapping[str, str] | None = None,
    unit: OffsetUnit = "code-point",
) -> list[dict[str, Any]]:
    """Return the results that show spans and relations in Label Studio.

    Parameters
    ----------
    spans
        Required attributes may be missing: a suggestion need not know them.
    text
        The canonical text of the article.
    scores
        For each span id, how sure a suggestion is (0 … 1).
    notes
        For each span id, what annotators are told who select it.
    unit
        What the server counts offsets in.

    Raises
    ------
    FindingsError
        If anything else is wrong with the spans and relations: Label Studio would take it and break on it.
    """
    spans, relations = sorted(spans, key=span_order), sorted(relations)
    faults = check_labels(spans, relations, scheme, text)
    if faults := [fault for fault in faults if fault.code != "attribute-missing"]:
        raise FindingsError("labels that Label Studio cannot show", faults)
    offsets = Offsets(text, unit)
    extra = {span.id: _extra(span.id, scores or {}, notes or {}) for span in spans}
    shown = [result for span in spans for result in _region_results(span, text, scheme, offsets, extra[span.id])]
    return [*shown, *_relation_results(relations)]


def _extra(span_id: str, scores: Mapping[str, float], notes: Mapping[str, str]) -> dict[str, Any]:
    score = {"score": scores[span_id]} if span_id in scores else {}
    return {**score, "meta": {"text": [notes[span_id]]}} if span_id in notes else score


def _relation_results(relations: Iterable[Relation]) -> Iterator[dict[str, Any]]:
    # One for each pair of regions: of several, Label Studio's editor keeps the first and loses the others.
    names: dict[tuple[str, str], list[str]] = {}
    for relation in relations:
        names.setdefault((relation.from_id, relation.to_id), []).append(relation.type)
    for (from_id, to_id), labels in names.items():
        yield {"type": "relation", "from_id": from_id, "to_id": to_id, "direction": "right", "labels": labels}


def _region_results(
    span: Span, text: str, scheme: Scheme, offsets: Offsets, extra: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    extent = {"start": offsets.to_server(span.start), "end": offsets.to_server(span.end), "text": span.surface(text)}
    region = {"id": span.id, "to_name": TEXT_TAG, **extra}
    yield region | {"from_name": LABEL_TAG, "type": "labels", "value": extent | {"labels": [span.type]}}
    for name, attribute in scheme.spans[span.type].attributes.items():
        if name not in span.attributes:
            continue
        type_, key = result_form(attribute)
        yield region | {
            "from_name": control_name(span.type, name),
            "type": type_,
            "value": extent | {key: [span.attributes[name]]},
        }


def from_results(results: object, text: str, scheme: Scheme, *, unit: OffsetUnit = "code-point") -> Parsed:
    """Return the spans and relations that results say, and what became of every result that they do not hold.

    What can be read in one way only is read so, with a warning: white space at the edge of a region is trimmed, a
    relation drawn against its only possible direction is turned, one without a name gets the only name that fits its
    ends. All else that does not fit the scheme is rejected, alone where it can be and with its region where it cannot.

    Parameters
    ----------
    results
        The ``result`` of an annotation, as it came from the server; anything at all is accepted.
    text
        The canonical text of the article; must be the text that the annotators saw.
    unit
        What the server counts offsets in.
    """
    if not isinstance(results, list):
        fault = Finding("result-form", "must be a list of results", field="$")
        return Parsed((), (), (fault,), (Rejected("$", results),))
    account = Account(results)
    spans = read_regions(results, text, scheme, Offsets(text, unit), account)
    relations = read_relations(results, spans, scheme, account)
    distinct = {span.id: span for span in spans.values()}.values()
    ordered = tuple(sorted(distinct, key=span_order))
    return Parsed(ordered, tuple(sorted(relations)), tuple(account.findings), account.rejected)
