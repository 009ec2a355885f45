from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from standoff.errors import Finding, MissingError
from standoff.labelstudio.history import Entry, digest_of
from standoff.labelstudio.incoming import Incoming
from standoff.labelstudio.plan import PullPlan, plan_pull, plan_push, settle
from standoff.labelstudio.tasks import Task, key_of
from standoff.records import Article, LabelSet, Span

SERVER = "https://label.example.org/projects/3"
SLOT = ("a", "ann")
RAW = zlib.compress(b"{}")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def article(id: str, text: str = "text") -> Article:
    return Article(id, date(2021, 3, 27), f"{text} of {id}")


def task(id: int, of: Article | None) -> Task:
    return Task(id, key_of(of) if of else None, {})


class TestPush:
    def test_what_is_missing_is_sent(self) -> None:
        plan = plan_push([article("a"), article("b")], [task(1, article("a"))])
        assert ([a.id for a in plan.new], plan.changed, plan.present) == (["b"], (), 1)
        assert plan.to_send == plan.new

    def test_another_text_is_a_new_task_and_the_old_one_is_stale(self) -> None:
        plan = plan_push([article("a", "new")], [task(1, article("a", "old")), task(2, article("a", "older"))])
        assert ([a.id for a in plan.changed], plan.new, plan.stale) == (["a"], (), (1, 2))

    def test_foreign_tasks_are_named(self) -> None:
        assert plan_push([], [task(2, None), task(1, article("a"))]).unknown == (1, 2)

    def test_of_doubled_tasks_the_oldest_is_the_right_one(self) -> None:
        tasks = [task(7, article("a")), task(3, article("a")), task(5, article("a"))]
        assert plan_push([article("a")], tasks).doubled == (5, 7)

    def test_tasks_of_another_version_of_the_scheme_are_named_but_for_those_of_old_texts(self) -> None:
        tasks = [
            replace(task(1, article("a")), scheme=("s", 1)),
            replace(task(2, article("b")), scheme=("s", 2)),
            replace(task(3, article("a", "old")), scheme=("s", 1)),
            task(4, None),
            replace(task(5, article("not at hand")), scheme=("s", 1)),
        ]
        assert plan_push([article("a"), article("b")], tasks, scheme=("s", 2)).rescheme == (1, 5)

    def test_what_an_interface_loses_is_named(self) -> None:
        there, wanted = '<View><Label value="x"/><Label value="y"/></View>', '<View><Label value="y"/></View>'
        plan = plan_push([], [], interface=(there, wanted))
        assert (plan.changes_interface, plan.lost) == (True, ("span type x",))
        assert not plan_push([], [], interface=(there, there)).changes_interface


def labels(*spans: Span, day: int = 1) -> LabelSet:
    time = NOW.replace(day=day)
    return LabelSet("a", "0" * 64, "s", 1, "ann", "human", NOW, time, spans=spans)


A, B = labels(Span("1", "x", 0, 1)), labels(Span("2", "x", 1, 2), day=2)


def incoming(of: LabelSet | None, annotation: int = 1, updated: str = "u1", **fields: Any) -> Incoming:
    return Incoming(9, annotation, "ann", "a", updated, 1, RAW, of, **fields)


def entry(of: LabelSet, annotation: int = 1, updated: str = "u1", event: Any = "pulled") -> Entry:
    return Entry(event, NOW, "a", "ann", SERVER, annotation, updated, digest_of(of))


def planned(items: list[Incoming], here: LabelSet | None = None, last: Entry | None = None) -> PullPlan:
    ids = {item.annotation for item in items}
    return plan_pull(items, {SLOT: here} if here else {}, {SLOT: last} if last else {}, SERVER, ids)


