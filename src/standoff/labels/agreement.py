"""How far annotators agree: on spans, on their attributes and on relations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations

from standoff.labels.alignment import Unit, align, count_matches
from standoff.labels.alpha import nominal_alpha, segments, unitizing_alpha, unitizing_tally
from standoff.labels.bootstrap import RESAMPLES, SEED, Estimate, estimate
from standoff.labels.kappa import NOTHING, Ratings, cohen_kappa, fleiss_kappa, observed_agreement
from standoff.labels.passes import Passes, group_passes
from standoff.labels.tables import ALL_TYPES, NO_VALUE, Agreement, AttributeAgreement, RelationAgreement, SpanAgreement
from standoff.records import Article, LabelSet, Relation, Span
from standoff.scheme import Scheme


def measure_agreement(
    label_sets: Iterable[LabelSet],
    scheme: Scheme,
    articles: Iterable[Article] = (),
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Agreement:
    """Measure how far annotators agree.

    Parameters
    ----------
    label_sets
        Those of the annotators to compare; each may have labelled other articles.
    articles
        Where the lengths of texts are looked up, by the sha256 that the labels name.
    resamples, seed
        For the 95 % intervals, see `standoff.labels.estimate`.

    Raises
    ------
    FindingsError
        If a label set breaks a rule or was made under another scheme or version.
    InputError
        If no text was labelled by two annotators.
    """
    texts = {article.sha256: article.text for article in articles}
    passes, alone = group_passes(label_sets, scheme, texts)
    annotators = tuple(sorted({annotator for each in passes for annotator in each.by_annotator}))
    units = [align({name: labels.spans for name, labels in each.by_annotator.items()}) for each in passes]
    raters = max(len(each.by_annotator) for each in passes)
    kappa = (cohen_kappa if len(annotators) == 2 else fleiss_kappa, raters)
    figure = partial(estimate, resamples=resamples, seed=seed)
    lengths = {sha256: len(text) for sha256, text in texts.items()}
    return Agreement(
        annotators=annotators,
        articles=tuple(each.article_id for each in passes),
        without_text=tuple(each.article_id for each in passes if each.sha256 not in lengths),
        alone=len(alone),
        resamples=resamples,
        seed=seed,
        spans=tuple(_on_spans(type_, annotators, passes, lengths, figure) for type_ in (*scheme.spans, ALL_TYPES)),
        attributes=tuple(
            _on_attribute(type_.name, attribute, kappa, units, figure)
            for type_ in scheme.spans.values()
            for attribute in type_.attributes
        ),
        relations=tuple(
            _on_relations(type_, passes, units, figure)
            for type_ in ((*scheme.relations, ALL_TYPES) if scheme.relations else ())
        ),
    )


_Figure = Callable[..., Estimate]
_Counts = Mapping[str, float]


def _f1(tally: _Counts) -> float | str:
    """Return 2 · ``pairs`` / ``items``, 0 … 1: the harmonic mean of precision and recall, whoever is taken as right."""
    return 2 * tally.get("pairs", 0) / tally["items"] if tally.get("items") else NOTHING


def _of_type(labels: LabelSet, type_: str) -> list[Span]:
    return [span for span in labels.spans if type_ in (span.type, ALL_TYPES)]


def _on_spans(
    type_: str, annotators: Sequence[str], passes: Sequence[Passes], lengths: Mapping[str, int], figure: _Figure
) -> SpanAgreement:
    marked = dict.fromkeys(annotators, 0)
    exact: list[_Counts] = []
    relaxed: list[_Counts] = []
    unitized = []
    for each in passes:
        spans = {name: _of_type(labels, type_) for name, labels in each.by_annotator.items()}
        for name, found in spans.items():
            marked[name] += len(found)
        extents = {name: {(span.type, span.start, span.end) for span in found} for name, found in spans.items()}
        pairs = list(combinations(spans, 2))
        items = sum(len(spans[one]) + len(spans[other]) for one, other in pairs)
        equal = sum(len(extents[one] & extents[other]) for one, other in pairs)
        exact.append({"items": items, "pairs": equal})
        matches = sum(count_matches(spans[one], spans[other]) for one, other in pairs)
        relaxed.append({"items": items, "pairs": matches})
        if each.sha256 in lengths and type_ != ALL_TYPES:
            length = lengths[each.sha256]
            cut = [segments([(span.start, span.end) for span in found], length) for found in spans.values()]
            unitized.append(unitizing_tally(cut))
    return SpanAgreement(
        type=type_,
        spans=marked,
        equal=int(sum(tally["pairs"] for tally in exact)),
        overlapping=int(sum(tally["pairs"] for tally in relaxed)),
        f1_exact=_explained(figure(exact, _f1), marked),
        f1_relaxed=_explained(figure(relaxed, _f1), marked),
        alpha_u=_alpha_u(type_, unitized, figure),
    )


def _explained(found: Estimate, marked: Mapping[str, int]) -> Estimate:
    someone = [name for name, number in marked.items() if number]
    if not someone:
        return replace(found, note="nobody marked any")
    if len(someone) == 1:
        return replace(found, note=f"only {someone[0]} marked any")
    return replace(found, note=found.note or "nothing in common") if found.value == 0 else found


def _alpha_u(type_: str, tallies: Sequence[Mapping[str | tuple[str, str], float]], figure: _Figure) -> Estimate:
    if type_ == ALL_TYPES:
        return Estimate(note="spans of different types overlap")
    if not tallies:
        return Estimate(note="needs the texts")
    return figure(tallies, unitizing_alpha)


def _on_attribute(
    type_: str,
    attribute: str,
    kappa_of: tuple[Callable[[Ratings], float | str], int],
    units: Sequence[Sequence[Unit]],
    figure: _Figure,
) -> AttributeAgreement:
    coefficient, raters = kappa_of
    ratings: list[Ratings] = [
        Counter(
            tuple(span.attributes.get(attribute, NO_VALUE) for span in unit.spans.values())
            for unit in found
            if unit.type == type_ and len(unit.spans) > 1
        )
        for found in units
    ]
    complete = [{row: number for row, number in tally.items() if len(row) == raters} for tally in ratings]
    kappa = figure(complete, coefficient)
    if any(ratings) and not any(complete):
        kappa = Estimate(note=f"no span was marked by {raters} annotators, as many as labelled an article")
    return AttributeAgreement(
        type=type_,
        attribute=attribute,
        units=int(sum(sum(tally.values()) for tally in ratings)),
        agreed=figure(ratings, observed_agreement),
        kappa=kappa,
        alpha=figure(ratings, nominal_alpha),
    )


def _on_relations(
    type_: str, passes: Sequence[Passes], units: Sequence[Sequence[Unit]], figure: _Figure
) -> RelationAgreement:
    tallies: list[_Counts] = []
    left_out = 0
    for each, found in zip(passes, units, strict=True):
        tally = {"items": 0, "pairs": 0}
        for one, other in combinations(each.by_annotator, 2):
            shared = [unit for unit in found if one in unit.spans and other in unit.spans]
            compared = []
            for name in (one, other):
                unit_of = {unit.spans[name].id: index for index, unit in enumerate(shared)}
                own = [item for item in each.by_annotator[name].relations if type_ in (item.type, ALL_TYPES)]
                ends = {_ends(relation, unit_of) for relation in own if _both_ends(relation, unit_of)}
                left_out += len(own) - len(ends)
                compared.append(ends)
            tally["items"] += len(compared[0]) + len(compared[1])
            tally["pairs"] += len(compared[0] & compared[1])
        tallies.append(tally)
    return RelationAgreement(
        type=type_,
        relations=int(sum(tally["items"] for tally in tallies)),
        left_out=left_out,
        equal=int(sum(tally["pairs"] for tally in tallies)),
        f1=figure(tallies, _f1),
    )


def _both_ends(relation: Relation, unit_of: Mapping[str, int]) -> bool:
    return relation.from_id in unit_of and relation.to_id in unit_of


def _ends(relation: Relation, unit_of: Mapping[str, int]) -> tuple[str, int, int]:
    return relation.type, unit_of[relation.from_id], unit_of[relation.to_id]
