from __future__ import annotations

from dataclasses import replace

from standoff.labelstudio.changes import lost_by
from standoff.labelstudio.interface import interface_xml
from standoff.scheme import load_scheme

SCHEME = load_scheme("news-conflict")


def test_an_interface_loses_nothing_to_itself_or_a_larger_one() -> None:
    smaller = replace(SCHEME, spans={"date": SCHEME.spans["date"]}, relations={})
    assert lost_by(interface_xml(SCHEME), interface_xml(SCHEME)) == []
    assert lost_by(interface_xml(smaller), interface_xml(SCHEME)) == []


def test_what_is_lost_is_named() -> None:
    stance = SCHEME.spans["stance"]
    polarity = stance.attributes["polarity"]
    values = {name: text for name, text in polarity.values.items() if name != "neutral"}
    attributes = {"polarity": replace(polarity, values=values), "voice": stance.attributes["voice"]}
    smaller = replace(
        SCHEME,
        spans={**SCHEME.spans, "stance": replace(stance, attributes=attributes)},
        relations={name: link for name, link in SCHEME.relations.items() if name != "holder"},
    )
    assert lost_by(interface_xml(SCHEME), interface_xml(smaller)) == [
        "attribute stance_target",
        "relation holder",
        "stance_polarity=neutral",
    ]


def test_of_what_cannot_be_read_nothing_is_known() -> None:
    assert lost_by("", "<View/>") == lost_by("<View>", "<View/>") == []
