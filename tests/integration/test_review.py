"""To a real server: likely label errors, decided there and back as gold; and what to label next, in its order."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from standoff.cli import main
from standoff.labels import LabelStore, read_order
from standoff.labelstudio.asking import GOLD_SO_FAR
from standoff.review import MODELS
from tests.studio_fixtures import Studio
from tests.studio_tools import Person
from tests.unit.review.planted import pairs

pytestmark = pytest.mark.studio

QUEUE = "labels/review.jsonl"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LabelStore:
    """Return a store in which an actor is called people that is none."""
    found = pairs()
    article, labels = found[3]
    wrong = replace(labels.spans[0], attributes={**labels.spans[0].attributes, "kind": "people"})
    found[3] = (article, labels.with_labels([wrong, *labels.spans[1:]], ()))
    (tmp_path / "seeds").mkdir()
    for article, _ in found:
        path = tmp_path / "seeds" / f"{article.id}.txt"
        path.write_text(f" date {article.dct.isoformat()} {article.text}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    store = LabelStore(tmp_path / "labels")
    store.put([labels for _, labels in found])
    return store


def test_from_a_doubt_to_gold(desk: LabelStore, studio: Studio) -> None:
    title = "review: from a doubt to gold"
    environment = {"LABEL_STUDIO_URL": studio.url, "LABEL_STUDIO_API_KEY": studio.token}

    def run(*arguments: str) -> Result:
        result = CliRunner().invoke(main, list(arguments), env=environment)
        assert result.exit_code == 0, result.output
        return result

    run("review", "errors", "--limit", "1")
    push = ("studio", "adjudicate", "push", QUEUE, "--project", title)
    assert json.loads(run(*push, "--json").stdout)["sent"] == 1
    with Person(studio.connection, title) as person:
        (task,) = person.tasks()
        asked = task["data"]["to_decide"]
        assert f"kind: anna people, {MODELS} state" in asked
        assert "kind people is 0% likely, state is 100% likely" in asked
        shown = {one["model_version"]: one["result"] for one in task["predictions"]}
        assert set(shown) == {"anna", MODELS, GOLD_SO_FAR}
        begun = shown[GOLD_SO_FAR]
        (mention,) = [one for one in begun if one.get("from_name") == "actor_mention" and "meta" in one]
        kind = {**mention, "from_name": "actor_kind", "value": {**mention["value"], "choices": ["state"]}}
        person.annotate(task["id"], [*begun, kind])
    pulled = run("studio", "adjudicate", "pull", QUEUE, "--project", title).output
    assert "1 became gold" in pulled
    assert "review.jsonl: 0 waiting" in pulled
    (gold,) = desk.read_gold()
    article, right = pairs()[3]
    assert gold.article_id == article.id
    assert [(one.type, one.start, one.end, one.attributes) for one in gold.spans] == [
        (one.type, one.start, one.end, one.attributes) for one in right.spans
    ]
    assert gold.adjudication is not None
    decided = gold.adjudication
    verdict = decided.verdicts[gold.spans[0].id]
    assert (decided.policy, decided.open) == ("person", 0)
    assert verdict.supporters == ("anna", MODELS)
    assert set(verdict.how) >= {"attributes.kind"}
    assert "0 faults" in run("labels", "check").output
    assert "decided by a person, left out: a3" in run("review", "errors", "--limit", "1").output


def test_what_to_label_next_arrives_in_order(desk: LabelStore, studio: Studio) -> None:
    title = "review: what to label next"
    environment = {"LABEL_STUDIO_URL": studio.url, "LABEL_STUDIO_API_KEY": studio.token}
    for annotator in desk.annotators():
        kept = [labels for labels in desk.read(annotator) if labels.article_id < "a5"]
        desk.path(annotator).unlink()
        desk.put(kept)
    result = CliRunner().invoke(main, ["review", "next"])
    assert result.exit_code == 0, result.output
    order = read_order(desk.root / "order.jsonl")
    assert sorted(item.article_id for item in order) == ["a5", "a6", "a7", "a8", "a9"]
    push = ["studio", "push", "--no-suggestions", "--order", str(desk.root / "order.jsonl"), "--project", title]
    result = CliRunner().invoke(main, push, env=environment)
    assert result.exit_code == 0, result.output
    with Person(studio.connection, title) as person:
        tasks = person.tasks()
        ranked = sorted((task for task in tasks if task["data"].get("order")), key=lambda task: task["data"]["order"])
        assert [task["data"]["article_id"] for task in ranked] == [item.article_id for item in order]
        assert [task["data"]["article_id"] for task in tasks][:5] == [item.article_id for item in order]
