from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.errors import errors_in
from standoff.labels import BY_MACHINE, BY_PERSON, GOLD, adjudicate, decided_gold, is_by_person, is_decided, same_labels
from standoff.records import Adjudication, LabelSet, Relation, Verdict, check_label_set
from tests.projects import FERRY, FERRY_LABELS, SCHEME, label_set, span
from tests.strategies import NEWS_CONFLICT, articles, label_sets

VARGA = {"kind": "person", "mention": "name"}
NORTH = {"kind": "armed_group", "mention": "name"}


def by(name: str, labels: LabelSet = FERRY_LABELS) -> LabelSet:
    return replace(labels, annotator=name)


def test_what_all_have_needs_nobody_to_settle_it() -> None:
    gold = decided_gold(by("dora"), [by("ben"), by("anna")], SCHEME)
    assert gold.adjudication is not None
    assert (gold.annotator, gold.adjudication.policy, gold.adjudication.decided_by) == (GOLD, BY_PERSON, "dora")
    assert (gold.adjudication.annotators, gold.adjudication.open) == (("anna", "ben"), 0)
    assert all(verdict == Verdict(("anna", "ben")) for verdict in gold.adjudication.verdicts.values())
    assert len(gold.adjudication.verdicts) == len(FERRY_LABELS.spans) + len(FERRY_LABELS.relations)
    assert (gold.created, gold.lead_time, gold.origin) == (FERRY_LABELS.created, 61.5, "human")


def test_gold_that_a_machine_decided_says_so_and_is_no_persons() -> None:
    gold = decided_gold(replace(by("robot"), origin="machine"), [by("anna"), by("ben")], SCHEME)
    assert gold.adjudication is not None
    assert (gold.origin, gold.adjudication.policy, gold.adjudication.decided_by) == ("machine", BY_MACHINE, "robot")
    assert is_decided(gold)
    assert not is_by_person(gold)


def test_who_is_followed_and_what_the_person_settled() -> None:
    anna = label_set(
        FERRY,
        [
            span(FERRY, "a1", "actor", "Ines Varga", **VARGA),
            span(FERRY, "a2", "actor", "Northern Front", **NORTH),
            span(FERRY, "s1", "stance", "rejects the ferry ban", polarity="against", target="ban", voice="author"),
        ],
        [Relation("holder", "s1", "a1")],
    )
    ben = label_set(
        FERRY,
        [
            span(FERRY, "x", "actor", "Varga", **VARGA),
            span(FERRY, "y", "actor", "Northern Front", **NORTH | {"kind": "people"}),
        ],
        annotator="ben",
    )
    decided = label_set(
        FERRY,
        [
            span(FERRY, "p1", "actor", "Ines Varga", **VARGA),
            span(FERRY, "p2", "actor", "Northern Front", **NORTH | {"kind": "organization"}),
            span(FERRY, "p3", "date", "Monday", type="DATE", value="2026-04-27"),
            span(FERRY, "p4", "stance", "rejects the ferry ban", polarity="against", target="ban", voice="author"),
        ],
        [Relation("holder", "p4", "p1"), Relation("holder", "p4", "p2")],
        annotator="dora",
    )
    gold = decided_gold(decided, [anna, ben], SCHEME)
    assert gold.adjudication is not None
    words = {found.id: found.surface(FERRY.text) for found in gold.spans}
    verdicts = {words.get(key, key.split(" ")[0]): verdict for key, verdict in gold.adjudication.verdicts.items()}
    assert verdicts["Ines Varga"] == Verdict(("anna", "ben"), {"extent": "dora"})
    assert verdicts["Northern Front"] == Verdict(("anna", "ben"), {"attributes.kind": "dora"})
    assert verdicts["Monday"] == Verdict((), {"presence": "dora"})
    assert verdicts["rejects the ferry ban"] == Verdict(("anna",), {"presence": "dora"})
    (stance,) = [found.id for found in gold.spans if found.type == "stance"]
    holders = {
        words[key.split(" ")[2]]: verdict
        for key, verdict in gold.adjudication.verdicts.items()
        if key.startswith(f"holder {stance}")
    }
    assert holders == {
        "Ines Varga": Verdict(("anna",)),
        "Northern Front": Verdict((), {"presence": "dora"}),
    }


def test_without_candidates_the_person_settled_all() -> None:
    gold = decided_gold(by("dora"), [], SCHEME)
    assert gold.adjudication is not None
    assert {tuple(verdict.how.items()) for verdict in gold.adjudication.verdicts.values()} == {(("presence", "dora"),)}


def test_gold_by_a_person() -> None:
    gold = decided_gold(by("dora"), [by("anna")], SCHEME)
    assert is_by_person(gold)
    assert is_by_person(replace(gold, adjudication=None))
    assert not is_by_person(replace(gold, adjudication=Adjudication("majority", ())))
    assert same_labels(gold, decided_gold(by("eva"), [by("ben")], SCHEME))
    assert not same_labels(gold, gold.with_labels(gold.spans, ()))


@settings(max_examples=60)
@given(st.data())
def test_decided_gold_keeps_the_labels_and_the_rules(data: st.DataObject) -> None:
    article = data.draw(articles())
    person = data.draw(label_sets(article, annotator="dora"))
    candidates = [data.draw(label_sets(article, annotator=name)) for name in ("anna", "ben")]
    gold = decided_gold(person, candidates, NEWS_CONFLICT)
    assert errors_in(check_label_set(gold, NEWS_CONFLICT, article.text)) == []
    assert [(one.type, one.start, one.end, one.attributes) for one in gold.spans] == sorted(
        [(one.type, one.start, one.end, one.attributes) for one in person.spans], key=lambda one: (*one[1:3], one[0])
    )
    assert len(gold.relations) == len(person.relations)
    assert gold.adjudication is not None
    keys = {one.id for one in gold.spans} | {one.key for one in gold.relations}
    assert gold.adjudication.verdicts.keys() == keys
    assert decided_gold(person, reversed(candidates), NEWS_CONFLICT) == gold
    (ruling,) = adjudicate(
        [replace(person, annotator=name) for name in ("anna", "ben")], NEWS_CONFLICT, "majority"
    ).rulings
    unanimous = decided_gold(person, [replace(person, annotator=name) for name in ("anna", "ben")], NEWS_CONFLICT)
    assert same_labels(unanimous, ruling.gold)
    assert unanimous.adjudication is not None
    assert ruling.gold.adjudication is not None
    assert unanimous.adjudication.verdicts == ruling.gold.adjudication.verdicts
