"""From an article in a folder to a person's labels in a folder, by the commands of the README and a real browser."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page

from standoff.articles import read_articles
from standoff.cli import main
from standoff.labels import LabelStore
from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.editor import probe_unit
from standoff.records import LabelSet, Relation, Span, check_label_set
from tests.browser.editor import Editor
from tests.strategies import NEWS_CONFLICT
from tests.studio_fixtures import Studio
from tests.studio_tools import Person

pytestmark = [pytest.mark.studio, pytest.mark.browser]

PROJECT = "Round trip"
OFFICIALS, REJECTED, VARGA = "Ardan 👩‍👩‍👧 officials", "rejected the lake plan", "Ines\u00a0Varga"
GOVERNMENT, THREAT = "الحكومة", "will close the cafe\u0301 𝔸\nand stay"
SEED = (
    f" date 2021-03-27 𝔸: {OFFICIALS} {REJECTED} on Saturday .\n\n“Not so,” said {VARGA}. "
    f"رفضت {GOVERNMENT} it.\nThey {THREAT}."
)


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
    editor.label("a", VARGA)
    editor.select("Ines")
    editor.choose("1", "6")
    editor.label("a", GOVERNMENT)
    editor.select(GOVERNMENT)
    editor.choose("2", "7")
    editor.write("YEM")
    editor.label("t", THREAT)
    editor.select("will close")
    editor.choose("2", "9", "0")
    # By mistake with the space behind it.
    editor.label("d", "Saturday ")
    editor.select("Saturday")
    editor.choose("1")
    editor.write("2021-03-27")
    editor.relate("rejected", "officials", "holder")
    editor.relate("will close", GOVERNMENT, "source")
    editor.submit()

    assert json.loads(standoff("pull", "--json"))["notes"][0]["findings"][0]["code"] == "edge-space"
    labels = pulled(project)

    def span(type_: str, words: str, **attributes: str) -> Span:
        start = article.text.index(words)
        return Span("", type_, start, start + len(words), attributes)

    assert [replace(span, id="") for span in labels.spans] == [
        span("actor", OFFICIALS, kind="state", mention="nominal"),
        span("stance", REJECTED, polarity="against", target="lake plan", voice="author"),
        span("date", "Saturday", type="DATE", value="2021-03-27"),
        span("actor", VARGA, kind="person", mention="name"),
        span("actor", GOVERNMENT, kind="state", mention="nominal", country="YEM"),
        span("threat", THREAT, mode="sanction", conditional="no", status="made"),
    ]
    ids = [span.id for span in labels.spans]
    assert sorted(labels.relations) == sorted([Relation("holder", ids[1], ids[0]), Relation("source", ids[5], ids[4])])
    assert (labels.sha256, labels.origin, labels.tool) == (article.sha256, "human", "Label Studio 1.23.2")
    assert check_label_set(labels, NEWS_CONFLICT, article.text) == []

    standoff("pull")
    assert pulled(project) == labels
    # All of it stands behind characters that count as two in UTF-16, so this editor counts code points.
    with StudioClient(studio.connection) as client:
        assert probe_unit(client) == "code-point"
