"""The order in which articles are worth labelling, ``labels/order.jsonl``: one article a line, the first one first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from standoff.errors import Finding, FindingsError
from standoff.files import read_bytes, write_bytes

ORDER_FORMAT: Final = 1
"""Version of the form of a line."""

_KEYS: Final = ("format", "article_id", "rank", "score", "why")


@dataclass(frozen=True, slots=True)
class OrderItem:
    """The place of an article in an order.

    Parameters
    ----------
    rank
        1 for the article that comes first; no two articles of an order have the same.
    score
        What it was ranked by, where something measured that.
    why
        Why it stands there, in a sentence; may be empty.
    """

    article_id: str
    rank: int
    score: float | None = None
    why: str = ""


def write_order(path: Path, items: Iterable[OrderItem]) -> None:
    """Replace the order file, its lines sorted by rank."""
    ordered = sorted(items, key=lambda item: (item.rank, item.article_id))
    write_bytes(path, b"".join(orjson.dumps(_to_json(item)) + b"\n" for item in ordered))


def read_order(path: Path) -> tuple[OrderItem, ...]:
    """Return an order, sorted by rank.

    Raises
    ------
    MissingError
        If there is no such file.
    FindingsError
        If a line is none of an order, or an article or a rank stands on two lines; all such lines are named.
    """
    items: list[OrderItem] = []
    findings = []
    seen: dict[str | int, int] = {}
    for number, line in enumerate(read_bytes(path).splitlines(), 1):
        try:
            item = _from_json(orjson.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            message = f"not a line of an order of format {ORDER_FORMAT}: {error}"
            findings.append(Finding("order-form", message, str(path), number))
            continue
        for field, value in (("article_id", item.article_id), ("rank", item.rank)):
            if (first := seen.setdefault(value, number)) != number:
                message = f"{field} {value!r} stands on line {first} already"
                findings.append(Finding("order-twice", message, str(path), number, f"$.{field}"))
        items.append(item)
    if findings:
        raise FindingsError("the order has faults", findings, hint="let the command write it anew that wrote it")
    return tuple(sorted(items, key=lambda item: item.rank))


def _to_json(item: OrderItem) -> dict[str, Any]:
    value = {"format": ORDER_FORMAT, "article_id": item.article_id, "rank": item.rank}
    return value | {key: found for key, found in (("score", item.score), ("why", item.why)) if found not in (None, "")}


def _from_json(value: Mapping[str, Any]) -> OrderItem:
    if not isinstance(value, dict) or value.get("format") != ORDER_FORMAT:
        raise ValueError(f'must be an object with "format": {ORDER_FORMAT}')
    if unknown := value.keys() - set(_KEYS):
        raise ValueError(f"unknown key {min(unknown)!r}; known: {', '.join(_KEYS)}")
    article_id, rank, score, why = value.get("article_id"), value.get("rank"), value.get("score"), value.get("why", "")
    if not isinstance(article_id, str) or not article_id:
        raise ValueError("article_id must be a text")
    if type(rank) is not int or rank < 1:
        raise ValueError("rank must be a whole number from 1")
    if isinstance(score, bool) or not isinstance(score, int | float | None):
        raise TypeError("score must be a number")
    if not isinstance(why, str):
        raise TypeError("why must be a text")
    return OrderItem(article_id, rank, score, why)
