"""Checking the rows of a corpus: labels in range, offsets and words, relations, articles and groups in one split."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import pyarrow as pa

from standoff.corpus.features import DEFAULT_CONFIG
from standoff.corpus.kinds import Choice, Columns, Kind, Many, Plain
from standoff.corpus.roster import Roster
from standoff.corpus.row_places import RowPlaces
from standoff.corpus.tally import Tally
from standoff.text import sha256_hex

Fault = tuple[str, str, str]
"""Code, message, and where in the file, such as ``$[3].spans[0].end``."""

_BATCH = 1000
_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "articles": ("id", "dct", "text", "sha256", "group", "spans"),
    "sentences": ("article_id", "group", "index", "start", "end", "text", "spans"),
    "tokens": ("article_id", "group", "annotator", "index", "tokens", "starts", "ends"),
    "stance": ("article_id", "group", "annotator", "start", "end", "text", "span_start", "span_end", "label"),
    "annotations": ("article_id", "sha256", "annotator", "scheme", "scheme_version", "created", "updated", "spans"),
}
"""The columns of each config that the checks look at; null in none of them but these:"""
_NULLABLE: Final = ("span_start", "span_end")
_UNSETTLED: Final = "unsettled"
"""Stands for the code of a fault that is known when all articles are."""
_SPAN: Final = ("id", "type", "start", "end", "text")


class RowChecks:
    """Checks of rows, shard by shard: the articles of a shard must be checked before the rows of other configs in it.

    Attributes
    ----------
    tally
        What was counted in the rows.
    faulty
        Whether there were faults in rows, which make counts of them wrong, too.
    incomplete
        Configs of which not all rows could be read, to be noted here: that rows lack, or articles, is then no fault.
    """

    def __init__(self) -> None:
        self.tally = Tally()
        self.faulty = False
        self.incomplete: set[str] = set()
        self._roster = Roster()
        self._places = RowPlaces(self._roster)
        self._unsettled: list[tuple[str, str, str, str]] = []
        self._of_config: dict[str, Callable[[Mapping[str, Any], Columns], Iterator[Fault]]] = {
            "articles": self._article,
            "sentences": self._sentence,
            "tokens": self._tokens,
            "stance": self._stance,
            "annotations": self._annotation,
        }

    def end_shard(self, configs: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        """Yield code, message and config of what lacks in a shard, and forget what only its rows are compared with.

        Parameters
        ----------
        configs
            All that the corpus has.
        """
        for code, message, config in self._places.end_shard(set(configs) - self.incomplete):
            self.faulty = True
            yield code, message, config
        self._roster.next_shard()

    def check(self, config: str, split: str, content: pa.Table, columns: Columns, path: str = "") -> Iterator[Fault]:
        """Yield the faults in the rows of one file, whose schema is that of `columns`; some come with `finish`."""
        if config not in _COLUMNS:
            yield "config-unknown", f"there is no rule for the config {config!r}", ""
            return
        wrong = [name for name in _COLUMNS[config] if not _has_form(name, columns.get(name))]
        if wrong:
            yield "columns", f"{config!r} must have {', '.join(wrong)}, of the form that a build gives", ""
            return
        row = 0
        for batch in content.to_batches(max_chunksize=_BATCH):
            for values in batch.to_pylist():
                remembered = self._remember(split, values) if config == DEFAULT_CONFIG else ()
                for code, message, at in (*remembered, *self._row(config, split, values, columns)):
                    self.faulty = True
                    if code == _UNSETTLED:
                        self._unsettled.append((path, f"$[{row}]{at}", split, message))
                    else:
                        yield code, message, f"$[{row}]{at}"
                row += 1

    def finish(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield what can be said only when all files are read: code, message, file and place of each fault."""
        for path, at, split, article_id in self._unsettled:
            there = self._roster.split_of(article_id)
            if there:
                where = f"in {there}" if there != split else f"in another file of {split}"
                yield "article-split", f"article {article_id!r} is {where}", path, at
            elif DEFAULT_CONFIG not in self.incomplete:
                yield "article-unknown", f"there is no article {article_id!r}", path, at
        for group, found in self._roster.torn_groups():
            yield "group-split", f"group {group!r} is in {' and '.join(found)}", "", ""

    def _row(self, config: str, split: str, values: Mapping[str, Any], columns: Columns) -> Iterator[Fault]:
        faults = [fault for name in columns for fault in _value(columns[name], values[name], f".{name}")]
        faults += [
            ("null", "is null", f".{name}")
            for name in _COLUMNS[config]
            if values[name] is None and name not in _NULLABLE and not isinstance(columns[name], Many)
        ]
        yield from faults
        # What follows compares values, and would only repeat that one is missing or out of range.
        if not faults:
            self.tally.add(config, split, values, columns)
            yield from self._of_config[config](values, columns)
        yield from self._places.check(config, values)

    def _remember(self, split: str, row: Mapping[str, Any]) -> Iterator[Fault]:
        """Note an article, whatever else is wrong with it, for the rows of other configs."""
        before = self._roster.add(split, row)
        if before:
            yield "article-twice", f"article {row['id']!r} is in {before} already", ".id"

    def _article(self, row: Mapping[str, Any], columns: Columns) -> Iterator[Fault]:
        if sha256_hex(row["text"]) != row["sha256"]:
            yield "sha256", "is not that of the text", ".sha256"
        yield from _spans(row, row["text"], columns)

    def _known(self, row: Mapping[str, Any]) -> Iterator[Fault]:
        article = self._roster.find(row["article_id"])
        if article is None:
            yield _UNSETTLED, row["article_id"], ".article_id"
            return
        for name in ("sha256", "group"):
            if name in row and row[name] != getattr(article, name):
                yield f"article-{name}", f"is not that of article {row['article_id']!r}", f".{name}"

    def _text(self, row: Mapping[str, Any]) -> str:
        article = self._roster.find(row["article_id"])
        return article.text if article else ""

    def _sentence(self, row: Mapping[str, Any], columns: Columns) -> Iterator[Fault]:
        yield from self._known(row)
        yield from self._passage(row)
        yield from _spans(row, row["text"], columns)

    def _passage(self, row: Mapping[str, Any]) -> Iterator[Fault]:
        """Compare a row's own text with what its offsets cover in the article."""
        text = self._text(row)
        if text:
            yield from _interval(row["start"], row["end"], row["text"], text, "")

    def _tokens(self, row: Mapping[str, Any], columns: Columns) -> Iterator[Fault]:
        yield from self._known(row)
        lists = [name for name, kind in columns.items() if isinstance(kind, Many)]
        lengths = {name: len(row[name]) for name in lists}
        for name in lists:
            if lengths[name] != lengths["tokens"]:
                yield "length", f"has {lengths[name]} values for {lengths['tokens']} tokens", f".{name}"
        text = self._text(row)
        for index, (token, start, end) in enumerate(zip(row["tokens"], row["starts"], row["ends"], strict=False)):
            if text:
                yield from _interval(start, end, token, text, f".tokens[{index}]")

    def _stance(self, row: Mapping[str, Any], columns: Columns) -> Iterator[Fault]:
        yield from self._known(row)
        yield from self._passage(row)
        start, end = row["span_start"], row["span_end"]
        is_none = row["label"] == len(_names(columns["label"])) - 1
        if (start is None) != is_none or (end is None) != is_none:
            yield "stance", "a row has a span if, and only if, it has a stance", ".span_start"
        elif not is_none and not 0 <= start < end <= len(row["text"]):
            yield "offset", f"{start} … {end} is not within the text", ".span_start"

    def _annotation(self, row: Mapping[str, Any], columns: Columns) -> Iterator[Fault]:
        yield from self._known(row)
        text = self._text(row)
        if text:
            yield from _spans(row, text, columns)


