from __future__ import annotations

from typing import Any

import pytest

from standoff.corpus.blocks import Block
from standoff.corpus.features import corpus_columns
from standoff.corpus.items import Item
from standoff.corpus.views import LOSSES, VIEWS
from standoff.records import Relation
from tests.projects import (
    BRIDGE,
    BRIDGE_LABELS,
    FAIR,
    FERRY,
    FERRY_LABELS,
    NOON,
    SCHEME,
    article,
    label_set,
    span,
)

ITEMS = [
    Item(FERRY, "01_ferry", FERRY_LABELS, (FERRY_LABELS,)),
    Item(BRIDGE, "g", BRIDGE_LABELS, (BRIDGE_LABELS, label_set(BRIDGE, annotator="ben", origin="machine"))),
    Item(FAIR, "03_fair"),
]


def view(config: str, *items: Item) -> tuple[list[dict[str, Any]], dict[str, int]]:
    columns = corpus_columns(SCHEME)[config]
    table, losses = VIEWS[config](Block(items or ITEMS, SCHEME), columns.arrow_schema)
    assert table.schema.equals(columns.arrow_schema, check_metadata=True)
    assert losses.keys() <= LOSSES.keys()
    return table.to_pylist(), dict(+losses)


def test_articles() -> None:
    rows, losses = view("articles")
    assert losses == {}
    ferry, bridge, fair = rows
    assert (ferry["id"], ferry["dct"], ferry["text"], ferry["sha256"]) == (
        FERRY.id,
        FERRY.dct,
        FERRY.text,
        FERRY.sha256,
    )
    assert [ferry[name] for name in ("title", "source", "url", "origin")] == [None] * 4
    assert (bridge["group"], bridge["annotator"]) == ("g", "anna")
    assert (fair["annotator"], fair["spans"], fair["relations"]) == (None, [], [])
    actor = ferry["spans"][0]
    assert {name: value for name, value in actor.items() if value is not None} == {
        "id": "a1",
        "type": 0,
        "start": 0,
        "end": 10,
        "text": "Ines Varga",
        "actor_kind": 0,
        "actor_mention": 0,
    }
    assert ferry["relations"][1] == {"type": 1, "from_id": "t1", "to_id": "a2"}


def test_articles_keep_what_is_known_of_them() -> None:
    known = article("x", "Text.", title="A title", source="A paper", url="about:blank", origin="machine-written")
    ((row,), _) = view("articles", Item(known, "x"))
    assert [row[name] for name in ("title", "source", "url", "origin")] == [
        "A title",
        "A paper",
        "about:blank",
        "machine-written",
    ]


def test_sentences_have_offsets_of_their_own() -> None:
    rows, losses = view("sentences")
    assert losses == {}
    assert [(row["article_id"], row["index"]) for row in rows] == [
        *(("01_ferry", index) for index in range(3)),
        *(("02_bridge", index) for index in range(3)),
        *(("03_fair", index) for index in range(2)),
    ]
    texts = {item.article.id: item.article.text for item in ITEMS}
    for row in rows:
        assert row["text"] == texts[row["article_id"]][row["start"] : row["end"]]
        for found in row["spans"]:
            assert row["text"][found["start"] : found["end"]] == found["text"]
    assert [found["text"] for found in rows[2]["spans"]] == [
        "will close the strait unless the ban ends",
        "Northern Front",
    ]
    assert {row["annotator"] for row in rows[6:]} == {None}


def test_spans_that_cross_a_sentence_are_counted() -> None:
    crossing = label_set(FAIR, [span(FAIR, "d1", "date", "Friday. It", type="DATE", value="2026-05-01")])
    for config in ("sentences", "tokens"):
        rows, losses = view(config, Item(FAIR, "03_fair", crossing))
        assert losses == {"spans-across-sentences": 1}
        assert len(rows) == 2


def test_tokens_only_of_labelled_articles() -> None:
    rows, losses = view("tokens")
    assert losses == {}
    assert {row["article_id"] for row in rows} == {"01_ferry", "02_bridge"}
    first = rows[0]
    assert first["tokens"] == ["Ines", "Varga", "rejects", "the", "ferry", "ban", "."]
    assert first["actor_tags"] == [1, 2, 0, 0, 0, 0, 0]
    assert first["stance_tags"] == [0, 0, 1, 2, 2, 2, 0]
    assert first["date_tags"] == first["threat_tags"] == [0] * 7
    assert (first["starts"][1], first["ends"][1]) == (5, 10)
    assert rows[1]["starts"][0] == FERRY.text.index("The U.S.")


