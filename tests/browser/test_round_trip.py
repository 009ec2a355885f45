"""From an article in a folder to a person's labels in a folder, by the commands of the README and a real browser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page

from standoff.articles import read_articles
from standoff.cli import main
from standoff.labels import LabelStore
from standoff.records import LabelSet, Relation, Span, check_label_set
from tests.browser.editor import Editor
from tests.strategies import NEWS_CONFLICT
from tests.studio_fixtures import Studio
from tests.studio_tools import Person

pytestmark = [pytest.mark.studio, pytest.mark.browser]

PROJECT = "Round trip"
SEED = " date 2021-03-27 Ardan 👩‍👩‍👧 officials rejected the lake plan on Saturday.\n\n“Not so,” said Ines\u00a0Varga."
OFFICIALS, REJECTED = "Ardan 👩‍👩‍👧 officials", "rejected the lake plan"


@pytest.fixture
def project(studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of a project with one article, in which the commands find the server."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LABEL_STUDIO_URL", studio.url)
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", studio.token)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "ardan.txt").write_text(SEED, encoding="utf-8")
    return tmp_path


def standoff(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["studio", *arguments, "--project", PROJECT])
    assert result.exit_code == 0, result.output
    return result.output


def task_url(studio: Studio) -> str:
    with Person(studio.connection, PROJECT) as person:
        (task,) = person.tasks()
        return f"{studio.url}/projects/{person.project}/data?task={task['id']}"


def pulled(project: Path) -> LabelSet:
    store = LabelStore(project / "labels")
    label_sets = [labels for annotator in store.annotators() for labels in store.read(annotator)]
    assert len(label_sets) == 1
    return label_sets[0]


def test_push_annotate_pull(project: Path, studio: Studio, page: Page) -> None:
    article = read_articles([Path("seeds")]).articles[0]
    standoff("push", "--no-suggestions")
    standoff("push", "--no-suggestions")

    editor = Editor.open(page, task_url(studio), article)
    editor.label("a", OFFICIALS)
    editor.select("officials")
    editor.choose("2", "7")
    editor.label("s", REJECTED)
    editor.select("rejected")
    editor.choose("2", "4")
    editor.write("lake plan")
    editor.relate("rejected", "officials", "holder")
    editor.submit()

    standoff("pull")
    labels = pulled(project)
    actor, stance = labels.spans
    assert [replace(span, id="") for span in labels.spans] == [
        Span("", "actor", 0, len(OFFICIALS), {"kind": "state", "mention": "nominal"}),
        Span(
            "",
            "stance",
            article.text.index(REJECTED),
            article.text.index(REJECTED) + len(REJECTED),
            {"polarity": "against", "target": "lake plan", "voice": "author"},
        ),
    ]
    assert labels.relations == (Relation("holder", stance.id, actor.id),)
    assert (labels.sha256, labels.origin, labels.tool) == (article.sha256, "human", "Label Studio 1.23.2")
    assert check_label_set(labels, NEWS_CONFLICT, article.text) == []

    standoff("pull")
    assert pulled(project) == labels
