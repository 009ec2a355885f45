from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from standoff.corpus.gold import POLICIES, Gold, choose_gold, not_complete
from standoff.records import Adjudication
from tests.projects import BRIDGE, FAIR, FERRY, label_set


def by(annotator: str, article=FERRY, origin: str = "human"):  # type: ignore[no-untyped-def]
    return label_set(article, annotator=annotator, origin=origin)


def test_the_adjudicated_label_set_comes_before_all_others() -> None:
    decided = by("gold")
    chosen = choose_gold([by("anna"), by("ben")], [decided])
    assert chosen["01_ferry"].labels is decided
    assert chosen["01_ferry"].policy == "adjudicated"


def test_the_only_label_set() -> None:
    (gold,) = choose_gold([by("m", origin="machine")]).values()
    assert (gold.labels.annotator, gold.policy) == ("m", "only")


def test_human_comes_before_imported_before_machine() -> None:
    sets = [by("a", origin="machine"), by("b", origin="imported"), by("c")]
    assert choose_gold(sets)["01_ferry"].labels.annotator == "c"
    assert choose_gold(sets[:2])["01_ferry"].labels.annotator == "b"
    assert choose_gold(sets[:2])["01_ferry"].policy == "preferred"


def test_then_the_annotator_with_more_label_sets_and_then_the_name() -> None:
    assert choose_gold([by("anna"), by("ben"), by("ben", BRIDGE)])["01_ferry"].labels.annotator == "ben"
    assert choose_gold([by("ben"), by("anna")])["01_ferry"].labels.annotator == "anna"


def test_a_named_annotator_comes_before_adjudication_where_there_is_one() -> None:
    chosen = choose_gold([by("anna"), by("ben"), by("ben", BRIDGE)], [by("gold"), by("gold", FAIR)], annotator="anna")
    assert {name: (gold.labels.annotator, gold.policy) for name, gold in chosen.items()} == {
        "01_ferry": ("anna", "named"),
        "02_bridge": ("ben", "only"),
        "03_fair": ("gold", "adjudicated"),
    }


def test_adjudicated_labels_count_once_nothing_of_them_is_open() -> None:
    waiting = replace(by("gold"), adjudication=Adjudication("majority", ("anna", "ben"), open=2))
    complete = replace(by("gold"), adjudication=Adjudication("majority", ("anna", "ben")))
    several = choose_gold([by("anna"), by("ben")], [waiting])["01_ferry"]
    assert (several.labels.annotator, several.policy, several.incomplete) == ("anna", "preferred", waiting)
    alone = choose_gold([], [waiting])["01_ferry"]
    assert (alone.labels, alone.policy, alone.incomplete) == (waiting, "incomplete", waiting)
    assert choose_gold([by("anna")], [waiting], annotator="anna")["01_ferry"].incomplete is None
    assert choose_gold([by("anna")], [complete])["01_ferry"] == Gold(complete, "adjudicated")


def test_what_is_not_complete_is_named_with_what_to_do() -> None:
    path = Path("labels/gold.jsonl")
    found = [not_complete("01_ferry", 2, "anna", path), not_complete("03_fair", 1, "", path)]
    assert [(finding.code, finding.message) for finding in found] == [
        ("gold-open", "the adjudicated labels of '01_ferry' are not complete (2 open): those of anna are taken"),
        ("gold-open", "the adjudicated labels of '03_fair' are not complete (1 open): taken all the same"),
    ]
    assert all("standoff studio adjudicate push" in finding.hint for finding in found)


def test_every_policy_is_explained() -> None:
    assert list(POLICIES) == ["named", "adjudicated", "only", "preferred", "incomplete"]
    assert choose_gold([]) == {}