def test_tokens_count_what_tags_cannot_hold() -> None:
    labels = label_set(
        FAIR,
        [
            span(FAIR, "a1", "actor", "fair in Quelle", kind="people", mention="nominal"),
            span(FAIR, "a2", "actor", "Quelle", kind="state", mention="name"),
            span(FAIR, "a3", "actor", "open", kind="people", mention="nominal"),
        ],
    )
    _, losses = view("tokens", Item(FAIR, "03_fair", labels))
    assert losses == {"spans-in-same-type": 1, "spans-within-tokens": 1}


def test_stances_with_their_sentence_and_sentences_without_one() -> None:
    rows, losses = view("stance")
    assert losses == {}
    names = SCHEME.stance_labels
    assert [(row["article_id"], names[row["label"]], row["holder"], row["target"]) for row in rows] == [
        ("01_ferry", "against", "Ines Varga", "ferry ban"),
        ("01_ferry", "none", None, None),
        ("01_ferry", "none", None, None),
        ("02_bridge", "favor", "Quelle", "bridge plan"),
        ("02_bridge", "none", None, None),
        ("02_bridge", "neutral", "Arda", "dispute"),
    ]
    assert rows[0]["text"] == "Ines Varga rejects the ferry ban."
    assert rows[0]["text"][rows[0]["span_start"] : rows[0]["span_end"]] == "rejects the ferry ban"
    assert (rows[1]["span_start"], rows[1]["span_end"], rows[1]["voice"]) == (None, None, None)
    assert FERRY.text[rows[1]["start"] : rows[1]["end"]] == rows[1]["text"]
    assert rows[0]["voice"] == 0


def test_a_stance_across_sentences_has_them_all_and_two_in_one_have_two_rows() -> None:
    stance = {"target": "rain", "voice": "author"}
    labels = label_set(
        FAIR,
        [
            span(FAIR, "s1", "stance", "opened", polarity="favor", **stance),
            span(FAIR, "s2", "stance", "Friday. It", polarity="neutral", **stance),
        ],
    )
    rows, _ = view("stance", Item(FAIR, "03_fair", labels))
    assert [row["text"] for row in rows] == ["The fair in Quelle opened on Friday.", FAIR.text]
    assert rows[1]["text"][rows[1]["span_start"] : rows[1]["span_end"]] == "Friday. It"


def test_the_first_of_several_holders_is_given_and_the_others_are_counted() -> None:
    more = FERRY_LABELS.with_labels(FERRY_LABELS.spans, [*FERRY_LABELS.relations, Relation("holder", "s1", "a2")])
    rows, losses = view("stance", Item(FERRY, "01_ferry", more))
    assert losses == {"further-holders": 1}
    assert rows[0]["holder"] == "Ines Varga"


def test_annotations_have_every_label_set_with_its_provenance() -> None:
    rows, _ = view("annotations")
    assert [(row["article_id"], row["annotator"], row["origin"]) for row in rows] == [
        ("01_ferry", "anna", "human"),
        ("02_bridge", "anna", "human"),
        ("02_bridge", "ben", "machine"),
    ]
    assert (rows[0]["created"], rows[0]["lead_time"], rows[0]["tool"]) == (NOON, 61.5, "Label Studio 1.23.2")
    assert (rows[2]["lead_time"], rows[2]["tool"], rows[2]["spans"], rows[2]["relations"]) == (None, None, [], [])


@pytest.mark.parametrize("config", list(VIEWS))
def test_no_articles_give_no_rows(config: str) -> None:
    columns = corpus_columns(SCHEME)[config]
    table, _ = VIEWS[config](Block([], SCHEME), columns.arrow_schema)
    assert table.num_rows == 0
    assert table.schema.equals(columns.arrow_schema)


def test_sentences_of_labelled_articles_are_the_same_alone_and_among_others() -> None:
    among, alone = Block(ITEMS[::-1], SCHEME), Block([item for item in ITEMS[::-1] if item.gold], SCHEME)
    for name in ("counts", "item", "index", "start", "end"):
        assert len(getattr(among.sentences, name))
        found, expected = (getattr(block.labelled.sentences, name) for block in (among, alone))
        assert found.tolist() == expected.tolist()
