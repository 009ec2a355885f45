"""Which project had which title the last time: it is found again without a search, and when it was renamed."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from standoff.errors import ConflictError, MissingError
from standoff.files import write_text
from standoff.labelstudio.answers import AbsentError
from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.remote import Project

_FILE: Final = "projects.json"


def remember(folder: Path, url: str, project: Project) -> None:
    """Note which project has a title on a server.

    Parameters
    ----------
    folder
        What sync remembers, usually ``.standoff/sync``.
    """
    known = _read(folder)
    entry = [url, project.title, project.id, project.is_for_decisions]
    if entry not in known:
        known = sorted([*(other for other in known if other[:2] != entry[:2]), entry])
        write_text(folder / _FILE, json.dumps(known, indent=2, ensure_ascii=False) + "\n")


def glance_at(client: StudioClient, title: str, folder: Path) -> Project | None:
    """Return the project that had this title the last time, with what one request shows of it; None if it is gone."""
    for url, known, project_id, is_for_decisions in _read(folder):
        if (url, known) == (client.url, title):
            with suppress(AbsentError):
                glance = client.glance(project_id)
                return Project(project_id, title, "", "", "", glance.number, is_for_decisions, glance)
    return None


def find_project(client: StudioClient, title: str, folder: Path) -> Project | None:
    """Return the project that has this title, or None where there is none.

    Raises
    ------
    ConflictError
        If the project that had it the last time has another one now: it would be pushed to a new one from the start.
    """
    if (project := client.find_project(title)) is not None:
        return project
    for url, known, project_id, _ in _read(folder):
        if (url, known) == (client.url, title):
            with suppress(MissingError):
                return whole(client, project_id, title)
    return None


def whole(client: StudioClient, project_id: int, title: str) -> Project:
    """Return all that is to be known of a project, which must still have its title.

    Raises
    ------
    ConflictError
        If it has another one now.
    MissingError
        If it is gone.
    """
    project = client.project(project_id)
    if project.title != title:
        raise ConflictError(
            f"the project that was called {title!r} is called {project.title!r} now",
            where=f"{client.url}/projects/{project_id}",
            hint="name it with --project, or give it its old title in Label Studio",
        )
    return project


def _read(folder: Path) -> list[list[Any]]:
    """Return address, title, id and kind of each project; none where the file is damaged, for it is only a cache."""
    try:
        known = json.loads((folder / _FILE).read_bytes())
        return [[str(url), str(title), int(number), bool(decides)] for url, title, number, decides in known]
    except (OSError, ValueError, TypeError):
        return []
