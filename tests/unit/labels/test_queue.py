from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from standoff.errors import FindingsError
from standoff.labels import (
    BY_MACHINE,
    BY_PERSON,
    Case,
    PutResult,
    QueueItem,
    Ruling,
    adjudicate,
    plan_gold,
    read_queue,
    remove_from_queue,
    to_queue,
    update_queue,
    write_queue,
)
from standoff.records import LabelSet, Relation
from tests.unit.labels.test_agreement import ARTICLES, SCHEME, actor, labels, threat

HOLDER = Relation("source", "t60-70", "a10-30")


def rulings(*found: LabelSet, policy: str = "majority") -> tuple[Ruling, ...]:
    return adjudicate(found, SCHEME, policy).rulings


def pair(article: int, *, tie: bool) -> list[LabelSet]:
    both = [actor(10, 30), threat(60, 70), actor(80, 90)]
    return [
        labels("anna", both, [HOLDER] if tie else [], ARTICLES[article]),
        labels("ben", both[: 2 if tie else 3], (), ARTICLES[article]),
    ]


def test_the_queue_holds_what_is_open_with_everybodys_candidates(tmp_path: Path) -> None:
    (item,) = to_queue(rulings(*pair(0, tie=True), *pair(1, tie=False)))
    assert (item.article_id, item.policy) == ("a1", "majority")
    assert [case.open for case in item.cases] == [("presence",), ("presence",)]
    anna, ben = item.candidates
    assert [span.id for span in anna.spans] == ["a10-30", "t60-70", "a80-90"]
    assert anna.relations == (HOLDER,)
    assert (ben.annotator, ben.spans, ben.relations) == ("ben", (), ()), "ben marked none of them"
    path = tmp_path / "queue.jsonl"
    assert update_queue(path, plan_gold(rulings(*pair(0, tie=True)), ())) == (item,)
    assert read_queue(path) == (item,)


def test_other_articles_stay_in_the_queue_and_decided_ones_leave_it(tmp_path: Path) -> None:
    path = tmp_path / "queue.jsonl"
    both = rulings(*pair(0, tie=True), *pair(1, tie=True))
    assert [item.article_id for item in update_queue(path, plan_gold(both, ()))] == ["a1", "a2"]
    left = update_queue(path, plan_gold(rulings(*pair(0, tie=False)), ()))
    assert [item.article_id for item in left] == ["a2"]
    assert read_queue(path) == left
    assert update_queue(path, plan_gold(rulings(*pair(1, tie=False)), ())) == ()
    assert not path.exists()
    assert read_queue(path) == ()


@pytest.mark.parametrize("policy", [BY_PERSON, BY_MACHINE])
def test_gold_that_was_decided_case_by_case_is_kept(policy: str) -> None:
    one, two = rulings(*pair(0, tie=True), *pair(1, tie=False))
    assert one.gold.adjudication is not None
    decided = replace(one.gold, adjudication=replace(one.gold.adjudication, policy=policy, open=0))
    plan = plan_gold([one, two], [decided])
    assert (plan.rulings, plan.kept, plan.result) == ((two,), ("a1",), PutResult(added=1))
    by_hand = replace(one.gold, adjudication=None)
    assert plan_gold([one], [by_hand]).kept == ("a1",)
    anyway = plan_gold([one, two], [decided, two.gold], replace_decided=True)
    assert (anyway.rulings, anyway.kept, anyway.result) == ((one, two), (), PutResult(changed=1, unchanged=1))


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        "{}",
        '{"format": 2}',
        '{"format": 1, "article_id": "a", "sha256": "0", "policy": "majority", "cases": [], "candidates": [{}]}',
        '{"format": 1, "article_id": "a", "sha256": "0", "policy": "majority", "cases": [{}], "candidates": []}',
        '{"format": 1, "article_id": 1, "sha256": "0", "policy": "majority", "cases": [], "candidates": []}',
    ],
)
def test_a_line_of_another_form_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "queue.jsonl"
    update_queue(path, plan_gold(rulings(*pair(0, tie=True)), ()))
    path.write_bytes(path.read_bytes() + line.encode() + b"\n")
    with pytest.raises(FindingsError, match=r"queue\.jsonl:2: error: not a line of a queue of format 1"):
        read_queue(path)


@pytest.mark.parametrize("extra", ['"score": "high"', '"score": true', '"why": 1', '"colour": "red"', '"type": 1'])
def test_a_case_of_another_form_is_named(tmp_path: Path, extra: str) -> None:
    path = tmp_path / "queue.jsonl"
    update_queue(path, plan_gold(rulings(*pair(0, tie=True)), ()))
    path.write_text(path.read_text().replace('"open":["presence"]', f'"open":["presence"],{extra}', 1))
    with pytest.raises(FindingsError, match=r"queue\.jsonl:1: error: not a line of a queue of format 1"):
        read_queue(path)


def test_doubts_are_written_and_read_with_their_scores_and_reasons(tmp_path: Path) -> None:
    path = tmp_path / "review.jsonl"
    anna = labels("anna", [actor(10, 30)], (), ARTICLES[0])
    doubt = Case("actor", {"anna": "a10-30"}, ("attributes.kind",), 0.93, "nine of ten such are a state")
    item = QueueItem(anna.article_id, anna.sha256, "review", (doubt,), (anna,))
    write_queue(path, [item])
    assert read_queue(path) == (item,)
    assert b'"score":0.93,"why":"nine of ten such are a state"' in path.read_bytes()


def test_articles_are_taken_out_and_the_others_keep_their_order(tmp_path: Path) -> None:
    path = tmp_path / "queue.jsonl"
    one, two = to_queue(rulings(*pair(0, tie=True), *pair(1, tie=True)))
    write_queue(path, [two, one])
    before = path.read_bytes()
    assert remove_from_queue(path, ["elsewhere"]) == 0
    assert path.read_bytes() == before
    assert remove_from_queue(path, ["a2"]) == 1
    assert read_queue(path) == (one,)
    assert remove_from_queue(path, ["a1"]) == 1
    assert not path.exists()


def test_a_line_whose_parts_do_not_fit_together_is_named(tmp_path: Path) -> None:
    path = tmp_path / "queue.jsonl"
    (item,) = to_queue(rulings(*pair(0, tie=True)))
    case = item.cases[0]
    faulty = {
        "has no candidate": replace(item, cases=(replace(case, candidates={}),)),
        "score is 2, not from 0 to 1": replace(item, cases=(replace(case, score=2),)),
        "'carl' has no label 'x' among": replace(item, cases=(replace(case, candidates={"carl": "x"}),)),
        "the labels of 'anna' are of another text": replace(item, sha256="0" * 64),
    }
    for message, line in faulty.items():
        write_queue(path, [line])
        with pytest.raises(FindingsError, match=message):
            read_queue(path)
    write_queue(path, [item, item])
    with pytest.raises(FindingsError, match="'a1' stands in it twice"):
        read_queue(path)
