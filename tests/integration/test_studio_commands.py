"""The commands as a person types them, against a real server."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from standoff.cli import main
from standoff.labelstudio import predictions
from standoff.labelstudio.installation import VERSION
from standoff.labelstudio.results import to_results
from standoff.scheme import load_scheme
from tests.fault_proxy import fault_proxy
from tests.studio_fixtures import Studio, free_port
from tests.studio_tools import RELATIONS, SPANS, TEXTS, Person

pytestmark = pytest.mark.studio

SCRIPT = Path(__file__).parents[2] / "scripts" / "sync_label_studio.py"
RESULTS = to_results(SPANS, RELATIONS, TEXTS[0], load_scheme("news-conflict"))


class Desk:
    """A project's folder, with a server named by the environment."""

    def __init__(self, studio: Studio, folder: Path, title: str) -> None:
        self.studio = studio
        self.folder = folder
        self.title = title
        self.environment = {"LABEL_STUDIO_URL": studio.url, "LABEL_STUDIO_API_KEY": studio.token}

    def write(self, name: str, text: str) -> None:
        (self.folder / "seeds").mkdir(exist_ok=True)
        (self.folder / "seeds" / f"{name}.txt").write_text(f"date 2021-03-27\n\n{text}\n")

    def run(self, *arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(main, ["studio", *arguments, "--project", self.title], env=self.environment)
        assert result.exit_code == code, result.output
        assert self.studio.token not in result.output
        return result

    def json(self, *arguments: str, code: int = 0) -> Any:
        return json.loads(self.run(*arguments, "--json", code=code).stdout)


@pytest.fixture
def desk(studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Desk:
    monkeypatch.chdir(tmp_path)
    made = Desk(studio, tmp_path, request.node.name[:50])
    made.write("border", TEXTS[0])
    made.write("quelle", TEXTS[3])
    return made


def test_the_whole_way(desk: Desk) -> None:
    assert "2 articles to send" in desk.run("push", "--dry-run").output
    assert "new      border" in desk.run("status").output
    assert "no project is called" in desk.run("pull", code=2).output
    assert "2 articles sent" in desk.run("push").output
    assert "0 articles sent, 2 articles on the server already" in desk.run("push").output
    assert "0 articles to send" in desk.run("push", "--dry-run").output
    assert "Everything here and on the server agrees." in desk.run("status").output

    with Person(desk.studio.connection, desk.title) as person:
        border = person.task("border")["id"]
        annotation = person.annotate(border, RESULTS)
        person.annotate(person.task("quelle")["id"], [{"id": "x"}])
        assert "border by annotator" in desk.run("status").output
        assert "1 would be taken" in desk.run("pull", "--dry-run").output
        assert not (desk.folder / "labels").exists()
        pulled = desk.run("pull")
        assert "1 new and 0 changed label sets written" in pulled.output
        assert "1 in quarantine as a whole" in pulled.output
        assert f"{len(RESULTS) + 1} results: {len(RESULTS)} in label sets, 1 in quarantine" in pulled.output
        assert "quelle by annotator: $[0]" in pulled.stderr
        assert "Nothing new on the server." in desk.run("pull").output
        assert "In quarantine" in desk.run("status").output

        label_file = desk.folder / "labels" / "annotations" / "annotator.jsonl"
        labels = json.loads(label_file.read_text())
        label_file.write_text(json.dumps({**labels, "relations": []}) + "\n")
        assert "Edited here since they were pulled:\n  border by annotator" in desk.run("status").output
        person.change(annotation, RESULTS[:-2])
        person.change(annotation, RESULTS[:3])

    conflict = desk.run("pull", code=3)
    assert "border by annotator: changed here and on the server" in conflict.stderr
    assert "only here:          date 36-42 “Monday” type=DATE, value=2021-03-22" in conflict.stderr
    assert "Changed here and on the server" in desk.run("status").output
    (shown,) = desk.json("status")["pull"]["conflicts"]
    assert (shown["article_id"], shown["annotator"], shown["task"]) == ("border", "annotator", border)
    assert [len(shown[side]["spans"]) for side in ("here", "there")] == [len(SPANS), 1]
    assert "is no conflict" in desk.run("settle", "quelle", "annotator", "--with", "here", code=2).output
    assert "name an article and an annotator" in desk.run("settle", "border", "--with", "here", code=2).output
    before = label_file.read_text()
    assert desk.json("settle", "border", "annotator", "--with", "server", "--dry-run")["conflicts"] == []
    assert label_file.read_text() == before
    assert desk.json("settle", "--all", "--with", "server")["changed"] == 1
    assert len(json.loads(label_file.read_text())["spans"]) == 1
    assert desk.json("pull", "--all")["conflicts"] == []


def test_a_pull_with_nothing_changed_is_one_request(desk: Desk) -> None:
    desk.run("push")
    with fault_proxy(desk.studio.url) as proxy:
        desk.environment["LABEL_STUDIO_URL"] = proxy.url
        desk.run("pull")
        with Person(desk.studio.connection, desk.title) as person:
            annotation = person.annotate(person.task("border")["id"], RESULTS)
            for results in (RESULTS, RESULTS[:3]):
                person.change(annotation, results)
                assert "1 annotation read" in desk.run("pull").output
                proxy.arm()
                assert "Nothing new on the server." in desk.run("pull").output
                assert proxy.requests == ["GET /api/tasks"]
            person.delete_annotation(annotation)
            assert "1 deleted on the server, kept here" in desk.run("pull").output
            person.delete_task(person.task("border")["id"])
            assert desk.json("status")["push"]["new"] == ["border"]


def test_a_project_that_was_renamed_or_deleted_on_the_server(desk: Desk) -> None:
    desk.run("push")
    with Person(desk.studio.connection, desk.title) as person:
        person.annotate(person.task("border")["id"], RESULTS)
        person.rename_project("another title")
        for command in (["push"], ["push", "--dry-run"], ["status"], ["pull"]):
            assert "is called 'another title' now" in desk.run(*command, code=3).output
        assert not (desk.folder / "labels").exists()
        person.delete_project()
    assert "no project is called" in desk.run("pull", code=2).output
    assert "2 articles sent" in desk.run("push").output


def test_an_interface_that_changes_is_shown_before_and_labels_keep_the_version_they_were_made_under(
    desk: Desk,
) -> None:
    scheme = yaml.safe_load(resources.files("standoff.scheme").joinpath("news-conflict.yaml").read_text())
    before = scheme["version"]
    scheme["version"] = before + 1
    scheme.pop("migrations", None)
    scheme["relations"].pop("recipient")
    (desk.folder / "newer.yaml").write_text(yaml.safe_dump(scheme))
    newer = ("--scheme", "newer.yaml")
    desk.run("push")
    with Person(desk.studio.connection, desk.title) as person:
        person.annotate(person.task("border")["id"], RESULTS)
        shown = desk.json("status", *newer)["push"]
        assert (shown["changes_interface"], shown["interface_loses"]) == (True, ["relation recipient"])
        assert len(shown["tasks_of_another_scheme_version"]) == 2
        assert "without relation recipient (only with --force)" in desk.run("push", "--dry-run", *newer).output
        assert (
            "has what the scheme news-conflict has not: relation recipient" in desk.run("push", *newer, code=3).output
        )
        assert desk.json("status", *newer)["push"] == shown

        scheme["relations"]["recipient"] = {"title": "Recipient", "from": "threat", "to": "actor"}
        scheme["spans"]["actor"]["title"] = "Player"
        (desk.folder / "newer.yaml").write_text(yaml.safe_dump(scheme))
        refused = desk.run("push", *newer, code=3).output
        assert f"annotations made under news-conflict {before} were not pulled here (tasks " in refused
        desk.run("pull")
        assert "annotators have another interface now" in desk.run("push", *newer).output
        assert "Everything here and on the server agrees." in desk.run("status", *newer).output

        assert "pulled before, under an earlier scheme or text" in desk.run("pull", "--all", *newer).output
        person.annotate(person.task("quelle")["id"], [])
        assert "1 new and 0 changed" in desk.run("pull", *newer).output
    lines = (desk.folder / "labels" / "annotations" / "annotator.jsonl").read_text().splitlines()
    versions = {labels["article_id"]: labels["scheme_version"] for labels in map(json.loads, lines)}
    assert versions == {"border": before, "quelle": before + 1}
    assert not list((desk.folder / "labels").glob("quarantine/*"))


def test_what_nobody_submitted_is_named(desk: Desk) -> None:
    desk.run("push")
    with Person(desk.studio.connection, desk.title) as person:
        task = person.task("border")["id"]
        person.save_draft(task, RESULTS)
    assert f"Tasks begun in Label Studio and not submitted: {task}" in desk.run("status").output
    place = desk.json("status")["project"]
    assert place["unit"] == "code-point"
    assert place["version"] == VERSION


def test_a_changed_text_and_a_faulty_article(desk: Desk) -> None:
    desk.run("push")
    desk.write("border", f"{TEXTS[0]} Nobody was hurt.")
    desk.write("faulty", "")
    status = desk.json("status", code=1)
    assert (status["push"]["changed"], status["push"]["new"]) == (["border"], [])
    pushed = desk.json("push", code=1)
    assert (pushed["changed"], pushed["sent"], pushed["marked"]) == (["border"], 1, 1)
    assert "Tasks with an older text of an article" in desk.run("status", code=1).output


def test_labels_of_somebody_in_place_of_suggestions(desk: Desk) -> None:
    desk.run("push", "--no-suggestions")
    with Person(desk.studio.connection, desk.title) as person:
        person.annotate(person.task("border")["id"], RESULTS)
        desk.run("pull")
        assert [task["predictions"] for task in person.tasks()] == [[], []]
        assert "1 task got newer suggestions" in desk.run("push", "--labels-of", "annotator").output
        (prediction,) = person.task("border")["predictions"]
    assert prediction["model_version"] == "labels of annotator"
    assert len(prediction["result"]) == len(RESULTS)
    assert "no labels by 'nobody'" in desk.run("push", "--labels-of", "nobody", code=2).output
    assert "exclude each other" in desk.run("push", "--labels-of", "x", "--no-suggestions", code=2).output


def test_acceptance_of_suggestions(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.run("push")
    assert "No annotation on the server began with suggestions." in desk.run("acceptance").output
    with Person(desk.studio.connection, desk.title) as person:
        task = person.task("border")
        (prediction,) = task["predictions"]
        person.annotate(task["id"], prediction["result"], parent_prediction=prediction["id"])
    rows = desk.json("acceptance")
    assert {row["version"] for row in rows} == {prediction["model_version"]}
    assert all(row["kept"] > 0 and not row["changed"] and not row["deleted"] and not row["added"] for row in rows)
    shown = desk.run("acceptance").output
    assert "100%" in shown

    # Newer suggestions come for every task, though only one of the articles is named.
    monkeypatch.setattr(predictions, "version", lambda *_, **__: "rules-99")
    assert desk.json("push", "--dry-run", "seeds/quelle.txt")["outdated_suggestions"] == [prediction["model_version"]]
    desk.run("push", "seeds/quelle.txt")
    with Person(desk.studio.connection, desk.title) as person:
        versions = {one["model_version"] for task in person.tasks() for one in task["predictions"]}
        assert versions == {"standoff rules-99"}
        assert len(person.task("border")["predictions"]) == 1
    assert desk.run("acceptance").output == shown


def test_the_script_does_all_three(desk: Desk) -> None:
    def run(code: int) -> str:
        command = [sys.executable, str(SCRIPT), "--project", desk.title]
        result = subprocess.run(
            command, env={**desk.environment, "PATH": "/bin"}, capture_output=True, text=True, check=False
        )
        assert result.returncode == code, result.stderr
        return result.stdout

    output = run(0)
    assert "2 articles sent" in output
    assert "Nothing new on the server." in output
    assert output.endswith("Everything here and on the server agrees.\n")
    desk.write("faulty", "")
    assert "Everything here" in run(1)


def test_a_server_that_is_not_there_or_refuses(desk: Desk) -> None:
    desk.environment["LABEL_STUDIO_URL"] = f"http://127.0.0.1:{free_port()}"
    assert "cannot be reached" in desk.run("push", code=4).output
    desk.environment["LABEL_STUDIO_URL"] = desk.studio.url
    desk.environment["LABEL_STUDIO_API_KEY"] = "0" * 40
    assert "the key is refused" in desk.run("push", code=4).output


def test_up_and_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    port = str(free_port())

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(main, ["studio", *arguments])
        assert result.exit_code == 0, result.output
        return result.output

    try:
        first = run("up", "--port", port, "--email", "Me@Localhost")
        connection = json.loads((tmp_path / ".standoff" / "studio" / "connection.json").read_text())
        assert f"Label Studio is up: http://127.0.0.1:{port}" in first
        assert "e-mail    me@localhost" in first
        assert f"password  {connection['password']}" in first
        again = run("up")
        assert "is running already" in again
        assert connection["password"] not in again
        assert json.loads(run("up", "--json")) == {
            "url": connection["url"],
            "email": "me@localhost",
            "was_running": True,
        }
        (tmp_path / "seeds").mkdir()
        (tmp_path / "seeds" / "border.txt").write_text(f"date 2021-03-27\n\n{TEXTS[0]}\n")
        outputs = [first, again, run("push"), run("pull"), run("status"), run("push", "--json")]
        assert "is stopped" in run("down")
        assert json.loads(run("down", "--json")) == {"was_running": False}
        failed = CliRunner().invoke(main, ["studio", "status"])
        assert "cannot be reached" in failed.output
        assert not any(connection["key"] in output for output in (*outputs, failed.output, repr(failed.exception)))
        holders = {
            path.name
            for path in tmp_path.rglob("*")
            if path.is_file() and connection["key"].encode() in path.read_bytes()
        }
        assert holders == {"connection.json", "label_studio.sqlite3"}
    finally:
        run("down")
