"""CoNLL-2003: a token a line with its tags, sentences parted by blank lines, documents by ``-DOCSTART-``.

There is one column of BIO tags for each span type, in the order of the scheme. The format holds neither white space
nor attributes nor relations, and of spans only those that are made of whole tokens of one sentence and do not overlap
another of their type.

The format: Tjong Kim Sang and De Meulder (2003), https://aclanthology.org/W03-0419/; the tags: Ramshaw and Marcus
(1995), https://aclanthology.org/W95-0107/
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from standoff.errors import Finding, InputError
from standoff.formats.drafts import Draft, Mention
from standoff.formats.model import Context, Exported, Files, Imported, Interval, Segmenter, decoded, head_losses, loss
from standoff.formats.places import segmented
from standoff.formats.settling import merged, settle
from standoff.records import Article, LabelSet, Span
from standoff.scheme import Scheme

CONLL = ".conll"

_DOCUMENT: Final = "-DOCSTART-"
# IOB1 and IOB2 begin with B or I, IOBES adds E (end) and S (single), BILOU calls them L (last) and U (unit).
_TAG: Final = re.compile(r"O|([BIESLU])-(\S+)")


def to_conll(article: Article, labels: LabelSet, scheme: Scheme, segment: Segmenter) -> Exported:
    """Return a label set as one file, ``.conll``.

    For most other readers, choose one span type first (`standoff.formats.chosen`): they expect one column of tags.

    Raises
    ------
    InputError
        If a token of `segment` cannot be written.
    """
    columns = list(scheme.spans)
    sentences = segmented(article.text, segment)
    losses = [
        *head_losses(article, labels),
        loss("white-space", "the format does not hold the white space between tokens", "article.text"),
    ]
    fitting, misfits = _fitting(labels, columns, sentences)
    for index, span in enumerate(labels.spans):
        at = f"$.spans[{index}]"
        if span.id in misfits:
            losses.append(loss(*misfits[span.id], at))
            continue
        losses.append(loss("span-id", "the format has no ids", f"{at}.id"))
        losses += [
            loss("attribute", "the format has no attributes", f"{at}.attributes.{name}")
            for name in sorted(span.attributes)
        ]
    losses += [
        loss("relation", "the format has no relations", f"$.relations[{index}]")
        for index in range(len(labels.relations))
    ]
    tags = {(span.type, span.start): span for span in fitting}
    lines = [" ".join([_DOCUMENT, *["O"] * len(columns)]), ""]
    for sentence in sentences:
        open_spans: dict[str, Span] = {}
        for start, end in sentence:
            word = article.text[start:end]
            if word == _DOCUMENT:
                raise InputError(f"the token {_DOCUMENT} at {start} would be read as the beginning of a document")
            row = [word]
            for column in columns:
                begun = tags.get((column, start))
                if begun is not None:
                    open_spans[column] = begun
                inside = column in open_spans and start < open_spans[column].end
                row.append(f"{'B' if begun else 'I'}-{column}" if inside else "O")
            lines.append(" ".join(row))
        lines.append("")
    return Exported({CONLL: "\n".join(lines).encode()}, tuple(losses))


def from_conll(files: Files, context: Context) -> Imported:
    """Return the label sets of a file, one for each of its documents.

    The last column is read as tags, and so is every other column after the first whose tags are all of span types that
    the scheme has. The tags may be IOB1, IOB2, IOBES or BILOU. Of an article that is not known, the text is made of the
    tokens with a space between them and a line for each sentence.

    Raises
    ------
    InputError
        If the file is not UTF-8.
    """
    documents = _documents(decoded(files, CONLL).removeprefix("\ufeff"))
    parts = []
    for number, rows in enumerate(documents, 1):
        name = context.name if len(documents) == 1 else f"{context.name}-{number}"
        parts.append(settle(_draft(rows, context.scheme), replace(context, name=name), "CoNLL"))
    return merged(parts)


def _fitting(
    labels: LabelSet, columns: Sequence[str], sentences: Sequence[Sequence[Interval]]
) -> tuple[list[Span], dict[str, tuple[str, str]]]:
    """Return the spans that can be tagged, and why the others cannot: code and message by id.

    Where spans of one type overlap, the outermost is tagged; of two that cross, the earlier.
    """
    sentence_of_start = {start: number for number, sentence in enumerate(sentences) for start, _ in sentence}
    sentence_of_end = {end: number for number, sentence in enumerate(sentences) for _, end in sentence}
    fitting: list[Span] = []
    misfits = {}
    reached = dict.fromkeys(columns, 0)
    for span in sorted(labels.spans, key=lambda span: (span.start, -span.end)):
        first, last = sentence_of_start.get(span.start), sentence_of_end.get(span.end)
        if first is None or last is None:
            misfits[span.id] = ("unaligned", "the span begins or ends within a token")
        elif first != last:
            misfits[span.id] = ("sentences", "the span runs over several sentences")
        elif span.start < reached[span.type]:
            misfits[span.id] = ("overlap", "the span overlaps another of its type")
        else:
            fitting.append(span)
            reached[span.type] = span.end
    return fitting, misfits


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the file: a word, its tags, and whether it is the first of its sentence."""

    line: int
    cells: Sequence[str]
    opens: bool

    @property
    def separator(self) -> str:
        """What parts the word from the one before it in a text made of words."""
        return "\n" if self.opens else " "