def _has_form(name: str, kind: Kind | None) -> bool:
    """Whether a column is there and can be checked."""
    if name == "spans":
        span = kind.item if isinstance(kind, Many) else None
        return isinstance(span, dict) and span.keys() >= set(_SPAN) and isinstance(span["type"], Choice)
    if name in ("tokens", "starts", "ends"):
        return isinstance(kind, Many)
    return isinstance(kind, Choice if name == "label" else Plain)


def _names(kind: Kind) -> tuple[str, ...]:
    return kind.names if isinstance(kind, Choice) else ()


def _value(kind: Kind, value: Any, at: str) -> Iterator[Fault]:
    """Yield class labels that are out of range, and lists and their elements that are null."""
    if isinstance(kind, Many):
        if value is None:
            yield "null", "is null; an empty list is []", at
            return
        for index, item in enumerate(value):
            if item is None:
                yield "null", "is null", f"{at}[{index}]"
            else:
                yield from _value(kind.item, item, f"{at}[{index}]")
    elif isinstance(kind, dict):
        for name, part in kind.items():
            yield from _value(part, value[name], f"{at}.{name}")
    elif isinstance(kind, Choice) and value is not None and not 0 <= value < len(kind.names):
        yield "label-range", f"label {value} is outside 0 … {len(kind.names) - 1}", at


def _spans(row: Mapping[str, Any], text: str, columns: Columns) -> Iterator[Fault]:
    spans = columns["spans"]
    types = _names(spans.item["type"]) if isinstance(spans, Many) and isinstance(spans.item, dict) else ()
    ids: set[str] = set()
    for index, span in enumerate(row["spans"]):
        at = f".spans[{index}]"
        missing = [name for name in _SPAN if span[name] is None]
        if missing:
            yield "null", f"{', '.join(missing)} must not be null", at
            continue
        if span["id"] in ids:
            yield "span-id-twice", f"id {span['id']!r} stands twice", f"{at}.id"
        ids.add(span["id"])
        yield from _interval(span["start"], span["end"], span["text"], text, at)
        own = f"{types[span['type']]}_"
        for name, value in span.items():
            if value is not None and name not in _SPAN and not name.startswith(own):
                yield "attribute", f"a span of the type {own[:-1]} has no {name}", f"{at}.{name}"
    for index, relation in enumerate(row.get("relations", ())):
        for end in ("from_id", "to_id"):
            if relation[end] not in ids:
                message = f"no span of this row has the id {relation[end]!r}"
                yield "relation-dangling", message, f".relations[{index}].{end}"


def _interval(start: int, end: int, words: str, text: str, at: str) -> Iterator[Fault]:
    if not 0 <= start < end <= len(text):
        yield "offset", f"{start} … {end} is no interval within 0 … {len(text)}", f"{at}.start"
    elif text[start:end] != words:
        yield "surface", f"{words!r} is not what the offsets cover: {text[start:end]!r}", f"{at}.text"
