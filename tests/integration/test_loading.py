"""What plain `datasets` makes of a corpus, against rows that are worked out here without the corpus room."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import polars
import pytest
from datasets import ClassLabel, Features, List, Value

from standoff.corpus import Fractions, build
from standoff.labels import LabelStore
from standoff.records import LabelSet
from tests.integration.plain_loader import described
from tests.projects import (
    BRIDGE,
    BRIDGE_LABELS,
    FAIR,
    FERRY,
    FERRY_LABELS,
    SCHEME,
    TEXTS,
    label_set,
    write_project,
    write_seeds,
)

Loaded = dict[str, Any]
Load = Callable[[Path], Loaded]

DAYS = {"01_ferry": "2026-04-28", "02_bridge": "2026-04-29", "03_fair": "2026-04-30"}
SPLITS = {"01_ferry": "train", "02_bridge": "validation", "03_fair": "test"}
SENTENCES = {
    "01_ferry": [
        "Ines Varga rejects the ferry ban.",
        "The U.S.\u202fenvoy said on Monday that 8,600 people wait in Quelle’s port.",
        "“We will close the strait unless the ban ends,” the Northern Front warned.",
    ],
    "02_bridge": [
        "Quelle supports the bridge plan 😀.",
        "Nobody else spoke.",
        "Arda took no side in the dispute last week.",
    ],
    "03_fair": ["The fair in Quelle opened on Friday.", "It rained."],
}
TOKENS = {
    "01_ferry": [
        "Ines Varga rejects the ferry ban .",
        "The U.S. envoy said on Monday that 8,600 people wait in Quelle ’s port .",
        "“ We will close the strait unless the ban ends , ” the Northern Front warned .",
    ],
    "02_bridge": [
        "Quelle supports the bridge plan 😀 .",
        "Nobody else spoke .",
        "Arda took no side in the dispute last week .",
    ],
}
SPAN_ATTRIBUTES = {
    "actor": ["kind", "mention", "country"],
    "date": ["type", "value", "mod"],
    "stance": ["polarity", "target", "voice"],
    "threat": ["mode", "conditional", "status"],
}


def build_corpus(project: Path) -> Path:
    for name, day in DAYS.items():
        write_seeds(project / "seeds", {name: TEXTS[name]}, day)
    thirds = Fractions(1 / 3, 1 / 3, 1 / 3)
    places: dict[str, Any] = {name: project / name for name in ("seeds", "labels", "corpus")}
    return build(scheme=SCHEME, by_time=True, fractions=thirds, **places).corpus


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_project(tmp_path)
    LabelStore(tmp_path / "labels").put([label_set(BRIDGE, annotator="m", origin="machine")])
    return tmp_path


def classes(*names: str) -> ClassLabel:
    return ClassLabel(names=list(names))


SPAN = {
    "id": Value("string"),
    "type": classes("actor", "date", "stance", "threat"),
    "start": Value("int32"),
    "end": Value("int32"),
    "text": Value("string"),
    "actor_kind": classes("person", "state", "organization", "armed_group", "people"),
    "actor_mention": classes("name", "nominal", "pronoun"),
    "actor_country": Value("string"),
    "date_type": classes("DATE", "TIME", "DURATION", "SET"),
    "date_value": Value("string"),
    "date_mod": classes(
        *("BEFORE", "AFTER", "ON_OR_BEFORE", "ON_OR_AFTER", "LESS_THAN", "MORE_THAN", "EQUAL_OR_LESS"),
        *("EQUAL_OR_MORE", "START", "MID", "END", "APPROX"),
    ),
    "stance_polarity": classes("favor", "against", "neutral"),
    "stance_target": Value("string"),
    "stance_voice": classes("author", "quoted", "paraphrased"),
    "threat_mode": classes("force", "sanction", "restrict", "expel", "relations", "unspecified", "other"),
    "threat_conditional": classes("yes", "no"),
    "threat_status": classes("made", "reported", "denied", "withdrawn"),
}
RELATION = {
    "type": classes("holder", "source", "recipient", "deadline"),
    "from_id": Value("string"),
    "to_id": Value("string"),
}


def strings(*names: str) -> dict[str, Value]:
    return dict.fromkeys(names, Value("string"))


def int32s(*names: str) -> dict[str, Value]:
    return dict.fromkeys(names, Value("int32"))


FEATURES = {
    "articles": Features(
        strings("id")
        | {"dct": Value("date32")}
        | strings("title", "source", "url", "origin", "text", "sha256", "group", "annotator")
        | {"spans": List(SPAN), "relations": List(RELATION)}
    ),
    "sentences": Features(
        strings("article_id", "group", "annotator")
        | {"dct": Value("date32")}
        | int32s("index", "start", "end")
        | {"text": Value("string"), "spans": List(SPAN)}
    ),
    "tokens": Features(
        strings("article_id", "group", "annotator")
        | {"index": Value("int32"), "tokens": List(Value("string"))}
        | {"starts": List(Value("int32")), "ends": List(Value("int32"))}
        | {f"{name}_tags": List(classes("O", f"B-{name}", f"I-{name}")) for name in SPAN_ATTRIBUTES}
    ),
    "stance": Features(
        strings("article_id", "group", "annotator")
        | {"dct": Value("date32")}
        | int32s("start", "end")
        | {"text": Value("string")}
        | int32s("span_start", "span_end")
        | strings("holder", "target")
        | {"label": classes("favor", "against", "neutral", "none"), "voice": classes("author", "quoted", "paraphrased")}
    ),
    "annotations": Features(
        strings("article_id", "sha256")
        | {"dct": Value("date32")}
        | strings("annotator", "origin", "tool", "scheme")
        | {"scheme_version": Value("int32")}
        | dict.fromkeys(("created", "updated"), Value("timestamp[us, tz=UTC]"))
        | {"lead_time": Value("float64"), "spans": List(SPAN), "relations": List(RELATION)}
    ),
}


def expected_spans(labels: LabelSet | None, text: str, start: int = 0, end: int = 10_000) -> list[dict[str, Any]]:
    rows = []
    for span in labels.spans if labels else ():
        if not start <= span.start < span.end <= end:
            continue
        row: dict[str, Any] = {"id": span.id, "type": list(SPAN_ATTRIBUTES).index(span.type)}
        row |= {"start": span.start - start, "end": span.end - start, "text": text[span.start : span.end]}
        for type_, attributes in SPAN_ATTRIBUTES.items():
            for name in attributes:
                value = span.attributes.get(name) if span.type == type_ else None
                feature = SPAN[f"{type_}_{name}"]
                is_class = isinstance(feature, ClassLabel) and value is not None
                row[f"{type_}_{name}"] = feature.names.index(value) if is_class else value
        rows.append(row)
    return rows


def expected_relations(labels: LabelSet | None) -> list[dict[str, Any]]:
    names = RELATION["type"].names
    return [
        {"type": names.index(relation.type), "from_id": relation.from_id, "to_id": relation.to_id}
        for relation in (labels.relations if labels else ())
    ]


def provenance(article_id: str, labels: LabelSet | None) -> dict[str, Any]:
    return {"article_id": article_id, "group": article_id, "annotator": labels.annotator if labels else None}


def expected_rows(config: str) -> dict[str, list[dict[str, Any]]]:
    """Work out the rows of a config by split."""
    found: dict[str, list[dict[str, Any]]] = {}
    for item, labels in ((FERRY, FERRY_LABELS), (BRIDGE, BRIDGE_LABELS), (FAIR, None)):
        rows = list(_expected(config, item.id, item.text, item.sha256, labels))
        if rows:
            found[SPLITS[item.id]] = rows
    return found


def _expected(config: str, name: str, text: str, sha256: str, labels: LabelSet | None) -> Any:
    if config == "articles":
        yield (
            {"id": name, "dct": DAYS[name], "title": None, "source": None, "url": None, "origin": None}
            | {"text": text, "sha256": sha256, "group": name, "annotator": labels.annotator if labels else None}
            | {"spans": expected_spans(labels, text), "relations": expected_relations(labels)}
        )
    if config == "annotations":
        other = label_set(BRIDGE, annotator="m", origin="machine")
        for found in [*([labels] if labels else []), *([other] if name == "02_bridge" else [])]:
            yield (
                {"article_id": name, "sha256": sha256, "dct": DAYS[name], "annotator": found.annotator}
                | {"origin": found.origin, "tool": found.tool or None, "scheme": "news-conflict", "scheme_version": 2}
                | {"created": "2026-05-04T12:00:00+00:00", "updated": "2026-05-04T12:00:00+00:00"}
                | {"lead_time": found.lead_time, "spans": expected_spans(found, text)}
                | {"relations": expected_relations(found)}
            )
    for index, sentence in enumerate(SENTENCES[name] if config in ("sentences", "tokens", "stance") else ()):
        start = text.index(sentence)
        end = start + len(sentence)
        if config == "sentences":
            place = {"dct": DAYS[name], "index": index, "start": start, "end": end, "text": sentence}
            yield provenance(name, labels) | place | {"spans": expected_spans(labels, text, start, end)}
        elif labels and config == "tokens":
            yield _expected_tokens(name, text, labels, index, start)
        elif labels:
            place = {"dct": DAYS[name], "start": start, "end": end, "text": sentence}
            yield provenance(name, labels) | place | _expected_stance(labels, text, start, end)


def _expected_tokens(name: str, text: str, labels: LabelSet, index: int, start: int) -> dict[str, Any]:
    tokens = TOKENS[name][index].split()
    starts, at = [], start
    for token in tokens:
        starts.append(text.index(token, at))
        at = starts[-1] + len(token)
    row = provenance(name, labels) | {"index": index, "tokens": tokens, "starts": starts}
    row["ends"] = [place + len(token) for place, token in zip(starts, tokens, strict=True)]
    for type_ in SPAN_ATTRIBUTES:
        spans = [span for span in labels.spans if span.type == type_]
        row[f"{type_}_tags"] = [
            next((1 if span.start == place else 2 for span in spans if span.start <= place < span.end), 0)
            for place in starts
        ]
    return row


def _expected_stance(labels: LabelSet, text: str, start: int, end: int) -> dict[str, Any]:
    for span in labels.spans:
        if span.type == "stance" and start <= span.start < end:
            holder = {r.from_id: labels.span(r.to_id) for r in labels.relations}[span.id]
            assert holder is not None
            return {
                "span_start": span.start - start,
                "span_end": span.end - start,
                "holder": text[holder.start : holder.end],
                "target": span.attributes["target"],
                "label": ["favor", "against", "neutral"].index(span.attributes["polarity"]),
                "voice": 0,
            }
    return dict.fromkeys(("span_start", "span_end", "holder", "target", "voice")) | {"label": 3}


def test_every_config_and_split_is_what_was_meant(project: Path, every_load: Load) -> None:
    loaded = every_load(build_corpus(project))
    assert loaded.pop("default") == {"train": 1, "validation": 1, "test": 1}
    assert set(loaded) == set(FEATURES)
    for config, splits in loaded.items():
        expected = expected_rows(config)
        assert list(splits) == list(expected)
        for split, found in splits.items():
            assert found["rows"] == expected[split], (config, split)
            assert found["streamed_rows"] == expected[split]
            assert found["features"] == found["streamed_features"] == described(FEATURES[config])
            assert found["split_alone"] == len(expected[split])


def plain(rows: list[dict[str, Any]]) -> Any:
    """Return rows as the loader prints them."""
    return json.loads(json.dumps(rows, default=lambda value: value.isoformat()))


def test_other_readers_see_the_same(project: Path) -> None:
    corpus = build_corpus(project)
    for config in FEATURES:
        expected = [row for rows in expected_rows(config).values() for row in rows]
        pattern = str(corpus / "data" / config / "*.parquet")
        name = "id" if config == "articles" else "article_id"
        by_polars = polars.read_parquet(pattern).sort(name, maintain_order=True).to_dicts()
        assert plain(by_polars) == expected
        duckdb.sql("set timezone = 'UTC'")
        by_duckdb: Any = duckdb.sql(f"from '{pattern}' order by {name}, file_row_number")
        assert plain(by_duckdb.to_arrow_table().to_pylist()) == expected


@pytest.mark.parametrize("kept", [False, True], ids=["as built", "with its times kept"])
def test_a_rebuilt_corpus_is_never_read_stale(project: Path, every_load: Load, kept: bool) -> None:
    corpus = build_corpus(project)
    assert every_load(corpus)["stance"]["train"]["rows"][0]["target"] == "ferry ban"
    stance = next(span for span in FERRY_LABELS.spans if span.type == "stance")
    # The new value is as long as the old one.
    changed = replace(stance, attributes={**stance.attributes, "target": "Ferry Ban"})
    spans = [changed if span is stance else span for span in FERRY_LABELS.spans]
    LabelStore(project / "labels").put([FERRY_LABELS.with_labels(spans, FERRY_LABELS.relations)])
    times = {path: path.stat().st_mtime_ns for path in corpus.rglob("*")}
    build_corpus(project)
    for path in corpus.rglob("*") if kept else ():
        os.utime(path, ns=(min(times.values()), min(times.values())))
    loaded = every_load(corpus)
    assert loaded["stance"]["train"]["rows"][0]["target"] == "Ferry Ban"
    assert loaded["articles"]["train"]["rows"][0]["spans"] != expected_rows("articles")["train"][0]["spans"]


def test_another_corpus_of_the_same_name_is_not_mixed_up(project: Path, every_load: Load) -> None:
    corpus = build_corpus(project)
    first = every_load(corpus)
    other = project / "other"
    write_seeds(other / "seeds", {"09_other": "Another text. It is short."})
    places: dict[str, Any] = {name: other / name for name in ("seeds", "labels", "corpus")}
    build(scheme=SCHEME, fractions=Fractions(1, 0, 0), **places)
    second = every_load(other / "corpus")
    assert [row["id"] for row in second["articles"]["train"]["rows"]] == ["09_other"]
    shutil.move(corpus, other / "moved")
    shutil.move(other / "corpus", corpus)
    assert every_load(corpus) == second
    assert every_load(other / "moved") == first
