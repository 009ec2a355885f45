"""Faults seeded into copies of the corpus in this repository: each must be told, alone, with its file, row and cure.

Most are seeded as somebody would who knows how a corpus is made: digests, names of files, numbers of rows and metadata
are worked out anew, so that nothing but the fault itself is left to be seen.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from datasets import Features

from standoff.corpus import verify
from standoff.corpus.croissant import describe_files
from standoff.corpus.kinds import Columns
from standoff.corpus.shards import ShardFile, config_digest, content_digest
from tests.integration.conftest import ROOT

Row = dict[str, Any]


@dataclass
class Forged:
    """A copy of the corpus whose contents may be changed and made to agree again."""

    folder: Path
    card: dict[str, Any] = field(default_factory=dict)
    page: str = ""

    def __post_init__(self) -> None:
        _, head, self.page = (self.folder / "README.md").read_text(encoding="utf-8").split("---\n", 2)
        self.card = yaml.safe_load(head)

    def files(self, config: str) -> Iterator[tuple[str, int, list[str]]]:
        """Yield split, position in its list, and the list, of every file of a config."""
        (entry,) = [entry for entry in self.card["configs"] if entry["config_name"] == config]
        for data in entry["data_files"]:
            for place in range(len(data["path"])):
                yield data["split"], place, data["path"]

    def path(self, config: str, split: str = "test") -> str:
        (found,) = [paths[place] for name, place, paths in self.files(config) if name == split]
        return found

    def info(self, config: str) -> dict[str, Any]:
        return next(info for info in self.card["dataset_info"] if info["config_name"] == config)

    def change_rows(self, config: str, change: Callable[[list[Row]], object]) -> None:
        path = self.folder / self.path(config)
        table = pq.read_table(path)
        rows = table.to_pylist()
        change(rows)
        pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)

    def write_card(self) -> None:
        text = f"---\n{yaml.safe_dump(self.card, sort_keys=False)}---\n{self.page}"
        (self.folder / "README.md").write_text(text, encoding="utf-8")

    def change_json(self, name: str, change: Callable[[Any], object]) -> None:
        path = self.folder / name
        value = json.loads(path.read_bytes())
        change(value)
        path.write_text(json.dumps(value), encoding="utf-8")

    def seal(self) -> None:
        """Make digests, names, numbers of rows, manifest and metadata agree with what the files hold."""
        manifest = json.loads((self.folder / "manifest.json").read_bytes())
        everything: list[ShardFile] = []
        columns: dict[str, Columns] = {}
        for config, told in manifest["configs"].items():
            sealed = []
            for split, place, paths in self.files(config):
                table = pq.read_table(self.folder / paths[place])
                columns[config] = Columns.from_features(Features.from_arrow_schema(table.schema))
                digest = content_digest(table, columns[config])
                name = re.sub(r"[0-9a-f]{12}(?=\.parquet)", digest[:12], paths[place])
                (self.folder / paths[place]).rename(self.folder / name)
                paths[place] = name
                data = (self.folder / name).read_bytes()
                sha256 = hashlib.sha256(data).hexdigest()
                sealed.append(ShardFile(config, split, name, len(table), 0, len(data), digest, sha256, {}))
            told["files"] = [
                {"path": f.path, "rows": f.rows, "bytes": f.size, "sha256": f.sha256, "digest": f.digest}
                for f in sealed
            ]
            told["digest"] = config_digest((file.split, file.digest) for file in sealed)
            for split in self.info(config)["splits"]:
                split["num_examples"] = sum(file.rows for file in sealed if file.split == split["name"])
            (entry,) = [entry for entry in self.card["configs"] if entry["config_name"] == config]
            entry["description"] = f"Content sha256: {told['digest']}"
            everything += sealed
        (self.folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        self.change_json("croissant.json", lambda found: found.update(describe_files(everything, columns)))
        self.write_card()


@pytest.fixture
def forged(tmp_path: Path) -> Forged:
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus", ignore=shutil.ignore_patterns(".*"))
    return Forged(tmp_path / "corpus")


def test_a_sealed_copy_has_no_fault(forged: Forged) -> None:
    forged.change_rows("stance", lambda rows: rows[0].update(holder="somebody"))
    forged.seal()
    assert verify(forged.folder) == ()


def span(rows: list[Row], row: int = 0, place: int = 0) -> Row:
    found: Row = rows[row]["spans"][place]
    return found


def first(rows: list[Row], wanted: Callable[[Row], bool]) -> Row:
    return next(row for row in rows if wanted(row))


ROWS: dict[str, tuple[str, Callable[[list[Row]], object], str, str]] = {
    "label out of range": ("articles", lambda rows: span(rows, 2).update(type=4), "label-range", "$[2].spans[0].type"),
    "negative label": ("stance", lambda rows: rows[7].update(label=-1), "label-range", "$[7].label"),
    "negative attribute": (
        "annotations",
        lambda rows: span(rows).update(actor_kind=-1),
        "label-range",
        "$[0].spans[0]",
    ),
    "tag out of range": (
        "tokens",
        lambda rows: rows[3]["date_tags"].__setitem__(0, 3),
        "label-range",
        "$[3].date_tags[0]",
    ),
    "negative offset": ("articles", lambda rows: span(rows, 1).update(start=-1), "offset", "$[1].spans[0].start"),
    "offset past the end": ("articles", lambda rows: span(rows, 1).update(end=99_999), "offset", "$[1].spans[0].start"),
    "empty span": (
        "articles",
        lambda rows: span(rows, 1).update(end=span(rows, 1)["start"]),
        "offset",
        "$[1].spans[0]",
    ),
    "shifted by one": (
        "articles",
        lambda rows: span(rows, 3).update(start=span(rows, 3)["start"] + 1, end=span(rows, 3)["end"] + 1),
        "surface",
        "$[3].spans[0].text",
    ),
    "words changed": ("annotations", lambda rows: span(rows, 4).update(text="other"), "surface", "$[4].spans[0].text"),
    "sentence shifted": ("sentences", lambda rows: rows[9].update(start=rows[9]["start"] + 1), "surface", "$[9].text"),
    "token shifted": ("tokens", lambda rows: rows[5]["starts"].__setitem__(2, 0), "surface", "$[5].tokens[2].text"),
    "token without a tag": ("tokens", lambda rows: rows[5]["actor_tags"].pop(), "length", "$[5].actor_tags"),
    "stance span too long": (
        "stance",
        lambda rows: first(rows, lambda row: row["span_end"] is not None).update(span_end=99_999),
        "offset",
        "].span_start",
    ),
    "stance without a span": (
        "stance",
        lambda rows: first(rows, lambda row: row["span_end"] is not None).update(span_start=None, span_end=None),
        "stance",
        "].span_start",
    ),
    "dangling relation": (
        "articles",
        lambda rows: rows[0]["relations"][0].update(to_id="nobody"),
        "relation-dangling",
        "$[0].relations[0].to_id",
    ),
    "span id twice": (
        "articles",
        lambda rows: rows[0]["spans"].append(rows[0]["spans"][0]),
        "span-id-twice",
        "$[0].spans",
    ),
    "attribute of another type": (
        "articles",
        lambda rows: first(rows[0]["spans"], lambda span: span["type"] == 0).update(date_value="2020"),
        "attribute",
        "$[0].spans",
    ),
    "null list": ("articles", lambda rows: rows[1].update(relations=None), "null", "$[1].relations"),
    "null text": ("sentences", lambda rows: rows[1].update(text=None), "null", "$[1].text"),
    "text changed": (
        "annotations",
        lambda rows: rows[1].update(sha256="0" * 64),
        "article-sha256",
        "$[1].sha256",
    ),
    "article twice": ("articles", lambda rows: rows.append(rows[0]), "article-twice", "].id"),
    "row twice": ("stance", lambda rows: rows.insert(4, rows[4]), "row-twice", "$[5]"),
    "sentence left out": ("sentences", lambda rows: rows.pop(4), "row-missing", "$[4].index"),
    "labels twice": ("annotations", lambda rows: rows.insert(1, rows[0]), "row-twice", "$[1]"),
    "rows apart": ("stance", lambda rows: rows.append(rows[0]), "row-order", "].article_id"),
    "unknown article": ("stance", lambda rows: rows[1].update(article_id="x"), "article-unknown", "$[1].article_id"),
    "other group": ("tokens", lambda rows: rows[1].update(group="x"), "article-group", "$[1].group"),
}


@pytest.mark.parametrize("fault", ROWS)
def test_a_fault_in_a_row_behind_good_digests(forged: Forged, fault: str) -> None:
    config, change, code, at = ROWS[fault]
    forged.change_rows(config, change)
    forged.seal()
    findings = verify(forged.folder)
    assert {finding.code for finding in findings} == {code}
    (finding,) = findings
    assert finding.path == str(forged.folder / forged.path(config))
    assert at in finding.field
    assert re.match(r"\$\[\d+\]", finding.field)
    assert "standoff build" in finding.hint


@pytest.mark.parametrize("config", ["sentences", "tokens", "stance"])
def test_rows_left_out_behind_good_digests(forged: Forged, config: str) -> None:
    left_out = pq.read_table(forged.folder / forged.path(config))["article_id"][0].as_py()

    def leave_out(rows: list[Row]) -> None:
        rows[:] = [row for row in rows if row["article_id"] != left_out]

    forged.change_rows(config, leave_out)
    forged.seal()
    (finding,) = verify(forged.folder)
    assert (finding.code, finding.path) == ("row-missing", str(forged.folder / "data" / config))
    assert finding.message == f"article {left_out!r} has no row"


def test_last_rows_left_out_behind_good_digests(forged: Forged) -> None:
    forged.change_rows("sentences", lambda rows: rows.pop())
    forged.seal()
    (finding,) = verify(forged.folder)
    assert finding.code == "row-missing"
    assert "the last sentences" in finding.message


def swap_names(forged: Forged) -> str:
    (label,) = [found for found in forged.info("stance")["features"] if found["name"] == "label"]
    label["dtype"]["class_label"]["names"] |= {"0": "against", "1": "favor"}
    forged.write_card()
    return "data/stance/"


def other_type(forged: Forged) -> str:
    (column,) = [found for found in forged.info("sentences")["features"] if found["name"] == "index"]
    column["dtype"] = "int64"
    forged.write_card()
    return "data/sentences/"


def wrong_count(forged: Forged) -> str:
    forged.info("tokens")["splits"][0]["num_examples"] += 1
    forged.write_card()
    return "README.md"


def stray_shard(forged: Forged) -> str:
    path = forged.path("tokens")
    stray = path.replace("00000-of", "00001-of")
    shutil.copy(forged.folder / path, forged.folder / stray)
    return stray


def missing_shard(forged: Forged) -> str:
    path = forged.path("articles")
    (forged.folder / path).unlink()
    return path


def truncated_shard(forged: Forged) -> str:
    path = forged.path("articles")
    (forged.folder / path).write_bytes((forged.folder / path).read_bytes()[:-9])
    return path


def changed_byte(forged: Forged) -> str:
    path = forged.path("articles")
    data = bytearray((forged.folder / path).read_bytes())
    data[data.rindex(b"parquet-cpp-arrow")] ^= 1
    (forged.folder / path).write_bytes(data)
    return path


def changed_rows(forged: Forged) -> str:
    forged.change_rows("stance", lambda rows: rows[0].update(holder="somebody"))
    return forged.path("stance")


def no_digest(forged: Forged) -> str:
    forged.card["configs"][0]["description"] = "Rows."
    forged.write_card()
    return "README.md"


def wrong_tally(forged: Forged) -> str:
    forged.change_json("manifest.json", lambda found: found["splits"]["test"]["spans"].update(actor=1))
    return "manifest.json"


def no_manifest(forged: Forged) -> str:
    (forged.folder / "manifest.json").unlink()
    return "manifest.json"


def other_metadata(forged: Forged) -> str:
    forged.change_json("croissant.json", lambda found: found["distribution"][0].update(sha256="0" * 64))
    return "croissant.json"


@pytest.mark.parametrize(
    ("seed", "code"),
    [
        (swap_names, "schema-metadata"),
        (other_type, "schema"),
        (wrong_count, "row-count"),
        (stray_shard, "stray-file"),
        (missing_shard, "file-missing"),
        (truncated_shard, "file-unreadable"),
        (changed_byte, "manifest-sha256"),
        (changed_rows, "content"),
        (no_digest, "description"),
        (wrong_tally, "manifest-count"),
        (no_manifest, "manifest"),
        (other_metadata, "croissant"),
    ],
)
def test_a_fault_in_files(forged: Forged, seed: Callable[[Forged], str], code: str) -> None:
    where = seed(forged)
    findings = verify(forged.folder)
    assert {finding.code for finding in findings} == {code}
    for finding in findings:
        assert finding.path.startswith(str(forged.folder / where))
        assert finding.hint


def test_any_changed_byte_of_a_shard_is_told_with_its_file(forged: Forged) -> None:
    random = Random(1)
    for _ in range(12):
        path = random.choice([paths[place] for _, place, paths in forged.files("stance")])
        good = (forged.folder / path).read_bytes()
        bad = bytearray(good)
        bad[random.randrange(len(bad))] ^= 1 << random.randrange(8)
        (forged.folder / path).write_bytes(bad)
        findings = verify(forged.folder)
        assert findings
        assert {finding.path for finding in findings} == {str(forged.folder / path)}
        (forged.folder / path).write_bytes(good)
    assert verify(forged.folder) == ()
