from __future__ import annotations

from standoff.corpus.gold import POLICIES, choose_gold
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


def test_every_policy_is_explained() -> None:
    assert list(POLICIES) == ["named", "adjudicated", "only", "preferred"]
    assert choose_gold([]) == {}
