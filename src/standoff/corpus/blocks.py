"""Some articles together, their sentences and gold spans as columns: what the rows of several configs share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from standoff.corpus.arrays import Numbers
from standoff.corpus.encoded import Encoded
from standoff.corpus.items import Item
from standoff.corpus.labelsets import LabelColumns, columns_of
from standoff.corpus.sentences import sentences_of_all
from standoff.corpus.spans import SpanColumns
from standoff.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of some articles.

    Parameters
    ----------
    counts
        How many each article has.
    item, index
        The number of the article of each, and its own number there.
    start, end
        Half-open interval of code points in its article.
    """

    counts: Numbers
    item: Numbers
    index: Numbers
    start: Numbers
    end: Numbers

    def of(self, kept: NDArray[np.bool_]) -> Sentences:
        """Return the sentences of some of the articles alone."""
        found = kept[self.item]
        number = np.cumsum(kept) - 1
        return Sentences(
            self.counts[kept], number[self.item[found]], self.index[found], self.start[found], self.end[found]
        )


class Block:
    """Some articles with their labels.

    In what is said to be of the block, all their texts stand one after the other, with nothing between.
    """

    def __init__(self, items: Sequence[Item], scheme: Scheme) -> None:
        self.items = items
        self.scheme = scheme

    @property
    def labelled(self) -> Block:
        """The labelled articles."""
        # A block that held itself would stay in memory.
        return self if all(item.gold for item in self.items) else self._labelled

    @cached_property
    def _labelled(self) -> Block:
        kept = np.array([item.gold is not None for item in self.items], np.bool_)
        block = Block([item for item in self.items if item.gold], self.scheme)
        if "sentences" in vars(self):
            block.sentences = self.sentences.of(kept)  # they are not found twice
        return block

    @cached_property
    def encoded(self) -> Encoded:
        """The texts as UTF-8."""
        return Encoded([item.article.text for item in self.items], [item.article.utf8 for item in self.items])

    @property
    def base(self) -> Numbers:
        """Where each text begins in the block, and where a next one would."""
        return self.encoded.point_edges

    @cached_property
    def sentences(self) -> Sentences:
        """The sentences of all articles."""
        counts, starts, ends = sentences_of_all(self.encoded, [item.language for item in self.items])
        item = np.repeat(np.arange(len(counts)), counts)
        first, base = np.cumsum(counts) - counts, self.encoded.point_edges[item]
        return Sentences(counts, item, np.arange(len(item)) - first[item], starts - base, ends - base)

    @cached_property
    def sentence_edges(self) -> tuple[Numbers, Numbers]:
        """Where each sentence begins and ends in the block."""
        base = self.base[self.sentences.item]
        return self.sentences.start + base, self.sentences.end + base

    @cached_property
    def sentence_texts(self) -> pa.StringArray:
        """The text of each sentence."""
        base = self.encoded.point_edges[self.sentences.item]
        edges = (self.encoded.places(edge + base) for edge in (self.sentences.start, self.sentences.end))
        return self.encoded.strings(*edges)

    @cached_property
    def gold(self) -> LabelColumns:
        """The gold label sets."""
        return columns_of([item.gold for item in self.items if item.gold])

    @cached_property
    def gold_rows(self) -> Numbers:
        """The number of the article of each gold label set."""
        return np.flatnonzero([item.gold is not None for item in self.items])

    @cached_property
    def spans(self) -> SpanColumns:
        """The gold spans of all articles."""
        return SpanColumns(self.gold, self.gold_rows, [item.article.text for item in self.items], self.scheme)

    @cached_property
    def span_edges(self) -> tuple[Numbers, Numbers]:
        """Where each gold span begins and ends in the block."""
        base = self.base[self.spans.row]
        return self.spans.start + base, self.spans.end + base

    @cached_property
    def sentence_of_span(self) -> Numbers:
        """The number of the sentence that each gold span lies wholly within, or -1."""
        starts, ends = self.sentence_edges
        first, last = self.span_edges
        if not len(starts):
            return np.full(len(first), -1)
        place = np.searchsorted(starts, first, "right") - 1
        return np.where((place >= 0) & (last <= ends[place]), place, -1)
