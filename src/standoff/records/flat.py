"""Many label sets together, column by column and without an object for each span."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from operator import itemgetter
from typing import Any, Final

import orjson

from standoff.records.codec import FORMAT, KEYS, ORIGINS, RELATION_KEYS, SPAN_KEYS, parse_time
from standoff.records.model import LabelSet

HEAD: Final = (
    *("article_id", "sha256", "scheme", "scheme_version", "annotator", "origin"),
    *("tool", "created", "updated", "lead_time"),
)
"""What a label set says beside its labels."""

_PLAIN_KEYS = tuple(key for key in KEYS if key != "adjudication")
_TEXTS = ("article_id", "sha256", "scheme", "annotator", "origin")
_RELATION = itemgetter(*RELATION_KEYS)
_TEXT, _WHOLE, _LIST, _TIME_SPENT = {str}, {int}, {list}, {int, float, type(None)}

SpanKind = tuple[str, dict[str, str]]
"""The type of a span and its attributes: the same ones come again and again."""


class Kinds(dict[tuple[str, bytes], int]):
    """Kinds of spans by their types and the JSON of their attributes, numbered in the order in which they are seen.

    Attributes
    ----------
    found
        The kinds.
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: list[SpanKind] = []

    def __missing__(self, key: tuple[str, bytes]) -> int:
        """Return the number of a new kind.

        Raises
        ------
        AttributeError, TypeError
            If it is none: its type is no text or empty, or its attributes are no object of texts.
        """
        type_, attributes = key[0], orjson.loads(key[1])
        if type(type_) is not str or not type_ or not _TEXT.issuperset(_types(attributes.values())):
            raise TypeError
        self[key] = number = len(self.found)
        self.found.append((type_, attributes))
        return number


class FlatLabels:
    """Label sets one after the other.

    Attributes
    ----------
    head
        A list for every name in `HEAD`.
    span_counts, relation_counts
        How many spans and relations each label set has.
    ids, starts, ends, kinds
        Of each span; its kind is a number among `known`. Their order within a label set is that of the input.
    relations
        The type of each relation and the ids that it leads from and to; their order is that of a `LabelSet`.
    """

    def __init__(self) -> None:
        self.head: dict[str, list[Any]] = {name: [] for name in HEAD}
        self.span_counts: list[int] = []
        self.ids: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.kinds: list[int] = []
        self.known = Kinds()
        self.relation_counts: list[int] = []
        self.relations: tuple[list[str], list[str], list[str]] = ([], [], [])

    def __len__(self) -> int:
        return len(self.span_counts)

    def append(self, labels: LabelSet) -> None:
        """Add a label set."""
        for name, values in self.head.items():
            values.append(getattr(labels, name))
        spans = labels.spans
        self.span_counts.append(len(spans))
        self.ids += [span.id for span in spans]
        self.starts += [span.start for span in spans]
        self.ends += [span.end for span in spans]
        self.kinds += [self.known[span.type, orjson.dumps(span.attributes)] for span in spans]
        self.relation_counts.append(len(labels.relations))
        for texts, name in zip(self.relations, RELATION_KEYS, strict=True):
            texts.extend(getattr(relation, name) for relation in labels.relations)

    def extend(self, values: Sequence[Any]) -> bool:
        """Add the label sets of JSON objects that are just as `to_json` makes them, but for those of gold.

        Nearly all are, and this takes a fraction of the time of `from_json`, which explains any other.

        Returns
        -------
        whether they were added; where one of them is another object, none is.
        """
        if not values:
            return True
        try:
            self._extend(values)
        except (KeyError, TypeError, ValueError, AttributeError):
            return False
        return True

    def _extend(self, values: Sequence[Any]) -> None:
        columns = dict(zip(_PLAIN_KEYS, _columns(values, _PLAIN_KEYS), strict=True))
        _must(set(columns["format"]) == {FORMAT})
        for name in _TEXTS:
            _must(_types(columns[name]) == _TEXT and all(columns[name]))
        _must(_types(columns["tool"]) == _TEXT and set(columns["origin"]).issubset(ORIGINS))
        _must(_types(columns["scheme_version"]) == _WHOLE and min(columns["scheme_version"]) >= 1)
        _must(_TIME_SPENT.issuperset(_types(columns["lead_time"])))
        times = {text: parse_time(text) for text in {*columns["created"], *columns["updated"]}}
        lists, pairs = columns["spans"], columns["relations"]
        _must(_types(lists) == _types(pairs) == _LIST)
        spans = _columns(chain.from_iterable(lists), SPAN_KEYS)
        # `sorted` leaves alone what is still to be explained where it is not as it should be.
        ordered = (sorted(found, key=_RELATION) if len(found) > 1 else found for found in pairs)
        relations = _columns(chain.from_iterable(ordered), RELATION_KEYS)
        ids, types, starts, ends, attributes = spans
        for texts in (ids, *relations):
            _must(_TEXT.issuperset(_types(texts)) and all(texts))
        _must(_WHOLE.issuperset(_types(starts)) and _WHOLE.issuperset(_types(ends)))
        kinds = list(map(self.known.__getitem__, zip(types, map(orjson.dumps, attributes), strict=True)))
        self._add(columns, times, (ids, starts, ends, kinds), relations)

    def _add(
        self,
        columns: Mapping[str, Sequence[Any]],
        times: dict[str, datetime],
        spans: tuple[Sequence[str], Sequence[int], Sequence[int], Sequence[int]],
        relations: Sequence[Sequence[str]],
    ) -> None:
        for name, found in self.head.items():
            is_time = name in ("created", "updated")
            found.extend(map(times.__getitem__, columns[name]) if is_time else columns[name])
        self.span_counts.extend(map(len, columns["spans"]))
        self.relation_counts.extend(map(len, columns["relations"]))
        ids, starts, ends, kinds = spans
        self.ids.extend(ids)
        self.starts.extend(starts)
        self.ends.extend(ends)
        self.kinds.extend(kinds)
        for texts, added in zip(self.relations, relations, strict=True):
            texts.extend(added)


def _columns(objects: Iterable[Any], keys: Sequence[str]) -> list[Sequence[Any]]:
    """Return the values of some keys of objects that have no others.

    Raises
    ------
    KeyError, TypeError, ValueError
        If one of them is another object.
    """
    found = list(objects)
    _must(_types(found) <= {dict} and set(map(len, found)) <= {len(keys)})
    return [list(map(itemgetter(key), found)) for key in keys]


def _types(values: Iterable[Any]) -> set[type]:
    return set(map(type, values))


def _must(is_plain: object) -> None:
    if not is_plain:
        raise ValueError
