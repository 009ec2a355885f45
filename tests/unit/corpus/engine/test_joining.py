from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.articles.chunks import cut
from standoff.articles.listing import list_files
from standoff.corpus.engine.cache import Cache
from standoff.corpus.engine.catalogue import Source, make_catalogue
from standoff.corpus.engine.golding import CHOSEN, OWN, choose
from standoff.corpus.engine.indexing import IndexSpec, index_chunk
from standoff.corpus.engine.joining import GOLD, LabelTable, check_specs, join
from standoff.corpus.engine.labelling import ReadSpec, check_labels, cut_labels, read_labels
from standoff.corpus.engine.log import Log
from standoff.corpus.gold import choose_gold
from standoff.errors import Finding
from standoff.labels import LabelStore, dump_lines, join_labels
from standoff.labels.store import read_lines
from standoff.records import Adjudication, Article, LabelSet, Verdict, to_json
from tests.projects import BRIDGE, BRIDGE_LABELS, FAIR, FERRY, FERRY_LABELS, SCHEME, TEXTS, label_set, span, write_seeds

NOT_OURS = label_set(Article("gone", FERRY.dct, "Another text."))
OPEN = Adjudication("majority", ("anna", "ben"), open=1)
STORES: dict[str, dict[str, Sequence[LabelSet] | bytes]] = {
    "sound": {"anna": [FERRY_LABELS, BRIDGE_LABELS], "ben": [label_set(FERRY, annotator="ben")]},
    "gold": {
        "anna": [FERRY_LABELS],
        "ben": [label_set(FERRY, annotator="ben", origin="machine"), label_set(FAIR, annotator="ben")],
        "gold": [
            replace(label_set(FERRY, annotator="gold"), adjudication=replace(OPEN, open=0)),
            replace(label_set(FAIR, annotator="gold"), adjudication=OPEN),
            replace(label_set(BRIDGE, annotator="gold"), adjudication=OPEN),
        ],
    },
    "without text": {"anna": [FERRY_LABELS, NOT_OURS], "ben": [replace(NOT_OURS, annotator="ben")]},
    "stale": {"anna": [replace(FERRY_LABELS, sha256=NOT_OURS.sha256), BRIDGE_LABELS]},
    "renamed twice": {"anna": [replace(FERRY_LABELS, article_id="00"), FERRY_LABELS]},
    "faulty": {
        "anna": [replace(FERRY_LABELS, scheme="other"), label_set(BRIDGE, [span(BRIDGE, "x", "actor", "Quelle")])],
        "ben": b"not json\n\n{}\n[1]\n" + dump_lines([BRIDGE_LABELS]),
    },
    "odd adjudications": {
        "anna": [replace(FERRY_LABELS, adjudication=replace(OPEN, open=-(2**40))), BRIDGE_LABELS],
        "gold": [
            replace(label_set(FERRY, annotator="gold"), adjudication=replace(OPEN, open=2**40)),
            replace(label_set(BRIDGE, annotator="gold"), adjudication=replace(OPEN, verdicts={"x": Verdict(("eve",))})),
        ],
    },
    "out of order": {"anna": dump_lines([FERRY_LABELS]) + dump_lines([BRIDGE_LABELS]) + dump_lines([FERRY_LABELS])},
    "empty": {"anna": b""},
}

ODD: list[Any] = [
    *(
        None,
        True,
        -1,
        0,
        10,
        10**6,
        2**63,
        0.5,
        "",
        "a",
        "a b",
        "é",
        "actor",
        "stance",
        "holder",
        "state",
        [],
        ["a"],
        {},
    ),
    {"policy": "majority", "annotators": ["anna"], "open": -1, "verdicts": {}},
    {"policy": "majority", "annotators": ["anna"], "open": 2, "verdicts": {"x": {"supporters": ["eve"], "how": {}}}},
]


def write_store(root: Path, files: dict[str, Sequence[LabelSet] | bytes]) -> LabelStore:
    store = LabelStore(root)
    for name, content in files.items():
        path = store.gold_path if name == "gold" else store.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else dump_lines(content))
    return store


