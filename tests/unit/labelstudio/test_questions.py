from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.errors import errors_in
from standoff.labels import Case, QueueItem, adjudicate, to_queue
from standoff.labelstudio.questions import Question, make_question
from standoff.labelstudio.results import to_results
from standoff.records import LabelSet, Relation, Span, check_labels
from tests.projects import FERRY, SCHEME, label_set, span
from tests.strategies import NEWS_CONFLICT, articles, label_sets

VARGA = span(FERRY, "a1", "actor", "Ines Varga", kind="person", mention="name")
FRONT = span(FERRY, "a2", "actor", "Northern Front", kind="armed_group", mention="name")
STANCE = span(FERRY, "s1", "stance", "rejects the ferry ban", polarity="against", target="ferry ban", voice="author")
MONDAY = span(FERRY, "d1", "date", "Monday", type="DATE", value="2026-04-27")
HOLDER = Relation("holder", "s1", "a1")


def asked(*found: LabelSet) -> Question:
    (ruling,) = adjudicate(found, SCHEME, "majority").rulings
    (item,) = to_queue([ruling])
    return make_question(item, FERRY, ruling.gold, {labels.annotator: labels for labels in found}, SCHEME)


def words(found: Question) -> dict[str, Span]:
    return {one.surface(FERRY.text): one for one in found.spans}


def test_what_is_settled_and_one_candidate_for_each_case() -> None:
    wide = replace(STANCE, end=STANCE.end - len(" ferry ban"))
    anna = label_set(FERRY, [VARGA, FRONT, STANCE], [HOLDER])
    ben = label_set(FERRY, [VARGA, replace(FRONT, attributes={**FRONT.attributes, "kind": "people"}), MONDAY, wide])
    found = asked(anna, replace(ben, annotator="ben"))
    spans = words(found)
    assert set(spans) == {"Ines Varga", "Northern Front", "rejects the ferry ban", "Monday"}
    assert spans["Ines Varga"].id.startswith("g"), "it is settled"
    assert spans["Northern Front"].attributes == {"mention": "name"}, "Label Studio insists on the kind"
    assert found.relations == (Relation("holder", spans["rejects the ferry ban"].id, spans["Ines Varga"].id),)
    assert found.to_decide.splitlines() == [
        "1. Stance “rejects the ferry ban”: where it begins and ends: anna “rejects the ferry ban”, ben “rejects the”",
        "2. Date “Monday”: ben marked it, anna did not",
        "3. Actor “Northern Front”: kind: anna armed_group, ben people",
        "4. holder “rejects the ferry ban” → “Ines Varga”: its ends are to be decided",
    ]
    assert found.notes == {
        spans["rejects the ferry ban"].id: found.to_decide.splitlines()[0][3:],
        spans["Monday"].id: "Date “Monday”: ben marked it, anna did not",
        spans["Northern Front"].id: "Actor “Northern Front”: kind: anna armed_group, ben people",
    }
    assert [labels.annotator for labels in found.candidates] == ["anna", "ben"]


def test_a_doubt_about_labels_that_are_there() -> None:
    anna = label_set(FERRY, [VARGA, FRONT, STANCE], [HOLDER])
    model = label_set(FERRY, [replace(FRONT, id="m1", attributes={**FRONT.attributes, "kind": "people"}), MONDAY])
    model = replace(model, annotator="model")
    doubts = (
        Case("actor", {"anna": "a2", "model": "m1"}, ("attributes.kind",), 0.91, "nine of ten such are people"),
        Case("date", {"model": "d1"}, ("presence",), 0.5),
        Case("holder", {"anna": HOLDER.key}, ("presence",)),
    )
    item = QueueItem(FERRY.id, FERRY.sha256, "review", doubts, (anna, model))
    found = make_question(item, FERRY, anna, {}, SCHEME)
    assert words(found)["Ines Varga"] == VARGA, "what nobody doubts is as it was"
    assert words(found)["Northern Front"] == replace(FRONT, attributes={"mention": "name"})
    assert found.relations == (HOLDER,)
    assert found.to_decide.splitlines() == [
        "1. Actor “Northern Front”: kind: anna armed_group, model people; nine of ten such are people (0.91)",
        "2. Date “Monday”: model marked it, anna did not (0.50)",
        "3. holder “rejects the ferry ban” → “Ines Varga”: anna marked it, model did not",
    ]
    empty = make_question(item, FERRY, None, {}, SCHEME)
    assert set(words(empty)) == {"Northern Front", "Monday"}
    assert empty.relations == (), "one of its ends is not there"


def test_long_words_are_cut_short() -> None:
    whole = span(FERRY, "t1", "threat", FERRY.text[10:160].strip(), mode="force", conditional="no", status="made")
    found = asked(label_set(FERRY, [VARGA, whole]), label_set(FERRY, [VARGA], annotator="ben"))
    assert "…”: anna marked it, ben did not" in found.to_decide
    assert len(found.to_decide) < 120


@settings(max_examples=60)
@given(st.data())
def test_whatever_is_open_can_be_shown(data: st.DataObject) -> None:
    article = data.draw(articles())
    found = [data.draw(label_sets(article, annotator=name)) for name in ("anna", "ben", "carl")]
    (ruling,) = adjudicate(found, NEWS_CONFLICT, data.draw(st.sampled_from(["majority", "intersection"]))).rulings
    for item in to_queue([ruling]):
        settled = data.draw(st.sampled_from([ruling.gold, None]))
        question = make_question(item, article, settled, {}, NEWS_CONFLICT)
        faults = errors_in(check_labels(question.spans, sorted(question.relations), NEWS_CONFLICT, article.text))
        assert {fault.code for fault in faults} <= {"attribute-missing"}
        assert to_results(question.spans, question.relations, article.text, NEWS_CONFLICT, notes=question.notes)
        assert question.notes.keys() <= {one.id for one in question.spans}
        assert len(question.to_decide.splitlines()) == len(item.cases)
        if settled is not None:
            shown = {(one.type, one.start, one.end) for one in question.spans}
            assert shown >= {(one.type, one.start, one.end) for one in settled.spans}
