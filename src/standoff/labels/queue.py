"""What a person must decide, ``labels/queue.jsonl``: one article a line, with each annotator's candidates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from standoff.errors import Finding, FindingsError
from standoff.files import read_bytes, write_bytes
from standoff.labels.adjudicate import Case, Ruling
from standoff.labels.gold import GoldPlan
from standoff.records import LabelSet, from_json, to_json

QUEUE_FORMAT: Final = 1
"""Version of the form of a queue line."""


@dataclass(frozen=True, slots=True)
class QueueItem:
    """What a person must decide of one article.

    Parameters
    ----------
    policy
        Under which it stayed open.
    cases
        The open spans and relations.
    candidates
        One label set an annotator, of those spans and relations that the cases are about (and the spans that those
        relations join); empty where the annotator had none of them.
    """

    article_id: str
    sha256: str
    policy: str
    cases: tuple[Case, ...]
    candidates: tuple[LabelSet, ...]


def to_queue(rulings: Iterable[Ruling]) -> tuple[QueueItem, ...]:
    """Return what is open, in the order of the rulings; articles with nothing open are not in it."""
    return tuple(
        QueueItem(
            article_id=ruling.gold.article_id,
            sha256=ruling.gold.sha256,
            policy=ruling.gold.adjudication.policy if ruling.gold.adjudication else "",
            cases=ruling.open,
            candidates=tuple(_candidates(labels, ruling.open) for labels in ruling.passes.by_annotator.values()),
        )
        for ruling in rulings
        if ruling.open
    )


def update_queue(path: Path, plan: GoldPlan) -> tuple[QueueItem, ...]:
    """Put what a plan leaves open into the queue file, in the place of all that it held of the plan's articles.

    Returns
    -------
    tuple
        The new queue, sorted by article id.
    """
    adjudicated = {*plan.kept, *(ruling.gold.article_id for ruling in plan.rulings)}
    others = [item for item in read_queue(path) if item.article_id not in adjudicated]
    items = sorted([*others, *to_queue(plan.rulings)], key=lambda item: item.article_id)
    write_queue(path, items)
    return tuple(items)


def write_queue(path: Path, items: Iterable[QueueItem]) -> None:
    """Replace the queue file; where nothing is open, there is none."""
    lines = [orjson.dumps(_to_json(item)) + b"\n" for item in items]
    if lines:
        write_bytes(path, b"".join(lines))
    else:
        path.unlink(missing_ok=True)


def read_queue(path: Path) -> tuple[QueueItem, ...]:
    """Return the queue; empty where there is no such file.

    Raises
    ------
    FindingsError
        If a line is not a queue line; all such lines are named.
    """
    items, findings = [], []
    lines = read_bytes(path).splitlines() if path.is_file() else []
    for number, line in enumerate(lines, 1):
        try:
            items.append(_from_json(orjson.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            message = f"not a line of a queue of format {QUEUE_FORMAT}: {error!r}"
            findings.append(Finding("queue-form", message, str(path), number))
    if findings:
        raise FindingsError("the queue has faults", findings, hint="write it anew with `standoff adjudicate`")
    return tuple(items)


def _candidates(labels: LabelSet, cases: Iterable[Case]) -> LabelSet:
    named = {case.candidates[labels.annotator] for case in cases if labels.annotator in case.candidates}
    relations = [relation for relation in labels.relations if relation.key in named]
    named |= {end for relation in relations for end in (relation.from_id, relation.to_id)}
    return labels.with_labels((span for span in labels.spans if span.id in named), relations)


def _to_json(item: QueueItem) -> dict[str, Any]:
    return {
        "format": QUEUE_FORMAT,
        "article_id": item.article_id,
        "sha256": item.sha256,
        "policy": item.policy,
        "cases": [
            {"type": case.type, "open": list(case.open), "candidates": dict(case.candidates)} for case in item.cases
        ],
        "candidates": [to_json(labels) for labels in item.candidates],
    }


def _from_json(value: Mapping[str, Any]) -> QueueItem:
    if value["format"] != QUEUE_FORMAT:
        raise ValueError(f"format {value['format']}")
    candidates = []
    for found in value["candidates"]:
        labels, findings = from_json(found)
        if labels is None:
            raise ValueError("; ".join(str(finding) for finding in findings))
        candidates.append(labels)
    cases = (Case(case["type"], dict(case["candidates"]), tuple(case["open"])) for case in value["cases"])
    return QueueItem(value["article_id"], value["sha256"], value["policy"], tuple(cases), tuple(candidates))
