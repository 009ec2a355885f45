"""A real Chromium, and what a test needs to put a task in front of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from standoff.labelstudio.instruction import instruction_html
from standoff.labelstudio.interface import interface_xml, to_task_data
from standoff.records import Article
from standoff.scheme import Scheme
from tests.browser.editor import Editor
from tests.studio_fixtures import Studio

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium."""
    program = shutil.which("chromium")
    if program is None:
        reason = "no chromium on this machine: apt-get install chromium"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    # A machine that is busy with something else may take its time.
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def session(browser: Browser, studio: Studio) -> Any:
    """Log in once, the way a person does, and return the cookies."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{studio.url}/user/login/")
        page.locator("input[name=email]").fill(studio.email)
        page.locator("input[name=password]").fill(studio.password)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "login" not in url)
        return context.storage_state()


@pytest.fixture
def page(browser: Browser, session: Any) -> Iterator[Page]:
    """Open a page of somebody who is logged in."""
    with browser.new_context(storage_state=session, viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()


@dataclass(frozen=True)
class Desk:
    """Puts tasks before an annotator, and looks at what was saved."""

    studio: Studio
    page: Page

    def open(self, article: Article, scheme: Scheme, suggested: Sequence[dict[str, Any]] = ()) -> Editor:
        """Make a project with one task and open it in the editor."""
        project = self._post(
            "/api/projects/",
            {
                "title": article.id,
                "label_config": interface_xml(scheme),
                "expert_instruction": instruction_html(scheme),
                "show_collab_predictions": True,
            },
        )["id"]
        task: dict[str, Any] = {"data": to_task_data(article, scheme)}
        if suggested:
            task["predictions"] = [{"model_version": "test-1", "result": list(suggested)}]
        imported = self._post(f"/api/projects/{project}/import?return_task_ids=true", [task])
        return Editor.open(
            self.page, f"{self.studio.url}/projects/{project}/data?task={imported['task_ids'][0]}", article
        )

    def saved(self, editor: Editor) -> Any:
        """Return the results of the only annotation of the task, as the server has them."""
        url = f"{self.studio.url}/api/tasks/{editor.task}/annotations/"
        annotations = httpx.get(url, headers=self._headers, timeout=60).raise_for_status().json()
        assert len(annotations) == 1
        return annotations[0]["result"]

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Token {self.studio.token}"}

    def _post(self, path: str, value: object) -> Any:
        response = httpx.post(self.studio.url + path, json=value, headers=self._headers, timeout=60)
        return response.raise_for_status().json()


@pytest.fixture
def desk(studio: Studio, page: Page) -> Desk:
    """Return a desk at the running server."""
    return Desk(studio, page)
