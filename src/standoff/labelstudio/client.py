"""A thin, typed client: every request that we make of a Label Studio server, and nothing else.

Projects, users and versions go through the lean base of ``label-studio-sdk``. Tasks go over plain HTTP, where the SDK
costs ten times as much and sends a request again that may already have been carried out. Both share one connection.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

import orjson

from standoff.errors import ConflictError, MissingError, MissingExtraError, RemoteError
from standoff.labelstudio.answers import UncertainError, no_answer, refusal
from standoff.labelstudio.batches import batches
from standoff.labelstudio.connection import Connection
from standoff.labelstudio.remote import PROJECT_FIELDS, Project, User

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")

PAGE: Final = 250
"""Tasks in a page of a listing."""

_WAITS: Final = (0.5, 1.0, 2.0, 4.0)
_MANY: Final = 1000
_LONGEST_LIST: Final = 50


class StudioClient:
    """A client of one server. Use it as a context manager, which closes its connections.

    Every method raises `RemoteError` if the server cannot be reached or refuses, and those that change something raise
    `UncertainError` where nobody can know whether the change was made.

    Parameters
    ----------
    timeout
        Seconds that a server may be silent.
    waits
        Seconds to wait before each repetition of a request that only reads. What changes something is never repeated.

    Attributes
    ----------
    server_time
        The ``Date`` of the last answer of the server; empty at first.
    """

    def __init__(self, connection: Connection, *, timeout: float = 60.0, waits: Sequence[float] = _WAITS) -> None:
        try:
            import httpx
            from label_studio_sdk.base_client import LabelStudioBase
            from label_studio_sdk.core.api_error import ApiError

            from standoff.labelstudio.auth import KeyAuth
        except ImportError as error:
            raise MissingExtraError(
                f"Label Studio needs a package that is not installed: {error.name}",
                hint="pip install 'standoff[studio]'",
            ) from None
        self.url = connection.url
        self.server_time = ""
        self._waits = tuple(waits)
        self._failures = (httpx.HTTPError, ApiError, ValueError, KeyError, TypeError)
        self._http = httpx.Client(
            base_url=connection.url,
            auth=KeyAuth(connection),
            timeout=timeout,
            # A proxy that the environment names has no business with what is said to a server on this machine.
            trust_env=not connection.is_loopback,
        )
        # The shared client signs every request, the SDK's too, so the SDK needs no key.
        self._sdk = LabelStudioBase(
            base_url=connection.url, api_key="unused", httpx_client=self._http, max_retries=0, timeout=timeout
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def version(self) -> str:
        """Return the version of the server, such as ``1.23.2``."""
        return self._read(lambda: str(self._sdk.versions.get().label_studio_os_package["version"]))

    def whoami(self) -> User:
        """Return the account that the key belongs to."""
        return self._read(lambda: User.of(self._sdk.users.whoami()))

    def users(self) -> dict[int, User]:
        """Return the accounts that the key may see, by id."""
        return self._read(lambda: {user.id: User.of(user) for user in self._sdk.users.list()})

    def find_project(self, title: str) -> Project | None:
        """Return the project that has exactly this title, or None.

        Raises
        ------
        ConflictError
            If two have it.
        """
        found = [project for project in self._projects({"title": title}) if project.title == title]
        if len(found) > 1:
            raise ConflictError(
                f"{len(found)} projects are called {title!r}",
                where=self.url,
                hint="rename all but one in Label Studio, or name another with --project",
            )
        return found[0] if found else None

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

    def create_project(self, title: str, *, interface: str, instruction: str) -> None:
        """Create a project whose annotators are shown the instruction and the predictions."""
        self._change(
            lambda: self._sdk.projects.create(
                title=title,
                label_config=interface,
                expert_instruction=instruction,
                show_instruction=True,
                show_collab_predictions=True,
            )
        )

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

    def delete_predictions(self, project_id: int, model_version: str) -> None:
        """Delete all predictions of one version."""
        path = f"/api/projects/{project_id}/model-versions/"
        self._change(lambda: self._answer("DELETE", path, json={"model_version": model_version}))

    def update_task(self, task_id: int, data: Mapping[str, Any]) -> None:
        """Replace the data of a task. Its text must stay as it is: the offsets of its annotations would not move."""
        self._change(lambda: self._answer("PATCH", f"/api/tasks/{task_id}/", json={"data": dict(data)}))

    def delete_task(self, task_id: int) -> None:
        """Delete a task with all that belongs to it."""
        self._change(lambda: self._answer("DELETE", f"/api/tasks/{task_id}/"))

    def _projects(self, choice: dict[str, Any]) -> list[Project]:
        # The SDK asks for one page too many here, and has no way to leave out what is dear: counts of annotations.
        params = {**choice, "page_size": _MANY, "include": ",".join(PROJECT_FIELDS)}
        return self._get("/api/projects/", params, lambda page: [Project.of(found) for found in page["results"]])

    def _get(self, path: str, params: dict[str, Any], parse: Callable[[Any], T]) -> T:
        return self._read(lambda: parse(self._answer("GET", path, params=params).json()))

    def _post(self, path: str, value: object) -> Any:
        body = orjson.dumps(value)
        headers = {"Content-Type": "application/json"}
        return self._change(lambda: self._answer("POST", path, content=body, headers=headers).json())

    def _answer(self, method: str, path: str, **options: Any) -> httpx.Response:
        response = self._http.request(method, path, **options)
        if response.is_success:
            self.server_time = response.headers.get("Date", "")
            return response
        raise refusal(self.url, response.status_code, response.text, response.headers.get("Location", ""))

    def _read(self, call: Callable[[], T]) -> T:
        for wait in self._waits:
            try:
                return self._change(call)
            except UncertainError:
                time.sleep(wait)
        return self._change(call)

    def _change(self, call: Callable[[], T]) -> T:
        try:
            return call()
        except RemoteError:
            raise
        except self._failures as error:
            status = getattr(error, "status_code", None)
            if status is not None and status >= 300:
                raise refusal(self.url, status, getattr(error, "body", None)) from None
            raise no_answer(self.url, error) from None


def _tasks_of(page: Any) -> list[dict[str, Any]]:
    return [{**task, "id": int(task["id"]), "data": dict(task["data"])} for task in page["tasks"]]


def _filter(field: str, operator: str, type_: str, value: object) -> dict[str, object]:
    return {"filter": f"filter:tasks:{field}", "operator": operator, "type": type_, "value": value}
