"""A thin, typed client: every request that we make of a Label Studio server, and nothing else.

Projects and users go through the lean base of ``label-studio-sdk``. Tasks go over plain HTTP, where the SDK
costs ten times as much and sends a request again that may already have been carried out. Both share one connection.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import orjson

from standoff.errors import ConflictError, MissingError, RemoteError
from standoff.labelstudio.answers import AbsentError, UncertainError
from standoff.labelstudio.batches import batches
from standoff.labelstudio.remote import PROJECT_FIELDS, Claim, Glance, Project, User
from standoff.labelstudio.transport import Transport

PAGE: Final = 250
"""Tasks in a page of a listing."""

_MANY: Final = 1000
_LONGEST_LIST: Final = 50
# Tasks in a glance: each costs the server, even where only two fields of it are asked for.
_GLANCE: Final = 30


class StudioClient(Transport):
    """A client of one server. Use it as a context manager, which closes its connections.

    Every method raises `RemoteError` if the server cannot be reached or refuses, and those that change something raise
    `UncertainError` where nobody can know whether the change was made.
    """

    def version(self) -> str:
        """Return the version of the server, such as ``1.23.2``."""
        try:
            return self._get("/api/version", {}, lambda found: str(found["label-studio-os-package"]["version"]))
        except AbsentError:
            raise RemoteError("is no Label Studio server", where=self.url, hint="look at the address") from None

    def whoami(self) -> User:
        """Return the account that the key belongs to."""
        return self._read(lambda: User.of(self._sdk.users.whoami()))

    def users(self) -> dict[int, User]:
        """Return the accounts that the key may see, by id."""
        return self._read(lambda: {user.id: User.of(user) for user in self._sdk.users.list()})

    def find_project(self, title: str) -> Project | None:
        """Return the project that has exactly this title, or None.

        Of several, the only one with tasks, or the oldest where none has any: two that are made at one moment are both
        there for a while.

        Raises
        ------
        ConflictError
            If several have tasks.
        """
        found = self.projects_called(title)
        filled = [project for project in found if project.tasks != 0]
        if len(filled) > 1:
            raise ConflictError(
                f"{len(filled)} projects are called {title!r}",
                where=self.url,
                hint="rename all but one in Label Studio, or name another with --project",
            )
        return next(iter(filled or found), None)

    def projects_called(self, title: str) -> list[Project]:
        """Return the projects that have exactly this title, the oldest first."""
        found = [project for project in self._projects({"title": title}) if project.title == title]
        return sorted(found, key=lambda project: project.id)

    def project(self, project_id: int) -> Project:
        """Return the project with this id.

        Raises
        ------
        MissingError
            If there is none.
        """
        found = self._projects({"ids": project_id})
        if not found:
            raise MissingError(f"project {project_id} is gone", where=self.url)
        return found[0]

    def create_project(self, title: str, *, interface: str, instruction: str, description: str = "") -> int:
        """Create a project whose annotators are shown the instruction and the predictions, and return its id."""
        made = self._change(
            lambda: self._sdk.projects.create(
                title=title,
                description=description,
                label_config=interface,
                expert_instruction=instruction,
                show_instruction=True,
                show_collab_predictions=True,
            )
        )
        return int(made.id)

    def delete_project(self, project_id: int) -> None:
        """Delete a project with all that belongs to it."""
        self._change(lambda: self._sdk.projects.delete(project_id))

    def update_project(self, project_id: int, **settings: str) -> None:
        """Change settings of a project, named as the server names them, such as ``label_config``."""
        self._change(lambda: self._sdk.projects.update(project_id, **settings))

    def model_versions(self, project_id: int) -> dict[str, int]:
        """Return how many predictions of each version a project has."""
        return self._get(f"/api/projects/{project_id}/model-versions/", {}, dict)

    def tasks(
        self,
        project_id: int,
        *,
        include: Sequence[str] = (),
        ids: Sequence[int] | None = None,
        sha256s: Sequence[str] | None = None,
        updated_after: str | None = None,
    ) -> Iterator[dict[str, Any]]:
        """Yield the tasks of a project, each with id, data, updated_at and what `include` names.

        Parameters
        ----------
        include
            ``annotations`` or ``predictions``, and which of their fields.
        ids
            Only these tasks.
        sha256s
            Only tasks with one of these in their data.
        updated_after
            Only tasks that changed after this time, as the server writes it; a change of annotations counts.
        """
        # All of this stands in an address, whose length servers limit to some thousand characters.
        if ids is not None:
            chosen = [_filter("id", "in_list", "List", list(part)) for part in batches(ids, _LONGEST_LIST)]
        elif sha256s is not None:
            chosen = [_filter("data.sha256", "in_list", "List", list(part)) for part in batches(sha256s, _LONGEST_LIST)]
        elif updated_after is not None:
            chosen = [_filter("updated_at", "greater", "Datetime", updated_after)]
        else:
            chosen = [_filter("id", "greater", "Number", 0)]
        for condition in chosen:
            yield from self._listing(project_id, include, condition)

    def _listing(
        self, project_id: int, include: Sequence[str], condition: dict[str, object]
    ) -> Iterator[dict[str, Any]]:
        # Pages are cut by id, not by number: a task that is deleted meanwhile makes this skip none of the others.
        last = 0
        while True:
            items = [condition, _filter("id", "greater", "Number", last)]
            query = {"filters": {"conjunction": "and", "items": items}, "ordering": ["tasks:id"]}
            params = {
                "project": project_id,
                "page_size": PAGE,
                "fields": "all" if include else "task_only",
                "include": ",".join(("id", "data", "updated_at", *include)),
                "query": orjson.dumps(query).decode(),
            }
            page = self._get("/api/tasks", params, _tasks_of)
            yield from page
            if len(page) < PAGE:
                return
            last = page[-1]["id"]

    def drafts(self, project_id: int) -> list[int]:
        """Return the ids of the tasks in which somebody began something and has not submitted it."""
        condition = _filter("draft_exists", "equal", "Boolean", value=True)
        return [int(task["id"]) for task in self._listing(project_id, (), condition)]

    def glance(self, project_id: int) -> Glance:
        """Return what one request shows of the changes in a project."""
        params = {
            "project": project_id,
            "page_size": _GLANCE,
            "fields": "task_only",
            "include": "id,updated_at",
            "query": orjson.dumps({"ordering": ["-tasks:updated_at"]}).decode(),
        }
        return self._get("/api/tasks", params, _glance_of)

    def import_tasks(self, project_id: int, tasks: Sequence[dict[str, Any]]) -> None:
        """Add tasks, all of them or, if it fails, none of them.

        Raises
        ------
        UncertainError
            Also where the server only says that it will add them, as its Enterprise edition does.
        """
        made = self._post(f"/api/projects/{project_id}/import", tasks)
        if not isinstance(made, dict) or made.get("task_count") != len(tasks):
            raise UncertainError("the server does not say that it added the tasks", where=self.url)

    def import_predictions(self, project_id: int, predictions: Sequence[dict[str, Any]]) -> None:
        """Add predictions, each with the ``task`` that it is for; all of them or, if it fails, none of them."""
        self._post(f"/api/projects/{project_id}/import/predictions", predictions)

    def delete_prediction(self, prediction_id: int) -> None:
        """Delete a prediction, if it is still there."""
        with suppress(AbsentError):
            self._change(lambda: self._answer("DELETE", f"/api/predictions/{prediction_id}/"))

    def delete_predictions(self, project_id: int, model_version: str) -> None:
        """Delete all predictions of one version."""
        path = f"/api/projects/{project_id}/model-versions/"
        self._change(lambda: self._answer("DELETE", path, json={"model_version": model_version}))

    def update_task(self, task_id: int, data: Mapping[str, Any]) -> None:
        """Replace the data of a task. Its text must stay as it is: the offsets of its annotations would not move."""
        self._change(lambda: self._answer("PATCH", f"/api/tasks/{task_id}/", json={"data": dict(data)}))

    def delete_task(self, task_id: int) -> None:
        """Delete a task with all that belongs to it, if it is still there."""
        with suppress(AbsentError):
            self._change(lambda: self._answer("DELETE", f"/api/tasks/{task_id}/"))

    def tabs(self, project_id: int) -> dict[int, str]:
        """Return the titles of a project's tabs in the Data Manager, by id, from the left."""
        found = self._get("/api/dm/views/", {"project": project_id}, list)
        return {int(tab["id"]): str((tab.get("data") or {}).get("title") or "") for tab in found}

    def create_tab(self, project_id: int, data: Mapping[str, Any]) -> None:
        """Create a tab in the Data Manager, with its title, filters and ordering as the server names them."""
        self._post("/api/dm/views/", {"project": project_id, "data": dict(data)})

    def order_tabs(self, project_id: int, ids: Sequence[int]) -> None:
        """Put the tabs of a project into this order, from the left."""
        self._change(
            lambda: self._answer("POST", "/api/dm/views/order/", json={"project": project_id, "ids": list(ids)})
        )

    # A server has no lock that a client could take. Of all that it keeps, custom labels have a name that is unique, and
    # making one that is there already answers with the one that is there. So they serve as claims.

    def claim(self, project_id: int, name: str, holder: Mapping[str, str]) -> Claim:
        """Return the claim of this name, which is made with this holder if there is none."""
        wanted = [{"title": name, "value": dict(holder), "project": project_id, "from_name": "standoff"}]
        return self._read(lambda: Claim.of(self._answer("POST", "/api/labels/", json=wanted).json()[0]))

    def renew_claim(self, claim_id: int, holder: Mapping[str, str]) -> None:
        """Set the time of a claim to now.

        Raises
        ------
        AbsentError
            If it is gone.
        """
        self._read(lambda: self._answer("PATCH", f"/api/labels/{claim_id}/", json={"value": dict(holder)}))

    def drop_claim(self, claim_id: int) -> None:
        """Delete a claim, if it is still there."""
        with suppress(AbsentError):
            self._change(lambda: self._answer("DELETE", f"/api/labels/{claim_id}/"))

    def _projects(self, choice: dict[str, Any]) -> list[Project]:
        # The SDK asks for one page too many here, and has no way to leave out what is dear: counts of annotations.
        params = {**choice, "page_size": _MANY, "include": ",".join(PROJECT_FIELDS)}
        return self._get("/api/projects/", params, lambda page: [Project.of(found) for found in page["results"]])


def _tasks_of(page: Any) -> list[dict[str, Any]]:
    return [{**task, "id": int(task["id"]), "data": dict(task["data"])} for task in page["tasks"]]


def _glance_of(page: Any) -> Glance:
    return Glance(int(page["total"]), tuple((int(task["id"]), str(task["updated_at"])) for task in page["tasks"]))


def _filter(field: str, operator: str, type_: str, value: object) -> dict[str, object]:
    return {"filter": f"filter:tasks:{field}", "operator": operator, "type": type_, "value": value}
