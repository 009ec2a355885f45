"""Articles and labels to a real server and back."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from standoff.errors import ConflictError, Finding
from standoff.labels import LabelStore
from standoff.labelstudio import pull as pulling
from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.plan import settle
from standoff.labelstudio.predictions import labels_of, suggestions
from standoff.labelstudio.quarantine import Quarantine
from standoff.labelstudio.results import to_results
from standoff.labelstudio.session import Session, session
from standoff.records import LabelSet
from tests.studio_fixtures import Studio
from tests.studio_tools import RELATIONS, SPANS, TEXTS, articles
from tests.workplace import SCHEME, TOOL, Workplace

pytestmark = pytest.mark.studio


@pytest.fixture
def workplace(studio: Studio, tmp_path: Path, request: pytest.FixtureRequest) -> Workplace:
    return Workplace(studio, f"{request.node.name[:40]} {tmp_path.name[-2:]}"[:50], tmp_path)


def first_results() -> list[dict[str, Any]]:
    return to_results(SPANS, RELATIONS, TEXTS[0], SCHEME)


def test_articles_arrive_once_and_as_they_are(workplace: Workplace) -> None:
    first, second = workplace.push(), workplace.push()
    assert (first.sent, second.sent) == (len(TEXTS), 0)
    shutil.rmtree(workplace.sync)
    assert workplace.push().plan.present == len(TEXTS)
    with workplace.person() as person:
        tasks = person.tasks()
    assert [task["data"]["text"] for task in tasks] == list(TEXTS)
    assert [task["data"]["sha256"] for task in tasks] == [article.sha256 for article in articles()]
    assert {(task["data"]["scheme"], task["data"]["scheme_version"]) for task in tasks} == {
        (SCHEME.name, SCHEME.version)
    }


def test_suggestions_come_as_predictions_that_annotators_see(workplace: Workplace) -> None:
    workplace.push(predictor=suggestions(SCHEME))
    with workplace.person() as person, StudioClient(workplace.studio.connection) as client:
        (prediction,) = person.task("article-0")["predictions"]
        project = client.project(person.project)
    assert prediction["model_version"] == project.model_version == suggestions(SCHEME).version
    assert all(0 < region["score"] <= 1 for region in prediction["result"] if region["type"] != "relation")
    assert [region["value"]["labels"] for region in prediction["result"] if region["type"] == "labels"] != []


def test_newer_suggestions_take_the_place_of_older_ones(workplace: Workplace) -> None:
    newer = suggestions(SCHEME)
    older = replace(newer, version="standoff rules-0")
    workplace.push(predictor=older)
    with workplace.person() as person:
        person.annotate(person.task("article-1")["id"], [])
        before = len([task for task in person.tasks() if task["predictions"]])
        assert workplace.push(predictor=newer).predicted == before
        assert workplace.push(predictor=newer).predicted == 0
        versions = {item["model_version"] for task in person.tasks() for item in task["predictions"]}
        assert versions == {newer.version}
        assert sum(len(task["predictions"]) for task in person.tasks()) == before
        assert len(person.task("article-1")["annotations"]) == 1


def test_what_a_person_submits_is_pulled_back_equal(workplace: Workplace) -> None:
    workplace.push()
    with workplace.person() as person:
        person.annotate(person.task("article-0")["id"], first_results(), lead_time=12.5)
    plan, result = workplace.pull()
    assert (result.added, plan.rejected, plan.quarantine) == (1, 0, ())
    (labels,) = workplace.store.read("annotator")
    assert (labels.spans, labels.relations) == (tuple(sorted(SPANS, key=lambda s: (s.start, s.end))), RELATIONS)
    assert (labels.article_id, labels.sha256) == ("article-0", articles()[0].sha256)
    assert (labels.origin, labels.tool, labels.lead_time) == ("human", TOOL, 12.5)

    before = workplace.files()
    assert workplace.pull()[0].annotations == 0
    assert workplace.pull(everything=True)[0].unchanged != ()
    shutil.rmtree(workplace.sync)
    assert workplace.pull()[0].unchanged != ()
    assert workplace.files() == before


def test_labels_go_out_as_predictions_and_come_back_equal_from_every_text(workplace: Workplace) -> None:
    """Spans on emoji, combining marks, right-to-left text, NBSP and newlines keep their offsets both ways."""
    workplace.push()
    marks = (
        "🕊️ envoy wrote",
        "the Northern Front\u00a0rejected",
        "👩‍👩‍👧",
        "أردان",
        "cafe\u0301 owners",
        "{{nothing}} $text",
    )
    with workplace.person() as person:
        for article in articles()[1:4]:
            starts = [(mark, article.text.index(mark)) for mark in marks if mark in article.text]
            regions: list[dict[str, Any]] = [
                {
                    "id": f"m{start}",
                    "from_name": "label",
                    "to_name": "text",
                    "type": "labels",
                    "value": {"start": start, "end": start + len(mark), "labels": ["stance"]},
                }
                for mark, start in starts
            ]
            stance = (
                ("polarity", "choices", "choices", "neutral"),
                ("target", "textarea", "text", "it"),
                ("voice", "choices", "choices", "author"),
            )
            needed = [
                {**mark, "from_name": f"stance_{name}", "type": type_, "value": {**mark["value"], key: [value]}}
                for mark in regions
                for name, type_, key, value in stance
            ]
            person.annotate(person.task(article.id)["id"], [*regions, *needed])
    plan, _ = workplace.pull()
    assert [str(reason) for item in (*plan.quarantine, *plan.partly) for reason in item.reasons] == []
    texts = {article.id: article.text for article in articles()}
    pulled = workplace.store.read("annotator")
    assert {span.surface(texts[labels.article_id]) for labels in pulled for span in labels.spans} == set(marks)

    other = Workplace(workplace.studio, f"{workplace.title[:46]} 2", workplace.folder)
    other.push(predictor=labels_of("annotator", workplace.store, SCHEME))
    with other.person() as person:
        for task in person.tasks():
            for prediction in task["predictions"]:
                person.annotate(task["id"], prediction["result"])
    assert other.pull()[0].take == () or LabelStore(other.store.root).read("annotator") != ()
    again = LabelStore(other.store.root).read("annotator")
    assert [labels.spans for labels in again] == [labels.spans for labels in pulled]


def test_a_changed_text_is_a_new_task_and_the_old_one_is_kept_and_marked(workplace: Workplace) -> None:
    workplace.push()
    with workplace.person() as person:
        old = person.task("article-0")["id"]
        person.annotate(old, first_results())
        newer = articles(version=" It is so.")
        result = workplace.push(newer)
        assert (len(result.plan.changed), result.sent, result.marked) == (len(TEXTS), len(TEXTS), len(TEXTS))
        assert workplace.push(newer).marked == 0
        tasks = {task["id"]: task for task in person.tasks()}
        assert len(tasks) == 2 * len(TEXTS)
        assert tasks[old]["data"]["superseded_by"] == newer[0].sha256
        assert len(tasks[old]["annotations"]) == 1
    plan, _ = workplace.pull(newer)
    assert [reason.code for item in plan.quarantine for reason in item.reasons] == ["text-stale"]


def region(**value: Any) -> dict[str, Any]:
    return {"id": "r", "from_name": "label", "to_name": "text", "type": "labels", "value": value}


MALFORMED: dict[str, Any] = {
    "unknown label": [region(start=0, end=5, labels=["nobody"])],
    "past the end": [region(start=0, end=10**9, labels=["date"])],
    "reversed": [region(start=5, end=0, labels=["date"])],
    "text offsets": [region(start="0", end="5", labels=["date"])],
    "no value": [region()],
    "dangling relation": [
        {"type": "relation", "from_id": "x", "to_id": "y", "direction": "right", "labels": ["holder"]}
    ],
    "attribute missing": [region(start=36, end=42, labels=["date"])],
    "malformed date": [
        region(start=36, end=42, labels=["date"]),
        region(start=36, end=42, choices=["DATE"]) | {"from_name": "date_type", "type": "choices"},
        region(start=36, end=42, text=["2021-13-45"]) | {"from_name": "date_value", "type": "textarea"},
    ],
    "one id twice": [region(start=0, end=7, labels=["actor"]), region(start=8, end=16, labels=["actor"])],
    "foreign": [{"id": "r", "from_name": "box", "to_name": "image", "type": "rectanglelabels", "value": {"x": 1}}],
}


def test_what_does_not_fit_is_in_quarantine_with_its_reason_and_never_blocks_the_rest(workplace: Workplace) -> None:
    some = [replace(articles()[0], id=f"bad-{index}") for index in range(len(MALFORMED))]
    some = [replace(article, text=f"{article.text} ({article.id})") for article in some]
    everything = [*articles(), *some]
    workplace.push(everything)
    with workplace.person() as person:
        person.annotate(person.task("article-0")["id"], first_results())
        for article, results in zip(some, MALFORMED.values(), strict=True):
            person.annotate(person.task(article.id)["id"], results)
        # One bad result beside good ones: only it is left out.
        person.annotate(person.task("article-4")["id"], [region(start=0, end=3, labels=["nobody"])])
        partly = [*first_results(), region(start=0, end=10**9, labels=["date"])]
        person.annotate(person.task("article-0")["id"], partly)
    plan, result = workplace.pull(everything)
    assert result.added == 1
    assert plan.annotations == len(MALFORMED) + 3
    quarantine = {item.article_id: item for item in Quarantine(workplace.store.root).read()}
    for article, results in zip(some, MALFORMED.values(), strict=True):
        assert quarantine[article.id].raw["result"] == results
        assert quarantine[article.id].reasons
    codes = dict(zip(MALFORMED, ({reason.code for reason in quarantine[one.id].reasons} for one in some), strict=True))
    assert codes["unknown label"] == {"span-type"}
    assert codes["past the end"] == codes["reversed"] == codes["text offsets"] == {"offset"}
    assert codes["dangling relation"] == {"relation-dangling"}
    assert "attribute-missing" in codes["attribute missing"]
    assert "attribute-value" in codes["malformed date"]
    assert codes["one id twice"] == {"region-twice"}
    assert codes["foreign"] == {"result-foreign"}
    assert [item.annotator for item in plan.partly] == ["annotator"]
    (labels,) = workplace.store.read("annotator")
    assert len(labels.spans) == len(SPANS)
    assert plan.results == plan.rejected + sum(item.results - item.rejected for item in (*plan.take, *plan.quarantine))

    before = workplace.files()
    assert workplace.pull(everything)[0].annotations == 0
    workplace.pull(everything, everything=True)
    assert workplace.files() == before


def test_what_is_mended_on_the_server_leaves_quarantine(workplace: Workplace) -> None:
    workplace.push()
    with workplace.person() as person:
        annotation = person.annotate(person.task("article-0")["id"], MALFORMED["unknown label"])
        workplace.pull()
        assert len(Quarantine(workplace.store.root).read()) == 1
        person.change(annotation, first_results())
    assert workplace.pull()[1].added == 1
    assert Quarantine(workplace.store.root).read() == []


def test_a_task_that_was_tampered_with_or_is_foreign_is_named(workplace: Workplace) -> None:
    workplace.push()
    with workplace.person() as person:
        changed = person.task("article-0")["id"]
        person.annotate(changed, first_results())
        person.change_data(changed, text="Another text altogether.")
        person.import_tasks([{"data": {"text": "Somebody else’s."}}])
        foreign = person.tasks()[-1]["id"]
        person.annotate(foreign, [])
    plan, _ = workplace.pull()
    assert sorted(item.reasons[0].code for item in plan.quarantine) == ["text-changed", "unknown-task"]
    assert foreign in workplace.push().plan.unknown


def test_later_annotations_win_and_skipped_ones_are_counted(workplace: Workplace) -> None:
    workplace.push()
    with workplace.person() as person:
        task = person.task("article-0")["id"]
        person.annotate(task, first_results()[:3])
        person.annotate(task, first_results())
        person.annotate(person.task("article-1")["id"], [], was_cancelled=True)
        person.annotate(person.task("article-2")["id"], first_results()[:1], was_cancelled=True)
    plan, result = workplace.pull()
    assert (result.added, len(plan.skipped)) == (1, 1)
    assert sorted(item.reasons[0].code for item in plan.quarantine) == ["annotated-twice", "skipped"]
    kept = {item.reasons[0].code: item.raw["result"] for item in Quarantine(workplace.store.root).read()}
    assert kept == {"annotated-twice": first_results()[:3], "skipped": first_results()[:1]}
    assert len(workplace.store.read("annotator")[0].spans) == len(SPANS)


def test_history_keeps_what_is_replaced_and_notes_what_is_deleted(workplace: Workplace) -> None:
    workplace.push()
    with workplace.person() as person:
        task = person.task("article-0")["id"]
        annotation = person.annotate(task, first_results())
        workplace.pull()
        (before,) = workplace.store.read("annotator")
        person.change(annotation, first_results()[:3])
        assert workplace.pull()[1].changed == 1
        person.delete_annotation(annotation)
        plan, _ = workplace.pull()
        assert [entry.article_id for entry in plan.deleted] == ["article-0"]
        assert workplace.pull()[0].deleted == ()
    lines = (workplace.store.root / "history" / "annotator.jsonl").read_text().splitlines()
    events = [json.loads(line) for line in lines]
    assert [event["event"] for event in events] == ["pulled", "replaced", "pulled", "deleted"]
    assert len(events[1]["labels"]["spans"]) == len(before.spans)
    assert len(workplace.store.read("annotator")) == 1


def test_what_is_read_otherwise_than_drawn_is_in_the_history(workplace: Workplace) -> None:
    workplace.push()
    results = first_results()
    for result in results:
        if result.get("id") == "d1":
            result["value"]["end"] += 1
    results = [{**result, "labels": []} if result["type"] == "relation" else result for result in results]
    with workplace.person() as person:
        person.annotate(person.task("article-0")["id"], results)
    plan, _ = workplace.pull()
    (item,) = plan.noted
    assert sorted({note.code for note in item.notes}) == ["edge-space", "relation-unnamed"]
    assert [reason.code for reason in item.reasons] == ["relation-unnamed"]
    path = workplace.store.root / "history" / "annotator.jsonl"
    (event,) = [json.loads(line) for line in path.read_text().splitlines()]
    assert [note["message"] for note in event["notes"]] == [note.message for note in item.notes]
    before = workplace.files()
    workplace.pull(everything=True)
    assert workplace.files() == before


def test_a_deleted_task_is_noticed_and_sent_again(workplace: Workplace) -> None:
    workplace.push()
    with workplace.person() as person:
        annotation = person.annotate(person.task("article-0")["id"], first_results())
        workplace.pull()
        person.delete_task(person.task("article-0")["id"])
        plan, _ = workplace.pull()
        assert [entry.annotation for entry in plan.deleted] == [annotation]
        assert [article.id for article in workplace.push().plan.new] == ["article-0"]


def edit(labels: LabelSet) -> LabelSet:
    return labels.with_labels(labels.spans[:1], ())


@pytest.mark.parametrize("side", ["here", "server"])
def test_a_conflict_is_shown_and_settled_by_command(workplace: Workplace, side: Any) -> None:
    workplace.push()
    with workplace.person() as person:
        annotation = person.annotate(person.task("article-0")["id"], first_results())
        workplace.pull()
        (pulled,) = workplace.store.read("annotator")
        workplace.store.put([edit(pulled)])
        plan, _ = workplace.pull()
        assert (len(plan.kept), plan.conflicts) == (1, ())
        person.change(annotation, first_results()[:3])
    for _ in range(2):
        plan, _ = workplace.pull()
        assert [conflict.here for conflict in plan.conflicts] == [edit(pulled)]
        assert workplace.store.read("annotator") == (edit(pulled),)

    workplace.pull(change=lambda plan: settle(plan, [("article-0", "annotator")], side))
    (labels,) = workplace.store.read("annotator")
    assert (labels == edit(pulled)) == (side == "here")
    plan, _ = workplace.pull(everything=True)
    assert (plan.conflicts, plan.take) == ((), ())
    assert workplace.store.read("annotator") == (labels,)


def test_a_scheme_that_lacks_something_is_refused_without_force(workplace: Workplace) -> None:
    workplace.push()
    smaller = replace(
        SCHEME, spans={name: span for name, span in SCHEME.spans.items() if name != "threat"}, relations={}
    )
    with pytest.raises(ConflictError, match="span type threat"):
        workplace.push(scheme=smaller)
    with StudioClient(workplace.studio.connection) as client:
        project = client.find_project(workplace.title)
        assert project is not None
        assert "threat" in project.interface
        workplace.push(scheme=smaller, force=True)
        changed = client.find_project(workplace.title)
        assert changed is not None
        assert "threat" not in changed.interface


def test_an_interface_that_annotations_do_not_fit_is_refused_with_a_way_out(workplace: Workplace) -> None:
    workplace.push()
    with workplace.person() as person:
        person.annotate(person.task("article-0")["id"], first_results())
    smaller = replace(SCHEME, spans={"stance": SCHEME.spans["stance"]}, relations={})
    with pytest.raises(ConflictError, match="the server does not take the new interface") as error:
        workplace.push(scheme=smaller, force=True)
    assert "--project" in error.value.hint


def test_two_pushes_at_once_end_in_a_clear_refusal(workplace: Workplace) -> None:
    with (
        StudioClient(workplace.studio.connection) as client,
        workplace.session(client),
        pytest.raises(ConflictError, match="another push, pull or status"),
    ):
        workplace.push()


def test_two_projects_of_one_title_are_refused(workplace: Workplace) -> None:
    workplace.push()
    other = Workplace(workplace.studio, f"{workplace.title[:45]} two", workplace.folder)
    other.push()
    with other.person() as person:
        person.rename_project(workplace.title)
    with pytest.raises(ConflictError, match="2 projects are called"):
        workplace.push()


def test_nothing_changed_is_seen_in_one_listing(workplace: Workplace) -> None:
    workplace.push()
    workplace.pull()
    requests: list[str] = []
    with StudioClient(workplace.studio.connection) as client:
        project = client.find_project(workplace.title)
        assert project is not None
        client._http.event_hooks["request"].append(lambda request: requests.append(request.url.path))
        with session(client, project, workplace.sync) as opened:
            assert isinstance(opened, Session)
            pulling.look_and_plan(opened, workplace.store, SCHEME, articles(), tool=lambda: TOOL)
    assert requests == ["/api/tasks"]


def test_findings_are_plain(workplace: Workplace) -> None:
    """A reason in quarantine can be read back as what it was."""
    workplace.push()
    with workplace.person() as person:
        person.annotate(person.task("article-0")["id"], MALFORMED["past the end"])
    plan, _ = workplace.pull()
    (item,) = Quarantine(workplace.store.root).read()
    assert [(reason.code, reason.field) for reason in item.reasons] == [
        (reason.code, reason.field) for found in plan.quarantine for reason in found.reasons
    ]
    assert all(isinstance(reason, Finding) for reason in item.reasons)
