"""What a task on a server says about itself, and the prediction that goes with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from standoff.labelstudio.interface import to_task_data
from standoff.records import Article
from standoff.scheme import Scheme

SUPERSEDED: Final = "superseded_by"
"""Key in the data of a task with an old text: the sha256 of the newer one."""


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What names a task: an article and a version of its text."""

    article_id: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Task:
    """A task on a server, without its text.

    Parameters
    ----------
    key
        None for a task that is none of ours.
    annotations
        When each annotation was last changed, as the server writes it, by id.
    is_superseded
        Whether it is marked as having an old text.
    """

    id: int
    key: Key | None
    annotations: Mapping[int, str]
    is_superseded: bool = False


def key_of(article: Article) -> Key:
    """Return the key of the task that an article becomes."""
    return Key(article.id, article.sha256)


def key_in(data: Mapping[str, Any]) -> Key | None:
    """Return the key in the data of a task, or None if it has none."""
    article_id, sha256 = data.get("article_id"), data.get("sha256")
    if isinstance(article_id, str) and isinstance(sha256, str) and article_id and sha256:
        return Key(article_id, sha256)
    return None


def to_task(article: Article, scheme: Scheme, prediction: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return an article as a task to be imported, with its prediction if it has one."""
    task: dict[str, Any] = {"data": to_task_data(article, scheme)}
    return task if prediction is None else {**task, "predictions": [prediction]}
