"""A queue of what people must decide to a server: each article once, with everybody's labels to choose from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any, Final

import orjson

from standoff.errors import Finding, errors_in
from standoff.labels import LabelStore, QueueItem
from standoff.labelstudio.batches import batches
from standoff.labelstudio.interface import ASKED_KEY
from standoff.labelstudio.offsets import OffsetUnit
from standoff.labelstudio.ordering import RANK, ensure_tab, with_rank
from standoff.labelstudio.push import BATCH, Progress, PushResult, push_tasks
from standoff.labelstudio.questions import Question, make_question
from standoff.labelstudio.results import to_results
from standoff.labelstudio.sending import Key, send_once
from standoff.labelstudio.session import WAITS, Session
from standoff.labelstudio.tasks import to_task
from standoff.records import ANNOTATOR, Article, LabelSet, check_label_set
from standoff.scheme import Scheme

GOLD_SO_FAR: Final = "gold so far"
"""The ``model_version`` of what a person begins with; no annotator can be called so."""


@dataclass(frozen=True)
class AskResult:
    """What a push of a queue did.

    Parameters
    ----------
    push
        What became of the tasks. Its `predicted` counts those that were brought up to date.
    decided
        Ids of the articles that somebody has decided there already: nobody is asked about them again.
    tab
        The tab of the project that has the tasks in the order of the queue.
    """

    push: PushResult
    decided: tuple[str, ...]
    tab: int


def candidate_name(version: object) -> str:
    """Return the annotator whose labels predictions of a version show; empty for any other version."""
    return version if isinstance(version, str) and ANNOTATOR.fullmatch(version) else ""


def make_questions(
    items: Iterable[QueueItem], articles: Iterable[Article], store: LabelStore, scheme: Scheme
) -> tuple[list[Question], list[Finding]]:
    """Return what is asked about the articles of a queue, and a finding for each that nothing can be asked about.

    A person begins with the article's gold so far or, where there is none, with the labels of whoever stands first in
    the queue line. Everybody's labels are those in the store, or the candidates in the queue of who is not there.
    """
    by_id = {article.id: article for article in articles}
    gold = {labels.article_id: labels for labels in store.read_gold()}
    labelled = _Labelled(store)
    questions, findings = [], []
    for item in items:
        article = by_id.get(item.article_id)
        whole = {
            labels.annotator: known
            for labels in item.candidates
            if (known := labelled.by(labels.annotator, item)) is not None
        }
        settled = gold.get(item.article_id)
        if settled is None or settled.sha256 != item.sha256:
            settled = next((whole[labels.annotator] for labels in item.candidates if labels.annotator in whole), None)
        label_sets = [*item.candidates, *whole.values(), *([settled] if settled else [])]
        faults = _faults(item, article, label_sets, scheme)
        if article is None or faults:
            findings += faults
        elif item.cases:
            questions.append(make_question(item, article, settled, whole, scheme))
    return questions, findings


def push_questions(
    session: Session,
    questions: Sequence[Question],
    scheme: Scheme,
    *,
    force: bool = False,
    progress: Progress = lambda _done, _total: None,
    waits: Sequence[float] = WAITS,
) -> AskResult:
    """Send the articles of a queue that the server lacks, and bring those up to date that nobody has decided yet.

    Parameters
    ----------
    questions
        In the order in which people are to get them. Of a text into which nobody knows how the server counts offsets,
        nothing is sent.
    force, progress, waits
        As for a push of articles (`standoff.labelstudio.push.push`), and likewise what is raised.
    """
    tasks: dict[Key, dict[str, Any]] = {}
    articles = []
    for rank, question in enumerate(questions, 1):
        article = question.article
        if (unit := session.unit_in(article.text)) is not None:
            articles.append(article)
            tasks[article.id, article.sha256] = _to_task(question, scheme, rank, unit)
    result = push_tasks(
        session,
        articles,
        scheme,
        lambda article: tasks[article.id, article.sha256],
        lambda before: _refresh(session, tasks, before, waits),
        force=force,
        progress=progress,
        waits=waits,
    )
    decided = sorted(
        task.key.article_id
        for task in session.state.tasks.values()
        if task.annotations and task.key and (task.key.article_id, task.key.sha256) in tasks
    )
    result = replace(result, withheld=len(questions) - len(tasks))
    return AskResult(result, tuple(decided), ensure_tab(session, waits))


class _Labelled:
    """The label files of annotators, each read when it is needed."""

    def __init__(self, store: LabelStore) -> None:
        self._store = store
        self._there = store.annotators()
        self._files: dict[str, dict[tuple[str, str], LabelSet]] = {}

    def by(self, annotator: str, item: QueueItem) -> LabelSet | None:
        """Return an annotator's labels of the text of a queue line; None where there are none."""
        if annotator not in self._files:
            found = self._store.read(annotator) if annotator in self._there else ()
            self._files[annotator] = {(labels.article_id, labels.sha256): labels for labels in found}
        return self._files[annotator].get((item.article_id, item.sha256))


