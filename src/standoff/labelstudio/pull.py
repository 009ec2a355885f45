"""Annotations from a server into the label store: what fits becomes label sets, all else goes to quarantine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from standoff.labels import GOLD, LabelStore, PutResult
from standoff.labelstudio.history import Entry, Event, History, digest_of
from standoff.labelstudio.incoming import Incoming, read_annotations
from standoff.labelstudio.names import name_annotators, read_names, write_names
from standoff.labelstudio.offsets import OffsetUnit
from standoff.labelstudio.plan import PullPlan, Slot, plan_pull
from standoff.labelstudio.quarantine import Quarantine, Quarantined
from standoff.labelstudio.session import Session
from standoff.labelstudio.state import file_marks
from standoff.records import Article, LabelSet
from standoff.scheme import Scheme

Progress = Callable[[int, int | None], None]
"""Takes how many annotations were read, and None."""

Reader = Callable[
    [Mapping[str, Any], Mapping[int, str], Scheme, Mapping[str, str], str, OffsetUnit | None], list[Incoming]
]
"""Takes what `read_annotations` takes."""


@dataclass(frozen=True)
class Pulled:
    """What came in, and what is to be done with it; `apply_pull` does it.

    Parameters
    ----------
    names
        The annotators' names, with digests of the addresses that they belong to.
    is_gold
        Whether the label sets are gold that people decided.
    """

    plan: PullPlan
    here: Mapping[Slot, LabelSet]
    last: Mapping[Slot, Entry]
    names: Mapping[str, str]
    is_gold: bool = False


def look_and_plan(
    session: Session,
    store: LabelStore,
    scheme: Scheme,
    articles: Iterable[Article],
    *,
    tool: Callable[[], str],
    everything: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> Pulled:
    """Fetch the annotations that were not pulled yet in their present form, and work out what to do with them.

    Parameters
    ----------
    articles
        Those at hand: an annotation of another text of one of them is stale.
    tool
        Returns what the label sets are said to come from, such as ``Label Studio 1.23.2``; called only where some came.
    everything
        Fetch all annotations.
    progress
        Is told how many annotations were read.

    Raises
    ------
    RemoteError
        If the server cannot be reached or refuses.
    FindingsError
        If a label file has faults.
    """
    incoming, known = fetch(
        session,
        store,
        scheme,
        articles,
        tool=tool,
        marked=store.root / "annotations",
        everything=everything,
        progress=progress,
        read=read_annotations,
    )
    slots = {(item.article_id, item.annotator) for item in incoming}
    used = {annotator for _, annotator in slots}
    here = {
        slot: labels
        for annotator in used.intersection(store.annotators())
        for labels in store.read(annotator)
        if (slot := (labels.article_id, annotator)) in slots
    }
    last = History(store.root).last()
    plan = plan_pull(incoming, here, last, session.server, session.state.annotations)
    return Pulled(plan, here, last, known)


def fetch(
    session: Session,
    store: LabelStore,
    scheme: Scheme,
    articles: Iterable[Article],
    *,
    tool: Callable[[], str],
    marked: Path,
    everything: bool,
    progress: Progress,
    read: Reader,
) -> tuple[list[Incoming], dict[str, str]]:
    """Return all annotations that were not pulled yet in their present form, and the names of annotators.

    Parameters
    ----------
    marked
        The folder of the files that they go into: what went into one that changed is fetched again.
    read
        Reads the annotations of a task.
    """
    texts = {article.id: article.sha256 for article in articles}
    incoming: list[Incoming] = []
    names: dict[int, str] | None = None
    known = read_names(store.root)
    for raw in _unsettled(session, file_marks(marked), everything=everything):
        if names is None:
            made_with = tool()
            names, all_known = name_annotators(session.client.users(), known, [*store.annotators(), GOLD])
        unit = session.unit_in(str(raw["data"].get("text")))
        incoming += read(raw, names, scheme, texts, made_with, unit)
        progress(len(incoming), None)
    if names is not None:
        used = {item.person for item in incoming}
        known |= {name: digest for name, digest in all_known.items() if name in used}
    return incoming, known


def apply_pull(session: Session, store: LabelStore, pulled: Pulled) -> PutResult:
    """Do what was planned. Interrupted anywhere, it is completed by the next pull.

    A version that goes out of a label file is in the history before that, and what came in is noted there only once it
    is in the label file.
    """
    plan, history, now = pulled.plan, History(store.root), datetime.now(UTC)
    write_names(store.root, pulled.names)
    history.append(_replaced(plan, pulled, session.server, now))
    put = store.put_gold if pulled.is_gold else store.put
    result = put(item.labels for item in plan.take if item.labels is not None)
    history.append([*_deleted(plan, now), *_pulled(plan, pulled.last, session.server, now)])

    settled = [*plan.take, *plan.unchanged, *plan.kept, *(conflict.there for conflict in plan.settled_here)]
    doubtful = [item for item in (*settled, *plan.quarantine) if item.reasons]
    # What fitted when it was pulled, and does no more, leaves what is in quarantine of it as it is.
    fitting = [item for item in settled if item.labels is not None]
    clean = [(session.server, item.annotation) for item in (*fitting, *plan.skipped) if not item.reasons]
    Quarantine(store.root).replace(clean, (_quarantined(item, session.server) for item in doubtful))

    for item in settled:
        session.state.settled[item.annotation] = (item.updated, item.annotator)
    for item in (*plan.quarantine, *plan.skipped):
        session.state.settled[item.annotation] = (item.updated, "")
    session.state.files = file_marks(store.root if pulled.is_gold else store.root / "annotations")
    session.save()
    return result


def _unsettled(
    session: Session, files: Mapping[str, tuple[int, int]], *, everything: bool
) -> Iterator[Mapping[str, Any]]:
    """Yield the tasks with an annotation that was not pulled yet in its present form, each once."""
    state = session.state
    if everything:
        state.settled.clear()
    seen = set()
    for raw in session.look(all_tasks=everything):
        if raw["id"] not in seen and not state.is_settled(state.tasks[raw["id"]], files):
            seen.add(raw["id"])
            yield raw
    rest = [task.id for task in state.tasks.values() if task.id not in seen and not state.is_settled(task, files)]
    yield from session.tasks(rest)


def _entry(item: Incoming, server: str, event: Event, at: datetime, labels: LabelSet) -> Entry:
    digest = digest_of(labels)
    return Entry(event, at, item.article_id, item.annotator, server, item.annotation, item.updated, digest, item.notes)


def _replaced(plan: PullPlan, pulled: Pulled, server: str, at: datetime) -> Iterator[Entry]:
    for item in plan.take:
        before = pulled.here.get((item.article_id, item.annotator))
        if before is not None and item.labels is not None:
            yield replace(_entry(item, server, "replaced", at, item.labels), labels=before, notes=())


def _pulled(plan: PullPlan, last: Mapping[Slot, Entry], server: str, at: datetime) -> Iterator[Entry]:
    for item in (*plan.take, *plan.unchanged):
        if item.labels is None:
            continue
        entry = _entry(item, server, "pulled", at, item.labels)
        before = last.get(entry.slot)
        if before is None or replace(before, at=at, event="pulled") != entry:
            yield entry
    for conflict in plan.settled_here:
        yield _entry(conflict.there, server, "kept", at, conflict.here)


def _deleted(plan: PullPlan, at: datetime) -> Iterator[Entry]:
    for entry in plan.deleted:
        yield replace(entry, event="deleted", at=at, notes=())


def _quarantined(item: Incoming, server: str) -> Quarantined:
    return Quarantined(server, item.task, item.annotation, item.person, item.article_id, item.reasons, item.raw)
