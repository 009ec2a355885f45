"""What a task on a server says about itself, and the prediction that goes with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from standoff.errors import InputError
from standoff.labelstudio.interface import to_task_data
from standoff.records import Article, parse_time
from standoff.scheme import Scheme

SUPERSEDED: Final = "superseded_by"
"""Key in the data of a task with an old text: the sha256 of the newer one."""

EARLIER: Final = "earlier_schemes"
"""Key in the data of a task: name and version of each earlier scheme, and the server's time until which it was."""


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
    updated
        When it or its annotations were last changed, as the server writes it.
    is_superseded
        Whether it is marked as having an old text.
    scheme
        Name and version of the scheme that it is labelled under.
    """

    id: int
    key: Key | None
    annotations: Mapping[int, str]
    updated: str = ""
    is_superseded: bool = False
    scheme: tuple[str, int] = ("", 0)


def key_of(article: Article) -> Key:
    """Return the key of the task that an article becomes."""
    return Key(article.id, article.sha256)


def key_in(data: Mapping[str, Any]) -> Key | None:
    """Return the key in the data of a task, or None if it has none."""
    article_id, sha256 = data.get("article_id"), data.get("sha256")
    if isinstance(article_id, str) and isinstance(sha256, str) and article_id and sha256:
        return Key(article_id, sha256)
    return None


def article_in(data: Mapping[str, Any]) -> Article | None:
    """Return the article that the data of a task hold; None where they are not as they were sent."""
    try:
        article = Article(str(data["article_id"]), date.fromisoformat(data["dct"]), data["text"])
        return article if key_of(article) == key_in(data) else None
    except (KeyError, TypeError, ValueError, AttributeError, InputError):
        return None


def scheme_at(data: Mapping[str, Any], updated: datetime) -> tuple[str, object]:
    """Return name and version of the scheme that an annotation was made under.

    Parameters
    ----------
    data
        Of its task.
    updated
        When it was last changed.

    Raises
    ------
    ValueError, TypeError
        If somebody changed what the task says of earlier schemes into something else.
    """
    for name, version, until in data.get(EARLIER) or ():
        if updated < parse_time(until):
            return str(name), version
    return str(data.get("scheme")), data.get("scheme_version")


def to_task(article: Article, scheme: Scheme, prediction: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return an article as a task to be imported, with its prediction if it has one."""
    task: dict[str, Any] = {"data": to_task_data(article, scheme)}
    return task if prediction is None else {**task, "predictions": [prediction]}
