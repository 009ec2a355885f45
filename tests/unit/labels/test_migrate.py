from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from standoff.cli import main
from standoff.errors import FindingsError, MissingError
from standoff.labels import LabelStore, apply_migration, plan_migration, plan_rollback
from standoff.labels.steps import backward, forward
from standoff.records import Article, LabelSet, Relation, Span
from standoff.scheme import STEPS, Scheme, Step, read_scheme
from tests.strategies import NEWS_CONFLICT, articles, label_sets
from tests.unit.records.test_check import GOOD

STEP_VALUES = {
    "rename_span": {"from": "threat", "to": "menace"},
    "rename_relation": {"from": "holder", "to": "owner"},
    "rename_attribute": {"span": "stance", "from": "voice", "to": "speaker"},
    "rename_value": {"span": "actor", "attribute": "kind", "from": "people", "to": "group"},
    "merge_spans": {"from": "threat", "to": "stance"},
    "merge_values": {"span": "actor", "attribute": "kind", "from": "people", "to": "organization"},
    "split_span": {"span": "actor", "attribute": "kind", "value": "people", "to": "group"},
    "move_attribute": {"attribute": "voice", "along": "holder"},
    "add_attribute": {"span": "actor", "attribute": "role", "value": "unknown"},
    "drop_attribute": {"span": "actor", "attribute": "country"},
}
STEP_LIST = [Step(kind, STEP_VALUES[kind]) for kind in STEPS]
PAIRS = articles().flatmap(lambda article: st.tuples(st.just(article), label_sets(article)))


@pytest.mark.parametrize("step", STEP_LIST, ids=lambda step: step.kind)
@given(pair=PAIRS)
def test_untouched_labels_come_back_exactly(step: Step, pair: tuple[Article, LabelSet]) -> None:
    before = pair[1]
    after = forward(before, step)
    assert [span.id for span in after.spans] != [] or before.spans == ()
    assert backward(after, step, before, after) == (before, frozenset())


# Where two holders meet in one actor, or a span has the new name already, what was cannot be told from what is.
ONE_TO_ONE = [step for step in STEP_LIST if step.is_reversible and step.kind != "move_attribute"]


@pytest.mark.parametrize("step", ONE_TO_ONE, ids=lambda step: step.kind)
@given(pair=PAIRS)
def test_reversible_steps_need_no_memory(step: Step, pair: tuple[Article, LabelSet]) -> None:
    before = pair[1]
    nothing = before.with_labels((), ())
    assert backward(forward(before, step), step, nothing, nothing) == (before, frozenset())


def test_an_attribute_moves_along_a_relation_and_back() -> None:
    stance = Span("s", "stance", 9, 14, {"polarity": "favor", "target": "x", "voice": "author"})
    actor = Span("a", "actor", 4, 8, {"kind": "state", "mention": "name"})
    before = GOOD.with_labels([stance, actor], [Relation("holder", "s", "a")])
    step = Step("move_attribute", STEP_VALUES["move_attribute"])
    after = forward(before, step)
    moved = after.span("a")
    assert moved is not None
    assert moved.attributes == {"kind": "state", "mention": "name", "voice": "author"}
    nothing = before.with_labels((), ())
    assert backward(after, step, nothing, nothing) == (before, frozenset())


SECOND = """
extends: news-conflict
name: news-conflict
version: 2
spans:
  actor: {attributes: {kind: {values: {organization: a body, group: people}}}}
  threat: {attributes: {urgency: {required: true, values: [low, high]}}}
migrations:
  - to: 2
    name: groups
    note: armed groups and peoples could not be told apart
    steps:
      - merge_values: {span: actor, attribute: kind, from: armed_group, to: group}
      - merge_values: {span: actor, attribute: kind, from: people, to: group}
      - add_attribute: {span: threat, attribute: urgency, value: low}
"""


@pytest.fixture
def second() -> Scheme:
    return read_scheme(SECOND)


def with_kind(kind: str, article_id: str = "a") -> LabelSet:
    spans = [replace(s, attributes={**s.attributes, "kind": kind}) if s.id == "a1" else s for s in GOOD.spans]
    return replace(GOOD, article_id=article_id, scheme_version=1).with_labels(spans, GOOD.relations)


def kind_of(labels: LabelSet) -> str:
    span = labels.span("a1")
    assert span is not None
    return span.attributes["kind"]