@pytest.mark.parametrize("name", STORES)
def test_label_sets_are_joined_and_gold_is_chosen_as_by_the_plain_functions(tmp_path: Path, name: str) -> None:
    join_and_choose(tmp_path, STORES[name])


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """A line of labels of which one value is another, or not there."""
    value = to_json(draw(st.sampled_from([FERRY_LABELS, BRIDGE_LABELS])))
    inner = [value, *value["spans"], *(span["attributes"] for span in value["spans"]), *value["relations"]]
    changed = draw(st.sampled_from(inner))
    keys = [key for key in changed if key != "article_id"]
    key = draw(st.sampled_from([*keys, "adjudication", "other"]))
    if draw(st.booleans()):
        changed[key] = draw(st.sampled_from(ODD) | st.sampled_from(list(changed.values())))
    else:
        changed.pop(key, None)
    return orjson.dumps(value) + b"\n"


@settings(max_examples=40)
@given(st.lists(spoilt(), min_size=1, max_size=4), st.sampled_from(["ben", "gold"]))
def test_spoilt_lines_are_judged_as_by_the_plain_functions(lines: list[bytes], name: str) -> None:
    content = b"".join(lines).replace(b'"annotator":"anna"', f'"annotator":"{name}"'.encode())
    with tempfile.TemporaryDirectory() as folder:
        join_and_choose(Path(folder), {"anna": [FERRY_LABELS], name: content})


def join_and_choose(tmp_path: Path, files: dict[str, Sequence[LabelSet] | bytes]) -> None:
    store = write_store(tmp_path / "labels", files)
    cache = Cache(tmp_path / "cache")
    seeds = write_seeds(tmp_path / "seeds", TEXTS)
    chunks = [item for item in cut(list_files([seeds])) if not isinstance(item, Finding)]
    indexed = [(Source.of(chunk), index_chunk(IndexSpec(chunk, cache.root))) for chunk in chunks]
    catalogue, _ = make_catalogue(cache, indexed)
    pieces = [chunk for path in store.files() for chunk in cut_labels(path, Path())]
    read = [(chunk, read_labels(ReadSpec(chunk, cache.root))) for chunk in pieces]
    checked = [check_labels(spec) for spec in check_specs(cache, read, catalogue, SCHEME)]
    log = Log()
    table = join(cache, store, [(*found, labels) for found, labels in zip(read, checked, strict=True)], catalogue, log)

    expected = join_labels(store, SCHEME, [FERRY, BRIDGE, FAIR])
    assert sorted(map(str, log.findings)) == sorted(map(str, expected.findings))
    assert table.left_out == expected.left_out
    faults = [fault for path in store.files() for fault in read_lines(path) if isinstance(fault, Finding)]
    assert table.left_out_by.total() == len(expected.left_out) + len({(fault.path, fault.line) for fault in faults})
    ids = catalogue.ids.to_pylist()
    rows = [(ids[table.article[row]], annotator(table, row)) for row in range(len(table.article))]
    assert [row for row in rows if row[1] != "gold"] == [
        (found.article_id, found.annotator) for found in expected.label_sets
    ]
    assert [row[0] for row in rows if row[1] == "gold"] == [found.article_id for found in expected.adjudicated]

    gold_log = Log()
    use, account = choose(table, catalogue, "", store.gold_path, gold_log)
    chosen = choose_gold(expected.label_sets, expected.adjudicated)
    assert {rows[row][0]: rows[row][1] for row in range(len(rows)) if use[row] & CHOSEN} == {
        article_id: "gold" if found.labels in expected.adjudicated else found.labels.annotator
        for article_id, found in chosen.items()
    }
    assert [bool(use[row] & OWN) for row in range(len(rows))] == [row[1] != "gold" for row in rows]
    assert sum(account.policies.values()) == len(chosen)
    assert {policy for policy, number in account.policies.items() if number} == {
        found.policy for found in chosen.values()
    }
    assert account.incomplete == [article_id for article_id, found in chosen.items() if found.incomplete]
    assert len(gold_log.findings) == len(account.incomplete)


def annotator(table: LabelTable, row: int) -> str:
    number = table.annotator[row]
    return "gold" if number == GOLD else table.annotators[number]
