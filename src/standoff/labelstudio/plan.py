"""What a push and a pull would do, worked out without a server and without a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from standoff.errors import Finding, MissingError
from standoff.labelstudio.changes import lost_by
from standoff.labelstudio.history import Entry, digest_of
from standoff.labelstudio.incoming import Incoming
from standoff.labelstudio.tasks import Key, Task, key_of
from standoff.records import Article, LabelSet

Slot = tuple[str, str]

ANNOTATED_TWICE: Final = Finding(
    "annotated-twice",
    "the same annotator has a later annotation of the same article",
    hint="delete the one that is not wanted in Label Studio",
)


@dataclass(frozen=True)
class PushPlan:
    """What a push would do.

    Parameters
    ----------
    new
        Articles that the server does not have.
    changed
        Articles of which it has another text: they become new tasks, and the old ones stay.
    present
        How many articles it has already.
    stale
        Tasks with an old text of an article that is at hand.
    unknown
        Tasks of no article that is at hand.
    doubled
        Tasks that are there more than once, except the oldest of each.
    rescheme
        Tasks that are labelled under another version of the scheme, but for those with an old text.
    changes_interface
        Whether the interface on the server becomes another one.
    lost
        What that takes away from annotators: span types, attributes, values and relations.
    """

    new: tuple[Article, ...]
    changed: tuple[Article, ...]
    present: int
    stale: tuple[int, ...]
    unknown: tuple[int, ...]
    doubled: tuple[int, ...]
    rescheme: tuple[int, ...] = ()
    changes_interface: bool = False
    lost: tuple[str, ...] = ()

    @property
    def to_send(self) -> tuple[Article, ...]:
        """All articles that become new tasks."""
        return (*self.new, *self.changed)


@dataclass(frozen=True)
class Conflict:
    """A label set that was changed here and on the server since they were equal."""

    here: LabelSet
    there: Incoming


@dataclass(frozen=True)
class PullPlan:
    """What a pull would do. Every annotation that came in is in exactly one of the fields, except the last.

    Those that become label sets may still have results that do not fit: they are in `partly`.

    Parameters
    ----------
    take
        Annotations that become label sets, new or in the place of an earlier version.
    unchanged
        Annotations that the label store has already.
    kept
        Annotations that did not change on the server since they were pulled, while the label set was edited here, or
        the scheme or the text of the article was: the label set stays.
    conflicts
        Those that changed on both sides: nothing is done until somebody decides.
    quarantine
        Annotations that do not fit, with their reasons.
    skipped
        Tasks that an annotator skipped without a label.
    settled_here
        Former conflicts of which the label set here stays.
    deleted
        Last events of annotations that are gone from the server; their label sets stay.
    """

    take: tuple[Incoming, ...]
    unchanged: tuple[Incoming, ...]
    kept: tuple[Incoming, ...]
    conflicts: tuple[Conflict, ...]
    quarantine: tuple[Incoming, ...]
    skipped: tuple[Incoming, ...]
    settled_here: tuple[Conflict, ...]
    deleted: tuple[Entry, ...]

    @property
    def conflict_slots(self) -> list[Slot]:
        """The article id and the annotator of each conflict."""
        return [(conflict.there.article_id, conflict.there.annotator) for conflict in self.conflicts]

    @property
    def annotations(self) -> int:
        """How many annotations came in."""
        return len(self._all)

    @property
    def results(self) -> int:
        """How many results they have: spans, attributes and relations."""
        return sum(item.results for item in self._all)

    @property
    def rejected(self) -> int:
        """How many of the results do not fit."""
        return sum(item.rejected for item in self._all)

    @property
    def noted(self) -> tuple[Incoming, ...]:
        """Annotations of which something was read otherwise than as it stands."""
        return tuple(item for item in self._all if item.notes)

    @property
    def partly(self) -> tuple[Incoming, ...]:
        """Annotations that fit but for some of their results."""
        return tuple(item for item in self._all if item.labels is not None and item.reasons)

    @property
    def _all(self) -> tuple[Incoming, ...]:
        there = (conflict.there for conflict in (*self.conflicts, *self.settled_here))
        return (*self.take, *self.unchanged, *self.kept, *there, *self.quarantine, *self.skipped)


NOTHING_PULLED: Final = PullPlan((), (), (), (), (), (), (), ())
"""The plan where there is no project yet."""


def plan_push(
    articles: Iterable[Article],
    tasks: Iterable[Task],
    *,
    scheme: tuple[str, int] | None = None,
    interface: tuple[str, str] = ("", ""),
) -> PushPlan:
    """Return what a push of these articles to a project with these tasks would do.

    Parameters
    ----------
    scheme
        Name and version of the scheme; None where that does not matter.
    interface
        The interface on the server, and the one that it is to have.
    """
    by_key: dict[Key, list[int]] = defaultdict(list)
    unknown = []
    tasks = sorted(tasks, key=lambda task: task.id)
    for task in tasks:
        if task.key is None:
            unknown.append(task.id)
        else:
            by_key[task.key].append(task.id)
    articles = list(articles)
    present_keys = {key_of(article) for article in articles}
    article_ids = {article.id for article in articles}
    on_server = {key.article_id for key in by_key}
    missing = [article for article in articles if key_of(article) not in by_key]
    old = [key for key in by_key if key not in present_keys]
    foreign = _ids(by_key, (key for key in old if key.article_id not in article_ids))
    return PushPlan(
        new=tuple(article for article in missing if article.id not in on_server),
        changed=tuple(article for article in missing if article.id in on_server),
        present=len(articles) - len(missing),
        stale=_ids(by_key, (key for key in old if key.article_id in article_ids)),
        unknown=tuple(sorted([*unknown, *foreign])),
        doubled=tuple(sorted(task for ids in by_key.values() for task in ids[1:])),
        rescheme=tuple(
            task.id
            for task in tasks
            if scheme and task.scheme != scheme and task.key and (task.key in present_keys or task.id in foreign)
        ),
        changes_interface=interface[0] != interface[1],
        lost=tuple(lost_by(*interface)),
    )


def plan_pull(
    incoming: Iterable[Incoming],
    here: Mapping[Slot, LabelSet],
    last: Mapping[Slot, Entry],
    server: str,
    on_server: Collection[int],
) -> PullPlan:
    """Return what a pull would do with these annotations.

    Parameters
    ----------
    here
        The label sets of the label store by article id and annotator.
    last
        The last event of each (see `standoff.labelstudio.history.History.last`).
    server
        The project that the annotations come from, as history names it.
    on_server
        The ids of all annotations that it has now, whether they came in or not.
    """
    lists: dict[str, list[Incoming]] = {"take": [], "unchanged": [], "kept": []}
    rest = []
    for item in incoming:
        slot = (item.article_id, item.annotator)
        if item.verdict == "quarantine" and slot in here and _is_as_pulled(item, last.get(slot), server):
            lists["kept"].append(replace(item, reasons=(), rejected=0))
        else:
            rest.append(item)
    fitting, others = _latest(rest, last, server, on_server)
    conflicts = []
    for item in fitting:
        assert item.labels is not None  # noqa: S101 - they fit
        slot = (item.article_id, item.annotator)
        outcome = _outcome(item, item.labels, here.get(slot), last.get(slot))
        if outcome == "conflict":
            conflicts.append(Conflict(here[slot], item))
        else:
            lists[outcome].append(item)
    return PullPlan(
        take=tuple(lists["take"]),
        unchanged=tuple(lists["unchanged"]),
        kept=tuple(lists["kept"]),
        conflicts=tuple(conflicts),
        quarantine=tuple(item for item in others if item.verdict == "quarantine"),
        skipped=tuple(item for item in others if item.verdict == "skipped"),
        settled_here=(),
        deleted=deleted_since(last, server, on_server),
    )


def deleted_since(last: Mapping[Slot, Entry], server: str, on_server: Collection[int]) -> tuple[Entry, ...]:
    """Return the last events of annotations that a server had and has no more."""
    return tuple(
        entry
        for _, entry in sorted(last.items())
        if entry.server == server and entry.event != "deleted" and entry.annotation not in on_server
    )


def edited_here(label_sets: Iterable[LabelSet], last: Mapping[Slot, Entry]) -> list[LabelSet]:
    """Return the label sets that came from a server and were changed here since."""
    slots = ((labels, last.get((labels.article_id, labels.annotator))) for labels in label_sets)
    return [labels for labels, entry in slots if entry is not None and digest_of(labels) != entry.digest]


def settle(plan: PullPlan, slots: Collection[Slot], side: Literal["here", "server"]) -> PullPlan:
    """Return a plan that takes the server's version of these conflicts, or leaves the one here in its place.

    Raises
    ------
    MissingError
        If one of them is no conflict.
    """
    by_slot = {(conflict.there.article_id, conflict.there.annotator): conflict for conflict in plan.conflicts}
    for article_id, annotator in slots:
        if (article_id, annotator) not in by_slot:
            names = ", ".join(f"{article} by {name}" for article, name in by_slot) or "none"
            raise MissingError(f"{article_id} by {annotator} is no conflict", hint=f"conflicts: {names}")
    chosen = tuple(by_slot[slot] for slot in slots)
    rest = tuple(conflict for slot, conflict in by_slot.items() if slot not in slots)
    if side == "here":
        return replace(plan, conflicts=rest, settled_here=(*plan.settled_here, *chosen))
    return replace(plan, conflicts=rest, take=(*plan.take, *(conflict.there for conflict in chosen)))


def _outcome(item: Incoming, there: LabelSet, here: LabelSet | None, last: Entry | None) -> str:
    if here is None:
        return "take"
    if here == there:
        return "unchanged"
    if last is None:
        # Nothing is known of how the label set came here. History keeps it, so the newer one may take its place.
        return "take" if there.updated > here.updated else "conflict"
    edited_here = digest_of(here) != last.digest
    changed_there = (item.annotation, item.updated) != (last.annotation, last.updated)
    if edited_here:
        return "conflict" if changed_there else "kept"
    return "take" if changed_there else "unchanged"


def _is_as_pulled(item: Incoming, last: Entry | None, server: str) -> bool:
    """Say whether an annotation is in the form in which it fitted when it was pulled."""
    return last is not None and (last.server, last.annotation, last.updated) == (server, item.annotation, item.updated)


def _latest(
    incoming: Iterable[Incoming], last: Mapping[Slot, Entry], server: str, on_server: Collection[int]
) -> tuple[list[Incoming], list[Incoming]]:
    """Part the annotations into the latest fitting one of each annotator and article, and all others."""
    by_slot: dict[Slot, list[Incoming]] = defaultdict(list)
    others = []
    for item in incoming:
        if item.verdict == "fits":
            by_slot[item.article_id, item.annotator].append(item)
        else:
            others.append(item)
    fitting = []
    for slot, items in sorted(by_slot.items()):
        *earlier, latest = sorted(items, key=lambda item: (item.updated, item.annotation))
        entry = last.get(slot)
        if (
            entry is not None
            and entry.server == server
            and entry.annotation not in {item.annotation for item in items}
            and entry.annotation in on_server
            and entry.updated > latest.updated
        ):
            earlier.append(latest)
        else:
            fitting.append(latest)
        others += [item.refused([ANNOTATED_TWICE]) for item in earlier]
    return fitting, others


def _ids(by_key: Mapping[Key, list[int]], keys: Iterable[Key]) -> tuple[int, ...]:
    return tuple(sorted(task for key in keys for task in by_key[key]))
