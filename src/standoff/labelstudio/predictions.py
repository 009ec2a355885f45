"""What annotators find in a task when they open it: suggestions by rules, or somebody's labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any, Final

from standoff.labels import LabelStore
from standoff.labelstudio.offsets import OffsetUnit
from standoff.labelstudio.reasons import reason_note
from standoff.labelstudio.results import to_results
from standoff.records import Article, Relation, Span
from standoff.scheme import Scheme
from standoff.suggest import Evidence, Learned, suggest, to_labels, version

_SUGGESTERS: Final = "standoff "


@dataclass(frozen=True)
class Shown:
    """What annotators find in a task: spans with relations, and by the id of a span how sure a suggester is and why."""

    spans: Sequence[Span]
    relations: Sequence[Relation] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Predictor:
    """Predictions of one version.

    Parameters
    ----------
    version
        The ``model_version`` that the server knows them by.
    show
        Returns what is to be shown in the task of an article.
    scheme
        The scheme of the project.
    """

    version: str
    show: Callable[[Article], Shown]
    scheme: Scheme

    def predict(self, article: Article, unit: OffsetUnit | None = "code-point") -> dict[str, Any] | None:
        """Return the prediction for the task of an article, or None where there is nothing to show.

        Parameters
        ----------
        unit
            What the server counts offsets into this text in; None where nobody knows, and nothing can be shown.
        """
        if unit is None:
            return None
        shown = self.show(article)
        if not shown.spans:
            return None
        results = to_results(
            shown.spans,
            shown.relations,
            article.text,
            self.scheme,
            scores=shown.scores,
            notes=shown.notes,
            unit=unit,
        )
        prediction: dict[str, Any] = {"model_version": self.version, "result": results}
        return {**prediction, "score": fmean(shown.scores.values())} if shown.scores else prediction

    def replaces(self, version: str) -> bool:
        """Say whether predictions of that version are older ones of the suggesters, which these take the place of."""
        return self.version.startswith(_SUGGESTERS) and version.startswith(_SUGGESTERS) and version != self.version


def suggestions(scheme: Scheme, model: Learned | None = None, evidence: Evidence | None = None) -> Predictor:
    """Return the predictor that shows what the suggesters find, each region with how sure it is and why.

    Parameters
    ----------
    model
        What was learned from labels.
    evidence
        A trained stance model.
    """

    def show(article: Article) -> Shown:
        found = suggest(article, scheme, model=model, evidence=evidence)
        spans, relations = to_labels(found)
        of_span = {span.id: item for span, item in zip(spans, found, strict=True)}
        scores = {id_: item.score for id_, item in of_span.items()}
        notes = {id_: reason_note(item.why, item.score) for id_, item in of_span.items()}
        return Shown(spans, relations, scores, notes)

    return Predictor(f"{_SUGGESTERS}{version(model, evidence=evidence)}", show, scheme)


def labels_of(annotator: str, store: LabelStore, scheme: Scheme) -> Predictor:
    """Return the predictor that shows the labels of one annotator, where they are of an article's present text.

    Raises
    ------
    MissingError
        If there is no such annotator.
    """
    by_key = {(labels.article_id, labels.sha256): labels for labels in store.read(annotator)}

    def show(article: Article) -> Shown:
        labels = by_key.get((article.id, article.sha256))
        return Shown(()) if labels is None else Shown(labels.spans, labels.relations)

    return Predictor(f"labels of {annotator}", show, scheme)
