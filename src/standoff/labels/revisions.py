"""Labels of revised articles: found in the store, carried over, and kept as they were.

A label set whose article has another text now stays in ``labels/revisions/`` as it was. What has no place in the new
text goes to ``labels/quarantine/revised/``. Neither holds text: offsets are into the text that the sha256 names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import orjson

from standoff.errors import Finding, InputError
from standoff.files import read_bytes, write_bytes
from standoff.labels.reanchor import MIN_CONFIDENCE, Reanchored, reanchor
from standoff.labels.store import LabelStore
from standoff.records import Adjudication, Article, LabelSet, to_json

LOST_FORMAT: Final = 1
"""Version of the form of a line of ``labels/quarantine/revised/``."""


@dataclass(frozen=True)
class Revision:
    """One label set whose article was revised.

    Parameters
    ----------
    before
        As it stands in the store.
    is_gold
        Whether it stands in the gold file.
    """

    before: LabelSet
    after: Reanchored
    is_gold: bool


@dataclass(frozen=True)
class RevisionPlan:
    """What would be carried over, worked out without changing a file.

    Parameters
    ----------
    findings
        Label sets of revised articles whose earlier text is not at hand.
    """

    revisions: tuple[Revision, ...]
    findings: tuple[Finding, ...]


def plan_revisions(
    store: LabelStore,
    articles: Iterable[Article],
    earlier: Iterable[Article],
    *,
    min_confidence: float = MIN_CONFIDENCE,
    progress: Callable[[int, int | None], None] = lambda _done, _total: None,
) -> RevisionPlan:
    """Work out where the labels of revised articles go: of those whose id is known, but under another text.

    Parameters
    ----------
    articles
        As they are now.
    earlier
        As they were; looked up by the sha256 that the labels name, so they may have other ids.
    min_confidence
        See `standoff.labels.reanchor`.
    progress
        Called with how many label sets are done and how many there are.

    Raises
    ------
    FindingsError
        If a label file has a line that is not a label set.
    """
    now = {article.id: article for article in articles}
    known = {article.sha256 for article in now.values()}
    texts = {article.sha256: article.text for article in earlier}
    found = store.read_with_gold()
    stale = [(labels, gold) for labels, gold in found if labels.article_id in now and labels.sha256 not in known]
    revisions, findings = [], []
    for done, (labels, is_gold) in enumerate(stale, 1):
        if labels.sha256 in texts:
            revised = now[labels.article_id].text
            after = _still_open(reanchor(labels, texts[labels.sha256], revised, min_confidence))
            revisions.append(Revision(labels, after, is_gold))
        else:
            message = f"{labels.article_id}, {labels.annotator}: the text that was labelled is not at hand"
            hint = f"name the file that holds it with --earlier (sha256 {labels.sha256[:12]}…)"
            where = store.gold_path if is_gold else store.path(labels.annotator)
            findings.append(Finding("earlier-text", message, str(where), field="$.sha256", hint=hint))
        progress(done, len(stale))
    return RevisionPlan(tuple(revisions), tuple(findings))


def apply_revisions(store: LabelStore, plan: RevisionPlan) -> None:
    """Do what was planned: first the labels are kept as they were, then the lost ones, then the store is changed.

    Raises
    ------
    ConflictError
        If another process keeps writing to the store.
    InputError
        If a file of labels lost earlier is damaged.
    """
    by_text: dict[str, list[Revision]] = defaultdict(list)
    for revision in plan.revisions:
        by_text[revision.before.sha256].append(revision)
    for sha256, revisions in by_text.items():
        archive = LabelStore(store.root / "revisions" / sha256[:12])
        archive.put_with_gold((revision.before, revision.is_gold) for revision in revisions)
    by_file: dict[Path, list[Revision]] = defaultdict(list)
    for revision in plan.revisions:
        if revision.after.reasons:
            by_file[lost_path(store, revision)].append(revision)
    for path, revisions in by_file.items():
        _keep_lost(path, revisions)
    store.put_with_gold((revision.after.labels, revision.is_gold) for revision in plan.revisions)


def lost_path(store: LabelStore, revision: Revision) -> Path:
    """Return the file for what has no place in the revised text."""
    quarantine = LabelStore(store.root / "quarantine" / "revised")
    return quarantine.gold_path if revision.is_gold else quarantine.path(revision.before.annotator)


def _still_open(after: Reanchored) -> Reanchored:
    """Count what gold has lost among what a person must still decide."""
    adjudication: Adjudication | None = after.labels.adjudication
    if adjudication is None or not after.reasons:
        return after
    adjudication = replace(adjudication, open=adjudication.open + len(after.reasons))
    return replace(after, labels=replace(after.labels, adjudication=adjudication))


def _keep_lost(path: Path, revisions: Iterable[Revision]) -> None:
    """Add a line for each revision, in the place of an earlier one from the same text to the same text."""
    lines: dict[tuple[str, str, str], bytes] = {}
    if path.exists():
        for number, line in enumerate(read_bytes(path).splitlines(), 1):
            try:
                value = orjson.loads(line)
                lines[value["article_id"], value["sha256"], value["revised_sha256"]] = line
            except (ValueError, KeyError, TypeError):
                raise InputError("is no line of lost labels", where=f"{path}:{number}", hint="remove it") from None
    for revision in revisions:
        before, after = revision.before, revision.after
        lines[before.article_id, before.sha256, after.labels.sha256] = orjson.dumps(_lost_json(revision))
    write_bytes(path, b"".join(line + b"\n" for _, line in sorted(lines.items())))


def _lost_json(revision: Revision) -> dict[str, Any]:
    after = revision.after
    lost = to_json(replace(revision.before, spans=after.lost_spans, relations=after.lost_relations, adjudication=None))
    reasons = [{"code": reason.code, "message": reason.message, "field": reason.field} for reason in after.reasons]
    return {**lost, "format": LOST_FORMAT, "revised_sha256": after.labels.sha256, "reasons": reasons}
