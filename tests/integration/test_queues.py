"""Queues to a real server and decisions back, and the order in which it serves tasks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result

from standoff.cli import main
from standoff.labels import Case, LabelStore, OrderItem, QueueItem, read_queue, write_order, write_queue
from standoff.labelstudio.asking import GOLD_SO_FAR
from standoff.labelstudio.ordering import TAB
from standoff.records import LabelSet
from tests.projects import BRIDGE, BRIDGE_LABELS, FAIR, FERRY, FERRY_LABELS, SCHEME, label_set, span, write_project
from tests.studio_fixtures import Studio
from tests.studio_tools import Person

pytestmark = pytest.mark.studio

MONDAY = "d1"


class Desk:
    """A project's folder with labels of two annotators who differ, and a server named by the environment."""

    def __init__(self, studio: Studio, folder: Path, title: str) -> None:
        self.studio = studio
        self.title = title
        self.store = LabelStore(folder / "labels")
        self.environment = {"LABEL_STUDIO_URL": studio.url, "LABEL_STUDIO_API_KEY": studio.token}

    def run(self, *arguments: str, code: int = 0) -> Result:
        project = ["--project", self.title] if arguments[0] == "studio" else []
        result = CliRunner().invoke(main, [*arguments, *project], env=self.environment)
        assert result.exit_code == code, result.output
        return result

    def adjudicate(self, *arguments: str, code: int = 0) -> Result:
        return self.run("studio", "adjudicate", *arguments, code=code)

    def person(self) -> Person:
        return Person(self.studio.connection, self.title)

    def gold(self, article_id: str) -> LabelSet:
        return next(labels for labels in self.store.read_gold() if labels.article_id == article_id)


def differing() -> list[LabelSet]:
    """Return labels of anna and ben: they differ on the kind of an actor, a date, and a stance with its holder."""
    spans = {one.id: one for one in FERRY_LABELS.spans}
    front = replace(spans["a2"], attributes={**spans["a2"].attributes, "kind": "organization"})
    ben = FERRY_LABELS.with_labels(
        [one for one in (spans | {"a2": front}).values() if one.id not in {MONDAY, "s1"}],
        [one for one in FERRY_LABELS.relations if one.type == "source"],
    )
    return [FERRY_LABELS, BRIDGE_LABELS, replace(ben, annotator="ben"), replace(BRIDGE_LABELS, annotator="ben")]


