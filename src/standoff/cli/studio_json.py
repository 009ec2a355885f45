"""A push and a pull as JSON objects, for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from standoff.cli.common import findings_json
from standoff.labels import PutResult
from standoff.labelstudio.incoming import Incoming
from standoff.labelstudio.plan import PullPlan, PushPlan
from standoff.labelstudio.push import PushResult
from standoff.records import to_json


def push_json(plan: PushPlan, result: PushResult | None) -> dict[str, Any]:
    """Return a push as a JSON object."""
    done = (
        {}
        if result is None
        else {
            "sent": result.sent,
            "marked": result.marked,
            "predicted": result.predicted,
            "withdrawn": result.withdrawn,
            "withheld": result.withheld,
        }
    )
    return {
        "new": [article.id for article in plan.new],
        "changed": [article.id for article in plan.changed],
        "present": plan.present,
        "stale_tasks": plan.stale,
        "unknown_tasks": plan.unknown,
        "doubled_tasks": plan.doubled,
        "tasks_of_another_scheme_version": plan.rescheme,
        "changes_interface": plan.changes_interface,
        "interface_loses": plan.lost,
        **done,
    }


def pull_json(plan: PullPlan, result: PutResult | None) -> dict[str, Any]:
    """Return a pull as a JSON object."""
    written = (
        {}
        if result is None
        else {"added": result.added, "changed": result.changed, "rewritten_unchanged": result.unchanged}
    )
    return {
        "annotations": plan.annotations,
        "results": plan.results,
        "results_rejected": plan.rejected,
        "take": _slots(plan.take),
        "unchanged": _slots(plan.unchanged),
        "kept": _slots(plan.kept),
        "conflicts": [
            {
                **_slot(conflict.there),
                "here": to_json(conflict.here),
                "there": to_json(conflict.there.labels) if conflict.there.labels else None,
            }
            for conflict in plan.conflicts
        ],
        "skipped": _slots(plan.skipped),
        "quarantine": [_doubt_json(item) for item in (*plan.quarantine, *plan.partly)],
        "notes": [{**_slot(item), "findings": findings_json(item.notes)} for item in plan.noted],
        "deleted": [{"article_id": entry.article_id, "annotator": entry.annotator} for entry in plan.deleted],
        **written,
    }


def _slots(items: Iterable[Incoming]) -> list[dict[str, Any]]:
    return [_slot(item) for item in items]


def _slot(item: Incoming) -> dict[str, Any]:
    return {"article_id": item.article_id, "annotator": item.person, "task": item.task}


def _doubt_json(item: Incoming) -> dict[str, Any]:
    return {
        **_slot(item),
        "annotation": item.annotation,
        "whole": item.labels is None,
        "reasons": findings_json(item.reasons),
    }