def _documents(text: str) -> list[list[_Row]]:
    documents: list[list[_Row]] = [[]]
    opens = True
    for number, line in enumerate(text.split("\n"), 1):
        cells = re.split(r"[ \t]+", line.strip(" \t\r"))
        if cells[0] == _DOCUMENT:
            documents.append([])
        elif cells[0]:
            documents[-1].append(_Row(number, cells, opens))
        opens = cells[0] in ("", _DOCUMENT)
    return [rows for rows in documents if rows]


def _draft(rows: Sequence[_Row], scheme: Scheme) -> Draft:
    """Return the text that the words make, and the spans of every column of tags."""
    text = "".join(row.separator + row.cells[0] for row in rows)
    width = len(rows[0].cells)
    if width < 2 or any(len(row.cells) != width for row in rows):
        row = next((row for row in rows if len(row.cells) != width), rows[0])
        message = f"has {len(row.cells)} columns, not {max(width, 2)}"
        return Draft(text, [], [], [Finding("conll-columns", message, line=row.line)])
    mentions, findings = [], []
    for column in range(1, width):
        tags = [row.cells[column] for row in rows]
        if column == width - 1 or all(_is_tag_of(scheme, tag) for tag in tags):
            mentions += _mentions(rows, tags)
            findings += [
                Finding("conll-tag", f"{tag!r} is no tag", line=row.line)
                for row, tag in zip(rows, tags, strict=True)
                if not _TAG.fullmatch(tag)
            ]
    return Draft(text, mentions, [], findings)


def _is_tag_of(scheme: Scheme, tag: str) -> bool:
    match = _TAG.fullmatch(tag)
    return match is not None and (match[2] is None or match[2] in scheme.spans)


def _mentions(rows: Sequence[_Row], tags: Sequence[str]) -> list[Mention]:
    mentions: list[Mention] = []
    is_open = False
    reached = 0
    for row, tag in zip(rows, tags, strict=True):
        start, end = reached + 1, reached + 1 + len(row.cells[0])
        reached = end
        match = _TAG.fullmatch(tag)
        if match is None or match[1] is None:
            is_open = False
            continue
        position, type_ = match[1], match[2]
        if is_open and not row.opens and position in "IEL" and mentions[-1].type == type_:
            mentions[-1] = replace(mentions[-1], end=end)
        else:
            key = f"{row.line} {type_}"
            mentions.append(Mention(key, type_, start, end, line=row.line))
        is_open = position in "BI"
    return mentions