def _faults(item: QueueItem, article: Article | None, label_sets: Iterable[LabelSet], scheme: Scheme) -> list[Finding]:
    """Return why nothing can be asked about an article."""
    where = f"article {item.article_id}"
    if article is None:
        hint = "name its file or folder with --articles"
        return [Finding("no-text", "is in the queue, but not among the articles", where, hint=hint)]
    if article.sha256 != item.sha256:
        hint = "write the queue anew, such as with `standoff adjudicate`"
        return [Finding("text-stale", "has another text than in the queue", where, hint=hint)]
    return [
        replace(fault, path=f"{where}, {labels.annotator}")
        for labels in label_sets
        for fault in errors_in(check_label_set(labels, scheme, article.text))
    ]


def _to_task(question: Question, scheme: Scheme, rank: int, unit: OffsetUnit) -> dict[str, Any]:
    text = question.article.text
    begun = to_results(question.spans, question.relations, text, scheme, notes=question.notes, unit=unit)
    task = with_rank(to_task(question.article, scheme, None), rank)
    # The last one comes first in the editor. An annotator who marked nothing is shown too.
    predictions = [
        {
            "model_version": labels.annotator,
            "result": to_results(labels.spans, labels.relations, text, scheme, unit=unit),
        }
        for labels in reversed(question.candidates)
    ]
    return {
        "data": {**task["data"], ASKED_KEY: question.to_decide},
        "predictions": [*predictions, {"model_version": GOLD_SO_FAR, "result": begun}],
    }


def _refresh(
    session: Session, tasks: Mapping[Key, Mapping[str, Any]], before: Iterable[int], waits: Sequence[float]
) -> int:
    """Bring tasks that were there before up to date, but for those that somebody has decided."""
    state, client = session.state, session.client
    wanted = {
        id_: tasks[key.article_id, key.sha256]
        for id_ in sorted(before)
        if (key := state.tasks[id_].key) and (key.article_id, key.sha256) in tasks and not state.tasks[id_].annotations
    }
    there = client.tasks(session.project.id, ids=list(wanted))
    keeps_ranks = len(wanted) == len(tasks) and _is_in_order(there, wanted)
    done = 0
    for batch in batches(list(wanted), BATCH):
        session.renew()
        missing: dict[Key, dict[str, Any]] = {}
        for raw in session.tasks(batch):
            task = wanted[raw["id"]]
            data = {**task["data"], RANK: raw["data"][RANK]} if keeps_ranks else task["data"]
            if raw["data"] != data:
                client.update_task(raw["id"], data)
            lacking = _replace_predictions(client.delete_prediction, raw.get("predictions") or [], task["predictions"])
            missing |= {(raw["id"], one["model_version"]): {**one, "task": raw["id"]} for one in lacking}
            done += bool(lacking) or raw["data"] != data
        if missing:
            send_once(session, "predictions", missing, partial(client.import_predictions, session.project.id), waits)
    project = session.project.id
    if GOLD_SO_FAR in client.model_versions(project) and client.project(project).model_version != GOLD_SO_FAR:
        client.update_project(project, model_version=GOLD_SO_FAR)
    return done


def _is_in_order(there: Iterable[Mapping[str, Any]], wanted: Mapping[int, Mapping[str, Any]]) -> bool:
    """Say whether tasks have places in the order that is wanted: gaps do no harm, and each change costs a request."""
    ordered = sorted(there, key=lambda raw: str(wanted[raw["id"]]["data"][RANK]))
    places = [str(raw["data"].get(RANK, "")) for raw in ordered]
    return "" not in places and all(first < second for first, second in pairwise(places))


def _replace_predictions(
    delete: Callable[[int], None], there: Iterable[Mapping[str, Any]], wanted: Iterable[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Delete those predictions of a task that are not wanted, and return those that are wanted and not there."""
    lacking = {_content(one): one for one in wanted}
    for prediction in there:
        if lacking.pop(_content(prediction), None) is None:
            delete(prediction["id"])
    return list(lacking.values())


def _content(prediction: Mapping[str, Any]) -> bytes:
    return orjson.dumps([prediction.get("model_version"), prediction.get("result")], option=orjson.OPT_SORT_KEYS)
