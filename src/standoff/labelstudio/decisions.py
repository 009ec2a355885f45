"""What people decided about the articles of a queue, from a server into the gold file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, Literal, get_args

from standoff.errors import Finding
from standoff.labels import GOLD, LabelStore, QueueItem, decided_gold, is_by_person, same_labels
from standoff.labelstudio.asking import candidate_name
from standoff.labelstudio.history import Entry, History, digest_of
from standoff.labelstudio.incoming import Incoming, read_annotations
from standoff.labelstudio.offsets import OffsetUnit
from standoff.labelstudio.plan import ANNOTATED_TWICE, Conflict, PullPlan, Slot, deleted_since
from standoff.labelstudio.pull import Progress, Pulled, fetch
from standoff.labelstudio.results import from_results
from standoff.labelstudio.session import Session
from standoff.records import Article, LabelSet
from standoff.scheme import Scheme

_Outcome = Literal["take", "unchanged", "kept", "conflict", "beaten"]

_DECIDED_LATER: Final = Finding(
    "decided-twice",
    "somebody else's later decision about the article stands",
    hint="delete the one that is not wanted in Label Studio",
)


def look_and_plan(
    session: Session,
    store: LabelStore,
    scheme: Scheme,
    articles: Iterable[Article],
    *,
    tool: Callable[[], str],
    everything: bool = False,
    replace_persons: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> Pulled:
    """Fetch the decisions that were not pulled yet in their present form, and work out what to do with them.

    Parameters
    ----------
    articles, tool, everything, progress
        As for a pull of annotations (`standoff.labelstudio.pull.look_and_plan`).
    replace_persons
        Whether a decision takes the place of gold that another person decided, or that was edited here.

    Raises
    ------
    RemoteError
        If the server cannot be reached or refuses.
    FindingsError
        If the gold file has faults.
    """
    incoming, names = fetch(
        session,
        store,
        scheme,
        articles,
        tool=tool,
        marked=store.root,
        everything=everything,
        progress=progress,
        read=read_decisions,
    )
    here = {(gold.article_id, GOLD): gold for gold in store.read_gold()}
    last = History(store.root).last()
    plan = plan_decisions(
        incoming, here, last, session.server, session.state.annotations, replace_persons=replace_persons
    )
    return Pulled(plan, here, last, names, is_gold=True)


def decided_here(items: Iterable[QueueItem], store: LabelStore, server: str) -> list[str]:
    """Return the ids of the articles of a queue about which a decision was pulled from a project, and stands."""
    gold = {labels.article_id: labels for labels in store.read_gold()}
    last = History(store.root).last()
    return [
        item.article_id
        for item in items
        if (labels := gold.get(item.article_id)) is not None
        and labels.sha256 == item.sha256
        and is_by_person(labels)
        and (entry := last.get((item.article_id, GOLD))) is not None
        and entry.server == server
    ]


def read_decisions(
    task: Mapping[str, Any],
    names: Mapping[int, str],
    scheme: Scheme,
    texts: Mapping[str, str],
    tool: str,
    unit: OffsetUnit | None,
) -> list[Incoming]:
    """Return all annotations of a task of a queue, those that fit as gold that a person decided.

    Who is followed is told by the candidates that the person was shown, which are in the task as predictions. Where
    some results of a decision do not fit it is not complete, so all of it is refused.
    """
    found = read_annotations(_without_questions(task), names, scheme, texts, tool, unit)
    return [_decision(item, task, scheme, unit) for item in found]


def _decision(item: Incoming, task: Mapping[str, Any], scheme: Scheme, unit: OffsetUnit | None) -> Incoming:
    if item.labels is None:
        return item
    if item.reasons:
        return item.refused(item.reasons)
    gold = decided_gold(item.labels, _candidates(task, item.labels, scheme, unit), scheme)
    return replace(item, annotator=GOLD, labels=gold)


def _without_questions(task: Mapping[str, Any]) -> dict[str, Any]:
    """Return a task with its annotations free of what was asked about their regions: it is no answer."""
    asked = {
        (result.get("id"), str(result["meta"]))
        for prediction in task.get("predictions") or []
        for result in _results(prediction)
        if "meta" in result
    }

    def answer(result: Any) -> Any:
        if not isinstance(result, dict) or (result.get("id"), str(result.get("meta"))) not in asked:
            return result
        return {key: value for key, value in result.items() if key != "meta"}

    annotations = [
        {**raw, "result": [answer(result) for result in raw["result"]]} if isinstance(raw.get("result"), list) else raw
        for raw in task.get("annotations") or []
    ]
    return {**task, "annotations": annotations}


def _results(prediction: Mapping[str, Any]) -> list[dict[str, Any]]:
    results = prediction.get("result")
    return [result for result in results if isinstance(result, dict)] if isinstance(results, list) else []


def _candidates(task: Mapping[str, Any], decided: LabelSet, scheme: Scheme, unit: OffsetUnit | None) -> list[LabelSet]:
    candidates = []
    for prediction in task.get("predictions") or []:
        name = candidate_name(prediction.get("model_version"))
        if name:
            parsed = from_results(prediction.get("result"), task["data"]["text"], scheme, unit=unit or "code-point")
            candidates.append(replace(decided.with_labels(parsed.spans, parsed.relations), annotator=name))
    return candidates


def plan_decisions(
    incoming: Iterable[Incoming],
    here: Mapping[Slot, LabelSet],
    last: Mapping[Slot, Entry],
    server: str,
    on_server: Collection[int],
    *,
    replace_persons: bool = False,
) -> PullPlan:
    """Return what a pull would do with these decisions.

    A decision takes the place of gold that no person decided, and of an earlier decision of the same person. Against
    gold that another person decided, or that was edited here, it is a conflict, unless both say the same. Those that
    leave the gold here as it is are `kept`.

    Parameters
    ----------
    here
        The gold file.
    last, server, on_server
        As for a pull of annotations (`standoff.labelstudio.plan.plan_pull`).
    replace_persons
        Whether a conflict is settled by taking the decision.
    """
    by_slot: dict[Slot, list[Incoming]] = defaultdict(list)
    found: dict[_Outcome, list[Incoming]] = {outcome: [] for outcome in get_args(_Outcome)}
    others = []
    conflicts = []
    for item in incoming:
        if item.labels is None:
            others.append(item)
        else:
            by_slot[item.article_id, GOLD].append(item)
    for slot, items in sorted(by_slot.items()):
        latest, earlier = _latest_of_each(items)
        others += [item.refused([ANNOTATED_TWICE]) for item in earlier]
        gold, taken = here.get(slot), None
        for item in latest:
            outcome = _outcome(item, taken, gold, last.get(slot), server)
            if outcome == "conflict" and not replace_persons:
                standing = taken.labels if taken else gold
                assert standing is not None  # noqa: S101 - it is what the decision is at odds with
                conflicts.append(Conflict(standing, item))
            elif outcome in {"take", "conflict"}:
                others += [taken.refused([_DECIDED_LATER])] if taken else []
                taken = item
            else:
                found[outcome].append(item)
        found["take"] += [taken] if taken else []
    others += [item.refused([_DECIDED_LATER]) for item in found["beaten"]]
    return PullPlan(
        take=tuple(found["take"]),
        unchanged=tuple(found["unchanged"]),
        kept=tuple(found["kept"]),
        conflicts=tuple(conflicts),
        quarantine=tuple(item for item in others if item.verdict == "quarantine"),
        skipped=tuple(item for item in others if item.verdict == "skipped"),
        settled_here=(),
        deleted=tuple(entry for entry in deleted_since(last, server, on_server) if entry.annotator == GOLD),
    )


def _latest_of_each(items: Iterable[Incoming]) -> tuple[list[Incoming], list[Incoming]]:
    """Part decisions about an article into the latest of each person, in the order of time, and the others."""
    latest: dict[str, Incoming] = {}
    earlier = []
    for item in sorted(items, key=lambda item: (item.updated, item.annotation)):
        if item.person in latest:
            earlier.append(latest.pop(item.person))
        latest[item.person] = item
    return list(latest.values()), earlier


def _outcome(
    item: Incoming, taken: Incoming | None, gold: LabelSet | None, last: Entry | None, server: str
) -> _Outcome:
    """Return what becomes of a decision, beside another one that is taken and the gold that is here."""
    there = item.labels
    assert there is not None  # noqa: S101 - it fits
    if taken is not None and taken.labels is not None:
        return "kept" if same_labels(there, taken.labels) else "conflict"
    if gold is None or gold == there:
        return "take" if gold is None else "unchanged"
    was_pulled = last is not None and (last.server, last.annotation) == (server, item.annotation)
    is_new = not was_pulled or (last is not None and item.updated != last.updated)
    if not is_new:
        return "kept"
    if not is_by_person(gold):
        return "take"
    if not was_pulled and same_labels(there, gold):
        return "kept"
    if last is not None and digest_of(gold) != last.digest:
        return "conflict"
    if was_pulled or _decider(there) == _decider(gold):
        return "take" if there.updated >= gold.updated else "beaten"
    return "conflict" if there.updated >= gold.updated else "beaten"


def _decider(gold: LabelSet) -> str:
    return gold.adjudication.decided_by if gold.adjudication else ""