class TestPull:
    def test_what_is_not_here_is_taken(self) -> None:
        assert planned([incoming(A)]).take == (incoming(A),)

    def test_what_is_equal_is_unchanged_whatever_the_history_says(self) -> None:
        for last in (None, entry(A), entry(B, updated="u0")):
            assert planned([incoming(A)], A, last).unchanged == (incoming(A),)

    def test_what_changed_there_alone_is_taken(self) -> None:
        assert planned([incoming(B, updated="u2")], A, entry(A)).take == (incoming(B, updated="u2"),)

    def test_what_changed_here_alone_is_kept(self) -> None:
        assert planned([incoming(A)], B, entry(A)).kept == (incoming(A),)

    def test_what_differs_though_neither_side_changed_is_unchanged(self) -> None:
        """Such as the name of the tool, after the server was upgraded."""
        assert planned([incoming(B)], A, entry(A)).unchanged == (incoming(B),)

    def test_what_changed_on_both_sides_is_a_conflict(self) -> None:
        (conflict,) = planned([incoming(B, updated="u2")], A, entry(B)).conflicts
        assert (conflict.here, conflict.there.labels) == (A, B)

    def test_without_history_the_newer_one_is_taken_but_never_the_older_one(self) -> None:
        assert planned([incoming(B)], A).take
        assert planned([incoming(A)], B).conflicts

    def test_the_latest_annotation_of_an_annotator_is_the_one(self) -> None:
        plan = planned([incoming(A, 1, "u1"), incoming(B, 2, "u2")])
        assert [item.annotation for item in plan.take] == [2]
        assert [(item.annotation, item.reasons[0].code) for item in plan.quarantine] == [(1, "annotated-twice")]

    def test_an_older_annotation_than_the_one_pulled_before_goes_to_quarantine(self) -> None:
        last = entry(B, annotation=2, updated="u2")
        plan = plan_pull([incoming(A, 1, "u1")], {SLOT: B}, {SLOT: last}, SERVER, {1, 2})
        assert [item.annotation for item in plan.quarantine] == [1]
        plan = plan_pull([incoming(A, 1, "u1")], {SLOT: B}, {SLOT: last}, SERVER, {1})
        assert [item.annotation for item in plan.take] == [1]

    def test_what_does_not_fit_is_in_quarantine_and_what_was_skipped_is_counted(self) -> None:
        bad = incoming(None, 1, reasons=(Finding("offset", "past the end"),), rejected=1)
        plan = planned([bad, incoming(None, 2)])
        assert (plan.quarantine, plan.skipped) == ((bad,), (incoming(None, 2),))
        assert (plan.annotations, plan.results, plan.rejected) == (2, 2, 1)

    def test_what_fitted_when_it_was_pulled_and_does_no_more_stays_as_it_is_here(self) -> None:
        stale = incoming(None, 1, "u1", reasons=(Finding("text-stale", "older"),), rejected=1)
        assert planned([stale], B, entry(A)).kept == (replace(stale, reasons=(), rejected=0),)
        for here, last in ((None, entry(A)), (A, None), (A, entry(A, updated="u0")), (A, entry(A, annotation=2))):
            assert planned([stale], here, last).quarantine == (stale,)

    def test_what_fits_in_part_is_taken_and_named(self) -> None:
        part = incoming(A, reasons=(Finding("offset", "past the end"),), rejected=1)
        plan = planned([part])
        assert (plan.take, plan.partly, plan.annotations) == ((part,), (part,), 1)

    def test_deletions_are_found_once_and_only_on_their_server(self) -> None:
        def deleted(last: Entry) -> tuple[Entry, ...]:
            return plan_pull([], {SLOT: A}, {SLOT: last}, SERVER, ()).deleted

        assert deleted(entry(A)) == (entry(A),)
        assert deleted(entry(A, event="deleted")) == ()
        assert deleted(replace(entry(A), server="https://other.example.org/projects/3")) == ()


class TestSettle:
    plan = planned([incoming(B, updated="u2")], A, entry(B))

    def test_here(self) -> None:
        settled = settle(self.plan, [SLOT], "here")
        assert (settled.conflicts, settled.settled_here, settled.take) == ((), self.plan.conflicts, ())
        assert settled.annotations == 1

    def test_server(self) -> None:
        settled = settle(self.plan, [SLOT], "server")
        assert (settled.conflicts, settled.settled_here) == ((), ())
        assert [item.labels for item in settled.take] == [B]

    def test_only_conflicts_can_be_settled(self) -> None:
        with pytest.raises(MissingError, match="b by ann is no conflict"):
            settle(self.plan, [("b", "ann")], "here")
