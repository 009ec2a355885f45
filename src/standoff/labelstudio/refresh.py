"""Newer predictions in the place of older ones, so that annotators see all of the one version or all of the other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from standoff.labelstudio.batches import batches
from standoff.labelstudio.predictions import Predictor
from standoff.labelstudio.sending import Key, present, send_once
from standoff.labelstudio.session import Session
from standoff.labelstudio.tasks import article_in, key_of
from standoff.records import Article

BATCH: Final = 250
"""Predictions in an import."""


def outdated(session: Session, predictor: Predictor | None) -> list[str]:
    """Return the versions of predictions on the server that these would take the place of."""
    versions = session.client.model_versions(session.project.id)
    return [version for version in versions if predictor is not None and predictor.replaces(version)]


def refresh_predictions(
    session: Session,
    articles: Iterable[Article],
    task_ids: Collection[int],
    predictor: Predictor,
    waits: Sequence[float],
    before_removal: Callable[[str], None],
) -> int:
    """Give tasks that were there before newer predictions, and take the older ones of ours away once all have them."""
    client, project = session.client, session.project
    versions = client.model_versions(project.id)
    replaced = [version for version in versions if predictor.replaces(version)]
    done = 0
    if replaced or predictor.version not in versions:
        for batch in batches(sorted(task_ids), BATCH):
            done += _predict(session, _articles_of(session, batch, articles), predictor, waits)
    if client.model_versions(project.id) and client.project(project.id).model_version != predictor.version:
        client.update_project(project.id, model_version=predictor.version)
    for version in replaced:
        before_removal(version)
        session.renew()
        client.delete_predictions(project.id, version)
    return done


def _articles_of(session: Session, task_ids: Iterable[int], articles: Iterable[Article]) -> dict[int, Article]:
    """Return the articles of tasks: those at hand, or else as the tasks hold them, for a push may name only some."""
    by_key = {key_of(article): article for article in articles}
    present = {key.article_id for key in by_key}
    found, elsewhere = {}, []
    for id_ in task_ids:
        task = session.state.tasks[id_]
        if task.key in by_key:
            found[id_] = by_key[task.key]
        elif task.key and task.key.article_id not in present and not task.is_superseded:
            elsewhere.append(id_)
    for raw in session.tasks(elsewhere):
        if (article := article_in(raw["data"])) is not None:
            found[raw["id"]] = article
    return found


def _predict(session: Session, tasks: Mapping[int, Article], predictor: Predictor, waits: Sequence[float]) -> int:
    there = present(session, "predictions", [(id_, predictor.version) for id_ in tasks])
    predictions: dict[Key, dict[str, Any]] = {
        (id_, predictor.version): {**prediction, "task": id_}
        for id_, article in tasks.items()
        if (id_, predictor.version) not in there
        and (prediction := predictor.predict(article, session.unit_in(article.text))) is not None
    }
    if predictions:
        send = partial(session.client.import_predictions, session.project.id)
        send_once(session, "predictions", predictions, send, waits)
    return len(predictions)