@pytest.fixture
def desk(studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Desk:
    monkeypatch.chdir(write_project(tmp_path, differing()))
    return Desk(studio, tmp_path, request.node.name[:50])


def shown(task: dict[str, Any], version: str) -> list[dict[str, Any]]:
    (prediction,) = [one for one in task["predictions"] if one["model_version"] == version]
    results: list[dict[str, Any]] = prediction["result"]
    return results


def answered(task: dict[str, Any], kind: str = "armed_group") -> list[dict[str, Any]]:
    """Return what somebody submits who leaves all as proposed and fills in what is asked: the kind of an actor."""
    begun = shown(task, GOLD_SO_FAR)
    (mention,) = [one for one in begun if one.get("from_name") == "actor_mention" and "meta" in one]
    choice = {**mention, "from_name": "actor_kind", "value": {**mention["value"], "choices": [kind]}}
    return [*begun, choice]


def test_from_disagreement_to_gold(desk: Desk) -> None:
    assert "no project is called" in desk.adjudicate("pull", code=2).output
    assert "Nothing in the queue waits" in desk.adjudicate("push", "--dry-run").output
    desk.run("adjudicate", "majority")
    assert "01_ferry  5 to decide" in desk.adjudicate("push", "--dry-run").output
    assert "To push (`standoff studio adjudicate push`):\n  01_ferry" in desk.adjudicate("status").output
    assert "1 article sent, 0 articles on the server already" in desk.adjudicate("push").output
    again = desk.adjudicate("push").output
    assert "0 articles sent, 1 article on the server already\nDecide at" in again
    shutil.rmtree(Path(".standoff"))
    assert json.loads(desk.adjudicate("push", "--json").stdout)["sent"] == 0

    with desk.person() as person:
        (task,) = person.tasks()
        assert (task["data"]["article_id"], task["data"]["sha256"]) == (FERRY.id, FERRY.sha256)
        assert (task["data"]["scheme"], task["data"]["scheme_version"]) == (SCHEME.name, SCHEME.version)
        assert "kind: anna armed_group, ben organization" in task["data"]["to_decide"]
        assert sorted(one["model_version"] for one in task["predictions"]) == ["anna", "ben", GOLD_SO_FAR]
        assert len({one["id"] for one in shown(task, "ben") if one["type"] == "labels"}) == 3
        assert "To decide on the server:\n  01_ferry" in desk.adjudicate("status").output

        # Without the kind that is asked for, the decision is not complete.
        annotation = person.annotate(task["id"], shown(task, GOLD_SO_FAR))
        incomplete = desk.adjudicate("pull")
        assert "1 in quarantine as a whole" in incomplete.output
        assert "01_ferry by annotator: $[" in incomplete.stderr
        assert desk.gold(FERRY.id).adjudication.open == 5  # type: ignore[union-attr]
        person.change(annotation, answered(task))
        assert "01_ferry by annotator" in desk.adjudicate("status").output
        assert "1 would become gold\nlabels/queue.jsonl: 1 waiting" in desk.adjudicate("pull", "--dry-run").output
        assert "1 became gold\nlabels/queue.jsonl: 0 waiting" in desk.adjudicate("pull").output

    gold = desk.gold(FERRY.id)
    assert gold.adjudication is not None
    decision = gold.adjudication
    assert (decision.policy, decision.decided_by, decision.open) == ("person", "annotator", 0)
    assert [(one.type, one.start, one.end, one.attributes) for one in gold.spans] == [
        (one.type, one.start, one.end, one.attributes) for one in FERRY_LABELS.spans
    ]
    verdicts = {one.surface(FERRY.text): gold.adjudication.verdicts[one.id] for one in gold.spans}
    assert (verdicts["Ines Varga"].supporters, verdicts["Ines Varga"].how) == (("anna", "ben"), {})
    assert verdicts["Northern Front"].how == {"attributes.kind": "annotator"}
    assert (verdicts["Monday"].supporters, verdicts["Monday"].how) == (("anna",), {"presence": "annotator"})
    assert not read_queue(desk.store.queue_path)
    assert not list(desk.store.root.glob("quarantine/*"))
    before = desk.store.gold_path.read_bytes()
    assert "1 unchanged" in desk.adjudicate("pull", "--all").output
    assert "Nothing waits for a decision." in desk.adjudicate("status").output
    assert desk.store.gold_path.read_bytes() == before
    assert "decided case by case, kept: 01_ferry" in desk.run("adjudicate", "majority").output
    assert "0 faults" in desk.run("labels", "check").output


def test_a_persons_decision_is_not_overwritten_unseen(desk: Desk) -> None:
    desk.run("adjudicate", "majority")
    desk.adjudicate("push")
    with desk.person() as person:
        task = person.task(FERRY.id)
        annotation = person.annotate(task["id"], answered(task))
        desk.adjudicate("pull")
        decided = desk.gold(FERRY.id)
        by_eva = replace(decided, adjudication=replace(decided.adjudication, decided_by="eva"))  # type: ignore[type-var]
        desk.store.put_gold([by_eva])
        person.change(annotation, answered(task, "people"))
        conflict = desk.adjudicate("pull", code=3)
        assert "--replace takes them" in conflict.output
        assert "kind=people" in conflict.stderr
        assert "(`pull --replace`):\n  01_ferry by annotator" in desk.adjudicate("status").output
        assert desk.gold(FERRY.id) == by_eva
        assert "1 became gold" in desk.adjudicate("pull", "--replace").output
    assert "people" in {one.attributes.get("kind") for one in desk.gold(FERRY.id).spans}
    history = [json.loads(line) for line in (desk.store.root / "history" / "gold.jsonl").read_text().splitlines()]
    replaced = [entry["labels"]["adjudication"] for entry in history if entry["event"] == "replaced"]
    assert [one["policy"] for one in replaced] == ["majority", "person"]
    assert replaced[1]["decided_by"] == "eva"
    assert "Nothing new on the server." in desk.adjudicate("pull").output


def test_a_list_of_likely_errors_is_a_queue_too(desk: Desk) -> None:
    review = desk.store.root / "review.jsonl"
    model = label_set(FAIR, [span(FAIR, "m1", "date", "Friday", type="DATE", value="2026-05-01")], annotator="model")
    held = BRIDGE_LABELS
    doubts = {
        FAIR: QueueItem(
            FAIR.id,
            FAIR.sha256,
            "review",
            (Case("date", {"model": "m1"}, ("presence",), 0.9, "it is a day"),),
            (model,),
        ),
        BRIDGE: QueueItem(
            BRIDGE.id,
            BRIDGE.sha256,
            "review",
            (Case("stance", {"anna": "s2"}, ("attributes.polarity",), 0.7),),
            (held,),
        ),
    }
    write_queue(review, doubts.values())
    assert "2 articles sent" in desk.adjudicate("push", str(review)).output
    with desk.person() as person:
        fair, bridge = person.tasks()
        assert (fair["data"]["order"], bridge["data"]["order"]) == ("0000001", "0000002")
        assert fair["data"]["to_decide"] == "1. Date “Friday”: model marked it; it is a day (0.90)"
        begun = {one["id"] for one in shown(bridge, GOLD_SO_FAR) if one["type"] == "labels"}
        assert begun == {one.id for one in held.spans}, "they begin with anna's labels"
        person.annotate(fair["id"], shown(fair, GOLD_SO_FAR))

        # What is asked changes: those that are not decided learn of it, and nothing is there twice.
        write_queue(review, [replace(doubts[BRIDGE], cases=(Case("actor", {"anna": "a2"}, ("presence",), 0.6),))])
        assert "1 task brought up to date" in desk.adjudicate("push", str(review)).output
        assert "0 articles sent, 1 article on the server already\nDecide" in desk.adjudicate("push", str(review)).output
        write_queue(review, doubts.values())
        assert "decided there already: 03_fair\n" in desk.adjudicate("push", str(review)).output
        write_queue(review, [replace(doubts[BRIDGE], cases=(Case("actor", {"anna": "a2"}, ("presence",), 0.6),))])
        desk.adjudicate("push", str(review))
        assert [len(task["predictions"]) for task in person.tasks()] == [2, 2]
        assert person.task(BRIDGE.id)["data"]["to_decide"] == "1. Actor “Arda”: anna marked it (0.60)"
    assert "1 became gold" in desk.adjudicate("pull", str(review)).output
    assert [one.surface(FAIR.text) for one in desk.gold(FAIR.id).spans] == ["Friday"]
    assert "no such queue" in desk.adjudicate("push", "nowhere.jsonl", code=2).output


def test_annotations_and_decisions_do_not_mix(desk: Desk) -> None:
    desk.run("adjudicate", "majority")
    desk.adjudicate("push")
    assert "is for decisions" in desk.run("studio", "pull", code=3).output
    assert "is for decisions" in desk.run("studio", "push", code=3).output
    desk.title += " 2"
    desk.run("studio", "push")
    assert "is for annotations" in desk.adjudicate("push", code=3).output


@pytest.fixture
def next_task(desk: Desk) -> Callable[..., str]:
    """Ask the server what it serves next, as the button "Label All Tasks" does or, with a tab, "… As Displayed"."""
    headers = {"Authorization": f"Token {desk.studio.token}"}

    def ask(person: Person, tab: int | None = None) -> str:
        ordering = (
            []
            if tab is None
            else httpx.get(f"{desk.studio.url}/api/dm/views/{tab}/", headers=headers, timeout=30).json()["data"][
                "ordering"
            ]
        )
        response = httpx.post(
            f"{desk.studio.url}/api/dm/actions",
            params={"id": "next_task", "project": person.project},
            json={"ordering": ordering, "filters": {"conjunction": "and", "items": []}} if ordering else {},
            headers=headers,
            timeout=30,
        )
        return str(response.raise_for_status().json()["data"]["article_id"])

    return ask


def test_tasks_are_served_in_order(desk: Desk, next_task: Callable[..., str]) -> None:
    order = desk.store.root / "order.jsonl"
    ids = [FERRY.id, BRIDGE.id, FAIR.id]
    write_order(order, [OrderItem(id_, rank) for rank, id_ in enumerate((FAIR.id, FERRY.id, BRIDGE.id), 9)])
    pushed = desk.run("studio", "push", "--no-suggestions", "--order", str(order)).output
    tab = int(pushed.rpartition("=")[2])
    with desk.person() as person:
        assert [task["data"]["article_id"] for task in person.tasks()] == [FAIR.id, FERRY.id, BRIDGE.id]
        served = []
        for _ in ids:
            served.append(next_task(person))
            person.annotate(person.task(served[-1])["id"], [])
        assert served == [FAIR.id, FERRY.id, BRIDGE.id], "as they were imported"

        before = {task["id"]: task["annotations"] for task in person.tasks()}
        write_order(order, [OrderItem(BRIDGE.id, 1), OrderItem(FAIR.id, 2)])
        assert (
            int(desk.run("studio", "push", "--no-suggestions", "--order", str(order)).output.rpartition("=")[2]) == tab
        )
        assert {task["id"]: task["annotations"] for task in person.tasks()} == before, "nothing of them is touched"
        for task in person.tasks():
            person.delete_annotation(task["annotations"][0]["id"])
        served = []
        for _ in ids:
            served.append(next_task(person, tab))
            person.annotate(person.task(served[-1])["id"], [])
        assert served == [BRIDGE.id, FAIR.id, FERRY.id], "as the tab sorts them, those without a place last"
        assert "0 articles sent" in desk.run("studio", "push", "--no-suggestions").output
        assert person.task(BRIDGE.id)["data"]["order"] == "0000001", "a push without an order leaves it"
    views = httpx.get(
        f"{desk.studio.url}/api/dm/views/",
        params={"project": person.project},
        headers={"Authorization": f"Token {desk.studio.token}"},
        timeout=30,
    ).json()
    assert [view["data"]["title"] for view in views] == [TAB]
