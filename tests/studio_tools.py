"""What tests do to a Label Studio server, as annotators and administrators do, beside the code under test."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import httpx

from standoff.labelstudio.connection import Connection
from standoff.records import Article, Relation, Span

TEXTS = (
    "Foreign Minister Ines Varga said on Monday that Ardan will close the border unless talks resume by May 1.",
    "“We are for peace,” the 🕊️ envoy wrote.\n\nOn 3 June 2021 the Northern Front\u00a0rejected the offer 👩‍👩‍👧.",
    "قال الوزير إن أردان ترفض العرض. Talks in Quelle ended <b>yesterday</b> & {{nothing}} $text was agreed.",
    "Café Norður: cafe\u0301 owners in Quelle protested for two days.",
    "The ministry warned last week that sanctions would follow.",
)
"""Texts with what breaks offsets elsewhere: emoji, combining marks, right-to-left, NBSP, markup, placeholders."""


def articles(number: int = len(TEXTS), *, version: str = "") -> list[Article]:
    """Return that many articles, of another text for another `version`."""
    return [
        Article(f"article-{index}", date(2021, 3, 27), f"{TEXTS[index % len(TEXTS)]}{version}")
        for index in range(number)
    ]


def _span(id: str, span_type: str, words: str, /, **attributes: str) -> Span:
    start = TEXTS[0].index(words)
    return Span(id, span_type, start, start + len(words), attributes)


SPANS = (
    _span("a1", "actor", "Foreign Minister Ines Varga", kind="person", mention="name"),
    _span("d1", "date", "Monday", type="DATE", value="2021-03-22"),
    _span("a2", "actor", "Ardan", kind="state", mention="name", country="TUR"),
    _span(
        "t1",
        "threat",
        "will close the border unless talks resume by May 1",
        mode="restrict",
        conditional="yes",
        status="made",
    ),
    _span("d2", "date", "May 1", type="DATE", value="2021-05-01"),
)
RELATIONS = (Relation("deadline", "t1", "d2"), Relation("source", "t1", "a2"))
"""Labels of the first article, by hand."""


class Person:
    """Somebody with an account, who works on a project over HTTP as the browser does."""

    def __init__(self, connection: Connection, title: str) -> None:
        self._http = httpx.Client(
            base_url=connection.url, headers={"Authorization": f"Token {connection.key}"}, timeout=30, trust_env=False
        )
        found = self._json("GET", "/api/projects/", params={"title": title})["results"]
        (self.project,) = [project["id"] for project in found if project["title"] == title]

    def __enter__(self) -> Person:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def tasks(self) -> list[dict[str, Any]]:
        """Return all tasks with annotations and predictions."""
        params: dict[str, Any] = {"project": self.project, "page_size": 5000, "fields": "all"}
        tasks: list[dict[str, Any]] = self._json("GET", "/api/tasks", params=params)["tasks"]
        return tasks

    def task(self, article_id: str) -> dict[str, Any]:
        """Return the newest task of an article."""
        return [task for task in self.tasks() if task["data"].get("article_id") == article_id][-1]

    def annotate(self, task: int, results: Any, **fields: Any) -> int:
        """Submit an annotation, and return its id."""
        made = self._json("POST", f"/api/tasks/{task}/annotations/", json={"result": results, **fields})
        return int(made["id"])

    def change(self, annotation: int, results: Any) -> None:
        """Submit an annotation anew."""
        self._json("PATCH", f"/api/annotations/{annotation}/", json={"result": results})

    def delete_annotation(self, annotation: int) -> None:
        """Delete an annotation."""
        self._json("DELETE", f"/api/annotations/{annotation}/")

    def delete_task(self, task: int) -> None:
        """Delete a task."""
        self._json("DELETE", f"/api/tasks/{task}/")

    def change_data(self, task: int, **data: Any) -> None:
        """Change data of a task, as anybody may."""
        before = self._json("GET", f"/api/tasks/{task}/")["data"]
        self._json("PATCH", f"/api/tasks/{task}/", json={"data": {**before, **data}})

    def import_tasks(self, tasks: Sequence[dict[str, Any]]) -> None:
        """Import tasks in bulk."""
        self._json("POST", f"/api/projects/{self.project}/import", json=list(tasks))

    def model_version(self) -> str:
        """Return which version of predictions annotators are shown."""
        return str(self._json("GET", f"/api/projects/{self.project}/")["model_version"])

    def save_draft(self, task: int, results: Any) -> None:
        """Begin an annotation and not submit it."""
        self._json("POST", f"/api/tasks/{task}/drafts", json={"result": results, "lead_time": 1.0})

    def delete_project(self) -> None:
        """Delete the project."""
        self._json("DELETE", f"/api/projects/{self.project}/")

    def rename_project(self, title: str) -> None:
        """Give the project another title."""
        self._json("PATCH", f"/api/projects/{self.project}/", json={"title": title})

    def _json(self, method: str, path: str, **options: Any) -> Any:
        response = self._http.request(method, path, **options)
        response.raise_for_status()
        return response.json() if response.content else None
