"""What annotators find in a task when they open it: suggestions by rules, or somebody's labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any, Final

from standoff.errors import MissingError
from standoff.labels import LabelStore
from standoff.labelstudio.results import to_results
from standoff.records import Article, Relation, Span
from standoff.scheme import Scheme
from standoff.suggest import VERSION, suggest

_SUGGESTERS: Final = "standoff "


@dataclass(frozen=True)
class Predictor:
    """Predictions of one version.

    Parameters
    ----------
    version
        The ``model_version`` that the server knows them by.
    predict
        Returns the prediction for an article, or None where there is nothing to show.
    """

    version: str
    predict: Callable[[Article], Mapping[str, Any] | None]

    def replaces(self, version: str) -> bool:
        """Say whether predictions of that version are older ones of the suggesters, which these take the place of."""
        return self.version.startswith(_SUGGESTERS) and version.startswith(_SUGGESTERS) and version != self.version


def suggestions(scheme: Scheme) -> Predictor:
    """Return the predictor that shows what the suggesters find, each region with how sure it is."""
    version = f"{_SUGGESTERS}{VERSION}"

    def predict(article: Article) -> Mapping[str, Any] | None:
        found = suggest(article, scheme)
        spans = [
            Span(f"suggestion-{number}", item.type, item.start, item.end, item.attributes)
            for number, item in enumerate(found, 1)
        ]
        scores = {span.id: item.score for span, item in zip(spans, found, strict=True)}
        return _prediction(version, article, scheme, spans, (), scores)

    return Predictor(version, predict)


def labels_of(annotator: str, store: LabelStore, scheme: Scheme) -> Predictor:
    """Return the predictor that shows the labels of one annotator, where they are of an article's present text.

    Raises
    ------
    MissingError
        If there are none.
    """
    by_key = {(labels.article_id, labels.sha256): labels for labels in store.read(annotator)}
    if not by_key:
        raise MissingError(f"there are no labels by {annotator!r}", where=str(store.root))
    version = f"labels of {annotator}"

    def predict(article: Article) -> Mapping[str, Any] | None:
        labels = by_key.get((article.id, article.sha256))
        if labels is None:
            return None
        return _prediction(version, article, scheme, labels.spans, labels.relations, {})

    return Predictor(version, predict)


def _prediction(
    version: str,
    article: Article,
    scheme: Scheme,
    spans: Sequence[Span],
    relations: Sequence[Relation],
    scores: Mapping[str, float],
) -> Mapping[str, Any] | None:
    if not spans:
        return None
    prediction: dict[str, Any] = {
        "model_version": version,
        "result": to_results(spans, relations, article.text, scheme, scores=scores),
    }
    return {**prediction, "score": fmean(scores.values())} if scores else prediction
