"""An article with everything that the corpus says about it."""

from __future__ import annotations

from typing import NamedTuple

from standoff.corpus.labelsets import StoredLabels
from standoff.records import Article, LabelSet, Relation, Span


class Item(NamedTuple):
    """An article, its group and its labels: what the rows of every config are made from.

    Parameters
    ----------
    gold
        The label set that counts as right; None where the article is not labelled.
    label_sets
        Those of every annotator, in the order of their names.
    language
        ISO 639-1 code, for the segmentation into sentences.
    """

    article: Article
    group: str
    gold: LabelSet | StoredLabels | None = None
    label_sets: tuple[LabelSet | StoredLabels, ...] = ()
    language: str = "en"

    @property
    def annotator(self) -> str | None:
        """Whose labels are gold; None where the article is not labelled."""
        return self.gold.annotator if self.gold else None

    @property
    def spans(self) -> tuple[Span, ...]:
        """The gold spans."""
        return self.gold.spans if self.gold else ()

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The gold relations."""
        return self.gold.relations if self.gold else ()
