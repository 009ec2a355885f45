r"""WebAnno TSV 3.3, which INCEpTION reads and writes: tokens in rows, layers in columns, offsets in UTF-16.

A span that begins or ends within a token is put on a sub-token. Spans that cover several rows, share a row with another
of their layer, or fill a slot of any layer, are told apart by a number in brackets.

The format: "WebAnno TSV 3.3 File format" in the appendix of the INCEpTION user guide,
https://inception-project.github.io/documentation/
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from standoff.errors import Finding
from standoff.formats.model import Exported, Interval, Segmenter, head_losses, loss
from standoff.formats.places import segmented
from standoff.formats.webanno.cells import escape_text, escape_value
from standoff.formats.webanno.layers import Layer, layers_of
from standoff.records import Article, LabelSet, Span
from standoff.scheme import Scheme
from standoff.text import Utf16Map

TSV: Final = ".tsv"
FORMAT: Final = "#FORMAT=WebAnno TSV 3.3"


def to_webanno(article: Article, labels: LabelSet, scheme: Scheme, segment: Segmenter) -> Exported:
    """Return a label set as one file, ``.tsv``.

    The layers of the span types that occur must exist in the INCEpTION project, with the features of the header.

    Raises
    ------
    InputError
        If a token of `segment` cannot be written.
    """
    losses = head_losses(article, labels)
    losses += [loss("span-id", "the format has no ids", f"$.spans[{index}].id") for index in range(len(labels.spans))]
    labels, unwritable = _writable(labels)
    sheet = _Sheet(article.text, labels, scheme, segmented(article.text, segment))
    return Exported({TSV: sheet.content().encode()}, (*losses, *unwritable))


def _writable(labels: LabelSet) -> tuple[LabelSet, list[Finding]]:
    """Return the label set without the attributes that cannot be written, and a loss for each of those."""
    losses = []
    spans = []
    for index, span in enumerate(labels.spans):
        kept = {name: value for name, value in span.attributes.items() if "\r" not in value}
        losses += [
            loss("carriage-return", "the format cannot hold a carriage return", f"$.spans[{index}].attributes.{name}")
            for name in sorted(span.attributes.keys() - kept.keys())
        ]
        spans.append(replace(span, attributes=kept))
    return labels.with_labels(spans, labels.relations), losses


@dataclass(frozen=True, slots=True)
class _Row:
    """A token or a part of one, and the spans on it by type."""

    id: str
    start: int
    end: int
    spans: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))


class _Sheet:
    """The rows of a document, with every span on its rows."""

    def __init__(self, text: str, labels: LabelSet, scheme: Scheme, sentences: Sequence[Sequence[Interval]]) -> None:
        self._text = text
        self._utf16 = Utf16Map(text)
        types = {span.id: span.type for span in labels.spans}
        self._layers = [layer for layer in layers_of(scheme).values() if layer.type in types.values()]
        parts = _parts([token for sentence in sentences for token in sentence], labels.spans)
        self._sentences = _numbered(sentences, parts)
        rows = {(row.start, row.end): row for sentence in self._sentences for row in sentence}
        self._first_row: dict[str, str] = {}
        for span in labels.spans:
            for part in parts[span.id]:
                rows[part].spans[span.type].append(span)
            self._first_row[span.id] = rows[parts[span.id][0]].id
        self._fillers: dict[tuple[str, str], list[str]] = defaultdict(list)
        for relation in labels.relations:
            self._fillers[relation.from_id, relation.type].append(relation.to_id)
        self._numbers = self._disambiguation(labels, parts)

    def _disambiguation(self, labels: LabelSet, parts: Mapping[str, Sequence[Interval]]) -> dict[str, int]:
        """Return a number for every span that its row and layer alone do not tell from others."""
        piles = [pile for sentence in self._sentences for row in sentence for pile in row.spans.values()]
        ambiguous = {span.id for pile in piles if len(pile) > 1 for span in pile}
        ambiguous |= {id_ for id_, found in parts.items() if len(found) > 1}
        types = {span.id: span.type for span in labels.spans}
        untyped = {(layer.type, slot.relation) for layer in self._layers for slot in layer.slots if slot.is_untyped}
        ambiguous |= {item.to_id for item in labels.relations if (types[item.from_id], item.type) in untyped}
        in_order = [span.id for span in labels.spans if span.id in ambiguous]
        return {id_: number for number, id_ in enumerate(in_order, 1)}

    def content(self) -> str:
        """Return the whole file."""
        lines = [FORMAT, *(layer.declaration for layer in self._layers), ""]
        starts = [rows[0].start for rows in self._sentences]
        for rows, start, next_start in zip(self._sentences, starts, [*starts[1:], len(self._text)], strict=True):
            words = self._text[start : max(row.end for row in rows)]
            gap = self._text[start + len(words) : next_start]
            # Readers put a line break and spaces between two sentences; other white space is made a part of the first.
            if not re.fullmatch(r"(\n *)?", gap):
                words += gap
            lines += ["", *(f"#Text={escape_text(line)}" for line in words.split("\n"))]
            lines += [self._line(row) for row in rows]
        return "".join(f"{line}\n" for line in lines)

    def _line(self, row: _Row) -> str:
        offsets = f"{self._utf16.to_utf16(row.start)}-{self._utf16.to_utf16(row.end)}"
        cells = [row.id, offsets, self._text[row.start : row.end]]
        for layer in self._layers:
            columns = [self._cells(layer, span) for span in row.spans[layer.type]]
            cells += ["|".join(pile) for pile in zip(*columns, strict=True)] or ["_"] * layer.width
        return "\t".join([*cells, ""])

    def _cells(self, layer: Layer, span: Span) -> list[str]:
        number = self._bracketed(span.id)
        cells = [
            (escape_value(span.attributes[name]) if name in span.attributes else "*") + number
            for name in layer.features
        ]
        for slot in layer.slots:
            fillers = self._fillers[span.id, slot.relation]
            cells.append((";".join([escape_value(slot.relation)] * len(fillers)) or "_") + number)
            cells.append(";".join(self._first_row[id_] + self._bracketed(id_) for id_ in fillers) or "*")
        return cells or [f"*{number}"]

    def _bracketed(self, id_: str) -> str:
        return f"[{self._numbers[id_]}]" if id_ in self._numbers else ""


def _parts(tokens: Sequence[Interval], spans: Iterable[Span]) -> dict[str, list[Interval]]:
    """Return the tokens of each span, by its id: the first and the last are cut to what the span holds of them."""
    starts = [start for start, _ in tokens]
    found = {}
    for span in spans:
        first, last = bisect_right(starts, span.start) - 1, bisect_left(starts, span.end)
        found[span.id] = [(max(start, span.start), min(end, span.end)) for start, end in tokens[first:last]]
    return found


def _numbered(sentences: Sequence[Sequence[Interval]], parts: Mapping[str, Sequence[Interval]]) -> list[list[_Row]]:
    """Return the rows of each sentence: its tokens, each followed by those parts of it that spans are cut to."""
    needed = sorted({part for found in parts.values() for part in found}, key=lambda part: (part[0], -part[1]))
    starts = [start for start, _ in needed]
    numbered = []
    for number, sentence in enumerate(sentences, 1):
        rows = []
        for position, (start, end) in enumerate(sentence, 1):
            within = needed[bisect_left(starts, start) : bisect_left(starts, end)]
            rows.append(_Row(f"{number}-{position}", start, end))
            cut = (part for part in within if part != (start, end))
            rows += [_Row(f"{number}-{position}.{rank}", *part) for rank, part in enumerate(cut, 1)]
        numbered.append(rows)
    return numbered
