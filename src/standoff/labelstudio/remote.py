"""Accounts and projects on a server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

PROJECT_FIELDS: Final = ("id", "title", "label_config", "expert_instruction", "model_version", "task_number")
"""What must be known of a project."""


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
    """

    id: int
    title: str
    interface: str
    instruction: str
    model_version: str
    tasks: int | None

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
        )
