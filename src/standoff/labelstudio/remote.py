"""Accounts and projects on a server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final, Self

from standoff.records import parse_time

PROJECT_FIELDS: Final = (
    "id",
    "title",
    "description",
    "label_config",
    "expert_instruction",
    "model_version",
    "task_number",
)
"""What must be known of a project."""

FOR_DECISIONS: Final = "standoff: what is decided here becomes gold, by `standoff studio adjudicate pull`"
"""The description of a project for decisions about a queue, by which it is told from one for annotations."""


def moment(date: str) -> datetime | None:
    """Return the time that the ``Date`` of an answer names, or None where it names none."""
    try:
        return parsedate_to_datetime(date).astimezone(UTC)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class User:
    """An account on a server."""

    id: int
    email: str

    @classmethod
    def of(cls, user: Any) -> Self:
        """Return what is needed of an account as the SDK gives it."""
        return cls(int(user.id), str(user.email or ""))


@dataclass(frozen=True, slots=True)
class Glance:
    """What one request shows of a project.

    Parameters
    ----------
    number
        How many tasks it has.
    newest
        Ids of the tasks that were changed last and when that was, as the server writes it, the latest first. Changes of
        their annotations count.
    """

    number: int
    newest: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Project:
    """A project on a server.

    Parameters
    ----------
    interface
        The labelling interface as XML.
    instruction
        The instruction for annotators as HTML.
    model_version
        Which version of predictions annotators are shown.
    tasks
        How many tasks it has, where the server said.
    is_for_decisions
        Whether it is for decisions about a queue, not for annotations.
    glance
        What it had just now, where only that was asked: then nothing is known of the fields but `id` and `title`.
    """

    id: int
    title: str
    interface: str
    instruction: str
    model_version: str
    tasks: int | None
    is_for_decisions: bool = False
    glance: Glance | None = None

    @classmethod
    def of(cls, project: Mapping[str, Any]) -> Self:
        """Return what is needed of a project as the server gives it, with `PROJECT_FIELDS`."""
        return cls(
            id=int(project["id"]),
            title=str(project["title"]),
            interface=str(project.get("label_config") or ""),
            instruction=str(project.get("expert_instruction") or ""),
            model_version=str(project.get("model_version") or ""),
            tasks=project.get("task_number"),
            is_for_decisions=project.get("description") == FOR_DECISIONS,
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that says who is at work on a project.

    Parameters
    ----------
    holder
        What only the one who made it knows.
    machine
        Where that one is.
    account
        The id of the account of that one.
    updated
        When it was last renewed, by the server's clock.
    """

    id: int
    holder: str
    machine: str
    account: int
    updated: datetime

    @classmethod
    def of(cls, label: Mapping[str, Any]) -> Self:
        """Return what is needed of a custom label as the server gives it."""
        value = label["value"]
        return cls(
            id=int(label["id"]),
            holder=str(value["holder"]),
            machine=str(value["machine"]),
            account=int(label["created_by"]),
            updated=parse_time(label["updated_at"]),
        )