def test_labels_go_to_the_next_version_and_back(tmp_path: Path, second: Scheme) -> None:
    store = LabelStore(tmp_path)
    old = [with_kind("people", "a"), with_kind("armed_group", "b"), with_kind("state", "c")]
    store.put(old)
    store.put_gold([old[0]])
    other = replace(GOOD, scheme="other", annotator="ben")
    store.put([other])
    plan = plan_migration(store, second)
    assert (plan.versions, len(plan.changes), plan.findings) == ({1: 4}, 4, ())
    assert store.read("anna") == tuple(old), "planning changes nothing"
    assert apply_migration(store, plan) == 4
    assert [kind_of(labels) for labels in store.read("anna")] == ["group", "group", "state"]
    assert {labels.scheme_version for labels in (*store.read("anna"), *store.read_gold())} == {2}
    assert plan_migration(store, second).changes == (), "twice is as good as once"
    assert store.read("ben") == (other,), "another scheme is left alone"
    assert apply_migration(store, plan_rollback(store, second, 1)) == 4
    assert store.read("anna") == tuple(old), "even what was merged"
    assert store.read_gold() == (old[0],)


def test_labels_made_after_a_merge_stay_and_are_named(tmp_path: Path, second: Scheme) -> None:
    store = LabelStore(tmp_path)
    store.put([with_kind("people", "a"), with_kind("people", "b")])
    apply_migration(store, plan_migration(store, second))
    first, _ = store.read("anna")
    new = Span("a9", "actor", 0, 3, {"kind": "group", "mention": "name"})
    store.put([first.with_labels([*first.spans, new], first.relations)])
    plan = plan_rollback(store, second, 1)
    assert [finding.code for finding in plan.findings] == ["irreversible"]
    assert "a, anna: cannot tell what a9 were" in plan.findings[0].message
    assert [change.states[-1].article_id for change in plan.changes] == ["b"]


def test_labels_that_would_not_fit_are_left_and_named(tmp_path: Path, second: Scheme) -> None:
    store = LabelStore(tmp_path)
    store.put([with_kind("robot")])
    plan = plan_migration(store, second)
    assert plan.changes == ()
    assert [finding.code for finding in plan.findings] == ["attribute-value"]
    assert apply_migration(store, plan) == 0


def test_versions_without_a_migration_are_named(tmp_path: Path, second: Scheme) -> None:
    store = LabelStore(tmp_path)
    store.put([replace(GOOD, scheme_version=1)])
    with pytest.raises(MissingError, match="no migration to version 2"):
        plan_migration(store, replace(second, migrations=()))
    with pytest.raises(MissingError, match="no migration to version 1"):
        plan_rollback(store, second, 0)
    store.put([replace(GOOD, scheme_version=NEWS_CONFLICT.version)])
    assert plan_migration(store, NEWS_CONFLICT).changes == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("to: 2", "to: 3", r"lead to the versions 3, but must lead one by one up to 2"),
        ("to: 2", "to: x", r"lead to the versions 0"),
        ("add_attribute: {", "paint: {", "unknown key 'paint'"),
        ("attribute: urgency, value: low}", "attribute: urgency}", r"add_attribute\.value: error: is required"),
        ("- add_attribute: {", "- rename_span: {from: a, to: b}\n        add_attribute: {", "must be one step"),
    ],
)
def test_faulty_migrations_are_named(old: str, new: str, message: str) -> None:
    with pytest.raises(FindingsError, match=message):
        read_scheme(SECOND.replace(old, new))


def test_on_the_command_line(tmp_path: Path) -> None:
    scheme = tmp_path / "second.yaml"
    scheme.write_text(SECOND)
    store = LabelStore(tmp_path / "labels")
    store.put([with_kind("people")])
    common = ["--scheme", str(scheme), "--labels", str(store.root)]

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(main, ["scheme", *arguments, *common])
        assert result.exit_code == 0, result.output
        return result.output

    shown = run("status")
    assert "news-conflict version 1: 1 label set" in shown
    assert "merge_values span actor, attribute kind, from people, to group  (cannot be undone" in shown
    assert "1 label set would change, to version 2" in shown
    assert json.loads(run("status", "--json")) == {"versions": {"1": 1}, "to": 2, "changes": 1, "findings": []}
    assert "would change" in run("migrate", "--dry-run")
    assert kind_of(store.read("anna")[0]) == "people"
    said = run("migrate")
    assert said.index("warning: merge_values span actor") < said.index("1 label set changed, to version 2")
    assert "warning" not in run("migrate"), "nothing is left to change"
    assert kind_of(store.read("anna")[0]) == "group"
    assert json.loads(run("rollback", "--to", "1", "--json"))["changes"] == 1
    assert kind_of(store.read("anna")[0]) == "people"
