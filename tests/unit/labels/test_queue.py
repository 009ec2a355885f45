from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from standoff.errors import FindingsError
from standoff.labels import BY_PERSON, PutResult, Ruling, adjudicate, plan_gold, read_queue, to_queue, update_queue
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


def test_gold_that_a_person_decided_is_kept() -> None:
    one, two = rulings(*pair(0, tie=True), *pair(1, tie=False))
    assert one.gold.adjudication is not None
    decided = replace(one.gold, adjudication=replace(one.gold.adjudication, policy=BY_PERSON, open=0))
    plan = plan_gold([one, two], [decided])
    assert (plan.rulings, plan.kept, plan.result) == ((two,), ("a1",), PutResult(added=1))
    by_hand = replace(one.gold, adjudication=None)
    assert plan_gold([one], [by_hand]).kept == ("a1",)
    anyway = plan_gold([one, two], [decided, two.gold], replace_persons=True)
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
    ],
)
def test_a_line_of_another_form_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "queue.jsonl"
    update_queue(path, plan_gold(rulings(*pair(0, tie=True)), ()))
    path.write_bytes(path.read_bytes() + line.encode() + b"\n")
    with pytest.raises(FindingsError, match=r"queue\.jsonl:2: error: not a line of a queue of format 1"):
        read_queue(path)
