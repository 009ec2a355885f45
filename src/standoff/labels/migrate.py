"""Bringing label sets to another version of their scheme, and back.

Each label set that changes is kept as it was in ``labels/migrations/``. That is how a merge can be undone: spans that
were not touched since become exactly what they were.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from standoff.errors import Finding, MissingError, errors_in
from standoff.labels.steps import backward, forward
from standoff.labels.store import LabelStore
from standoff.records import LabelSet, check_label_set
from standoff.scheme import Migration, Scheme


@dataclass(frozen=True)
class Change:
    """One label set on its way from version to version.

    Parameters
    ----------
    states
        What it is now, at each version between, and at the version that it comes to.
    is_gold
        Whether it stands in the gold file.
    """

    states: tuple[LabelSet, ...]
    is_gold: bool


@dataclass(frozen=True)
class MigrationPlan:
    """What would be done, worked out without changing a file.

    Parameters
    ----------
    to
        The version that label sets come to.
    versions
        How many label sets there are of each version of the scheme now.
    changes
        The label sets that would change.
    findings
        Why others that should change cannot.
    """

    scheme: str
    to: int
    versions: Mapping[int, int]
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]


def plan_migration(store: LabelStore, scheme: Scheme) -> MigrationPlan:
    """Work out how all label sets of a scheme come to its present version.

    Raises
    ------
    MissingError
        If the scheme has no migration from the version of some label set.
    FindingsError
        If a label file has a line that is not a label set.
    """
    found = list(_label_sets(store, scheme))
    migrations = _migrations(scheme, min((labels.scheme_version for labels, _ in found), default=scheme.version))
    changes, findings = [], []
    for labels, is_gold in found:
        states = [labels]
        for version in range(labels.scheme_version + 1, scheme.version + 1):
            states.append(_forward(states[-1], migrations[version])[-1])
        faults = errors_in(check_label_set(states[-1], scheme)) if len(states) > 1 else []
        findings += [_about(labels, fault) for fault in faults]
        if len(states) > 1 and not faults:
            changes.append(Change(tuple(states), is_gold))
    return MigrationPlan(scheme.name, scheme.version, _versions(found), tuple(changes), tuple(findings))


def plan_rollback(store: LabelStore, scheme: Scheme, to: int) -> MigrationPlan:
    """Work out how all label sets of a scheme go back to the version `to`.

    Raises
    ------
    MissingError
        If the scheme has no migrations from that version on.
    FindingsError
        If a label file, or one with earlier states, has a line that is not a label set.
    """
    found = list(_label_sets(store, scheme))
    migrations = _migrations(scheme, to)
    earlier = {version: _earlier(store, scheme, version) for version in migrations}
    changes, findings = [], []
    for labels, is_gold in found:
        states, lost = [labels], set[str]()
        while states[-1].scheme_version > to:
            version = states[-1].scheme_version
            kept = earlier[version].get((labels.article_id, "" if is_gold else labels.annotator))
            state, unknown = _backward(states[-1], migrations[version], kept)
            states.append(state)
            lost |= unknown
        if lost:
            message = f"cannot tell what {', '.join(sorted(lost))} were: labelled or changed after a merge"
            hint = "change them by hand, or leave the label set as it is"
            findings.append(_about(labels, Finding("irreversible", message, hint=hint)))
        elif len(states) > 1:
            changes.append(Change(tuple(states), is_gold))
    return MigrationPlan(scheme.name, to, _versions(found), tuple(changes), tuple(findings))


def apply_migration(store: LabelStore, plan: MigrationPlan) -> int:
    """Do what was planned, and return how many label sets changed; each state that they leave is kept first.

    Raises
    ------
    ConflictError
        If another process keeps writing to the store.
    """
    leaving: dict[str, list[tuple[LabelSet, bool]]] = defaultdict(list)
    for change in plan.changes:
        for now, then in zip(change.states, change.states[1:], strict=False):
            back = then.scheme_version < now.scheme_version
            name = f"{now.scheme_version}-rolled-back" if back else str(then.scheme_version)
            leaving[name].append((now, change.is_gold))
    for name, label_sets in leaving.items():
        _archive(store, plan.scheme, name).put_with_gold(label_sets)
    return store.put_with_gold((change.states[-1], change.is_gold) for change in plan.changes)


def _migrations(scheme: Scheme, since: int) -> dict[int, Migration]:
    """Return the migrations after version `since` by the version that they lead to."""
    found = {migration.to: migration for migration in scheme.migrations if migration.to > since}
    for version in range(since + 1, scheme.version + 1):
        if version not in found:
            hint = (
                f"write down in the scheme file, under migrations, what changed from version {version - 1} to {version}"
            )
            raise MissingError(f"scheme {scheme.name} has no migration to version {version}", hint=hint)
    return found


def _forward(labels: LabelSet, migration: Migration) -> list[LabelSet]:
    """Return the label set before each step of a migration and after the last."""
    states = [labels]
    for step in migration.steps:
        states.append(forward(states[-1], step))
    return [*states[:-1], replace(states[-1], scheme_version=migration.to)]


def _backward(labels: LabelSet, migration: Migration, kept: LabelSet | None) -> tuple[LabelSet, frozenset[str]]:
    """Undo a migration with the help of what the label set was before it, if that is known."""
    states = _forward(kept or labels.with_labels((), ()), migration)
    if not migration.steps:
        return replace(labels, scheme_version=migration.to - 1), frozenset()
    lost: frozenset[str] = frozenset()
    for step, before, after in reversed(list(zip(migration.steps, states, states[1:], strict=False))):
        labels, unknown = backward(labels, step, before, after)
        lost |= unknown
    return replace(labels, scheme_version=migration.to - 1), lost


def _label_sets(store: LabelStore, scheme: Scheme) -> Iterator[tuple[LabelSet, bool]]:
    for labels, is_gold in store.read_with_gold():
        if labels.scheme == scheme.name:
            yield labels, is_gold


def _archive(store: LabelStore, scheme: str, name: str) -> LabelStore:
    return LabelStore(store.root / "migrations" / f"{scheme}-{name}")


def _earlier(store: LabelStore, scheme: Scheme, version: int) -> dict[tuple[str, str], LabelSet]:
    archive = _archive(store, scheme.name, str(version))
    return {
        (labels.article_id, "" if is_gold else labels.annotator): labels
        for labels, is_gold in _label_sets(archive, scheme)
    }


def _versions(found: Iterable[tuple[LabelSet, bool]]) -> dict[int, int]:
    return dict(sorted(Counter(labels.scheme_version for labels, _ in found).items()))


def _about(labels: LabelSet, finding: Finding) -> Finding:
    return replace(finding, message=f"{labels.article_id}, {labels.annotator}: {finding.message}")
