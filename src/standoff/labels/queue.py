"""What a person must decide: one article a line, with each annotator's candidates.

``labels/queue.jsonl`` holds what adjudication left open. A file of the same form may hold anything else that a person
is to look at again, such as likely errors, with a score and a reason for each case; its lines are in the order in which
they are worth looking at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
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
        Under which it stayed open, or what else brought it here.
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
        If a line is not a queue line, or an article stands on two; all such lines are named.
    """
    items: dict[str, QueueItem] = {}
    findings = []
    lines = read_bytes(path).splitlines() if path.is_file() else []
    for number, line in enumerate(lines, 1):
        try:
            item = _from_json(orjson.loads(line))
            faults = [f"article {item.article_id!r} stands in it twice"] if item.article_id in items else _faults(item)
            items[item.article_id] = item
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            faults = [f"{error!r}"]
        message = f"not a line of a queue of format {QUEUE_FORMAT}"
        findings += [Finding("queue-form", f"{message}: {fault}", str(path), number) for fault in faults]
    if findings:
        raise FindingsError("the queue has faults", findings, hint="let the command write it anew that wrote it")
    return tuple(items.values())


def remove_from_queue(path: Path, article_ids: Collection[str]) -> int:
    """Take articles out of a queue file, the rest in its order, and return how many were in it."""
    items = read_queue(path)
    left = [item for item in items if item.article_id not in article_ids]
    if len(left) < len(items):
        write_queue(path, left)
    return len(items) - len(left)


def _faults(item: QueueItem) -> list[str]:
    """Return what does not fit together in a queue line of the right form."""
    names: dict[str, set[str]] = {}
    for labels in item.candidates:
        names[labels.annotator] = {span.id for span in labels.spans} | {relation.key for relation in labels.relations}
    faults = [
        f"the labels of {labels.annotator!r} are of another text"
        for labels in item.candidates
        if (labels.article_id, labels.sha256) != (item.article_id, item.sha256)
    ]
    for number, case in enumerate(item.cases):
        where = f"$.cases[{number}]"
        if not case.candidates:
            faults.append(f"{where} has no candidate")
        if case.score is not None and not 0 <= case.score <= 1:
            faults.append(f"{where}.score is {case.score}, not from 0 to 1")
        faults += [
            f"{where}: {annotator!r} has no label {id_!r} among the candidates"
            for annotator, id_ in case.candidates.items()
            if id_ not in names.get(annotator, ())
        ]
    return faults


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
        "cases": [_case_to_json(case) for case in item.cases],
        "candidates": [to_json(labels) for labels in item.candidates],
    }


def _case_to_json(case: Case) -> dict[str, Any]:
    value = {"type": case.type, "open": list(case.open), "candidates": dict(case.candidates)}
    doubt = {"score": case.score, "why": case.why}
    return value | {key: found for key, found in doubt.items() if found not in (None, "")}


def _from_json(value: Mapping[str, Any]) -> QueueItem:
    if value["format"] != QUEUE_FORMAT:
        raise ValueError(f"format {value['format']}")
    candidates = []
    for found in value["candidates"]:
        labels, findings = from_json(found)
        if labels is None:
            raise ValueError("; ".join(str(finding) for finding in findings))
        candidates.append(labels)
    cases = tuple(_case_from_json(case) for case in value["cases"])
    return QueueItem(
        _text(value["article_id"]), _text(value["sha256"]), _text(value["policy"]), cases, tuple(candidates)
    )


def _case_from_json(case: Mapping[str, Any]) -> Case:
    if unknown := case.keys() - {"type", "open", "candidates", "score", "why"}:
        raise ValueError(f"unknown key {min(unknown)!r} in a case")
    candidates = {_text(annotator): _text(id_) for annotator, id_ in case["candidates"].items()}
    score = case.get("score")
    if isinstance(score, bool) or not isinstance(score, int | float | None):
        raise TypeError(f"{score!r} is no number")
    return Case(_text(case["type"]), candidates, tuple(map(_text, case["open"])), score, _text(case.get("why", "")))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
