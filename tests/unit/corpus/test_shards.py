from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from datasets import Features

from standoff.corpus.features import corpus_columns
from standoff.corpus.items import Item
from standoff.corpus.kinds import Columns
from standoff.corpus.layout import owned_files, shard_digest, shard_path
from standoff.corpus.shards import ShardFile, config_digest, content_digest, make_rows, to_parquet, write_rows
from tests.projects import BRIDGE, BRIDGE_LABELS, FAIR, FERRY, FERRY_LABELS, SCHEME

ITEMS = (
    Item(FERRY, "01_ferry", FERRY_LABELS, (FERRY_LABELS,)),
    Item(BRIDGE, "02_bridge", BRIDGE_LABELS, (BRIDGE_LABELS,)),
)


def write(folder: Path, split: str, index: int, count: int, items: tuple[Item, ...]) -> tuple[ShardFile, ...]:
    return tuple(write_rows(folder, rows, split, index, count) for rows in make_rows([items], SCHEME))


def test_a_shard_has_a_file_for_every_config_that_has_rows(tmp_path: Path) -> None:
    files = write(tmp_path, "test", 1, 3, ITEMS)
    assert [(file.config, file.split, file.rows) for file in files] == [
        ("articles", "test", 2),
        ("sentences", "test", 6),
        ("tokens", "test", 6),
        ("stance", "test", 6),
        ("annotations", "test", 2),
    ]
    for file in files:
        data = (tmp_path / file.path).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file.size, file.sha256)
        assert file.path == f"data/{file.config}/test-00001-of-00003-{file.digest[:12]}.parquet"
        stored = pq.read_table(tmp_path / file.path)
        columns = corpus_columns(SCHEME)[file.config]
        assert Features.from_arrow_schema(stored.schema) == columns.to_features()
        assert content_digest(stored, columns) == file.digest
        assert stored.num_rows == file.rows


def test_unlabelled_articles_have_no_file_where_they_have_no_row(tmp_path: Path) -> None:
    files = write(tmp_path, "train", 0, 1, (Item(FAIR, "03_fair"),))
    assert [file.config for file in files] == ["articles", "sentences"]


def test_a_file_that_is_there_is_left_alone_and_a_broken_one_is_written_again(tmp_path: Path) -> None:
    first, second = [tmp_path / file.path for file in write(tmp_path, "test", 0, 1, ITEMS)[:2]]
    before, good = first.stat().st_ino, second.read_bytes()
    second.write_bytes(b"broken")
    write(tmp_path, "test", 0, 1, ITEMS)
    assert first.stat().st_ino == before
    assert second.read_bytes() == good


@pytest.mark.parametrize("config", list(corpus_columns(SCHEME)))
def test_the_digest_is_of_the_content_and_not_of_its_form(tmp_path: Path, config: str) -> None:
    columns = corpus_columns(SCHEME)[config]
    (path,) = [file.path for file in write(tmp_path, "test", 0, 1, ITEMS) if file.config == config]
    rows = pq.read_table(tmp_path / path)
    digest = content_digest(rows, columns)
    assert shard_digest(path) == digest[:12]
    in_pieces = pa.concat_tables([rows.slice(0, 1), rows.slice(1)])
    assert content_digest(in_pieces, columns) == digest
    assert content_digest(pq.read_table(pa.BufferReader(to_parquet(in_pieces))), columns) == digest
    assert content_digest(rows.slice(1), columns) != digest
    assert content_digest(rows.drop_columns(["annotator"]), columns) != digest


def test_the_digest_sees_nulls_names_and_where_lists_end() -> None:
    def digest(column: pa.Array, names: tuple[str, ...] = ("x",)) -> str:
        columns = Columns.from_features(Features.from_arrow_schema(pa.schema([("a", column.type)])))
        return content_digest(pa.table({"a": column}), columns)

    columns = [
        pa.array([["a"], ["b"]]),
        pa.array([["a", "b"], []]),
        pa.array([["a", None], ["b"]]),
        pa.array(["", "a"]),
        pa.array([None, "a"]),
        pa.array([{"b": "a"}, {"b": ""}]),
        pa.array([{"b": "a"}, {"b": None}]),
    ]
    assert len({digest(column) for column in columns}) == len(columns)


def test_the_digest_of_a_config_depends_on_splits_and_order() -> None:
    pairs = [("train", "a"), ("test", "b")]
    assert (
        len({config_digest(value) for value in (pairs, pairs[::-1], pairs[:1], [("test", "a"), ("train", "b")])}) == 4
    )


def test_only_what_a_build_writes_is_owned(tmp_path: Path) -> None:
    mine = [
        shard_path("stance", "test", 0, 1, "0123456789abcdef"),
        "data/stance/.test-00000-of-00001-0123456789ab.parquet.x_y1.tmp",
        ".README.md.abc.tmp",
        ".manifest.json.abc.tmp",
    ]
    theirs = [
        "README.md",
        "notes.txt",
        ".notes.txt.abc.tmp",
        "data/stance/mine.parquet",
        "data/other/test-00000-of-00001-0123456789ab.parquet",
        "data/test-00000-of-00001-0123456789ab.parquet",
    ]
    for name in [*mine, *theirs]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert sorted(path.relative_to(tmp_path).as_posix() for path in owned_files(tmp_path)) == sorted(mine)
    assert list(owned_files(tmp_path / "nowhere")) == []
    assert shard_digest("data/stance/mine.parquet") == ""


def test_columns_without_a_value_are_not_compressed() -> None:
    rows = pa.table(
        {"a": pa.array([None, None], pa.string()), "b": pa.array([[], []], pa.list_(pa.int64())), "c": ["x", "y"]}
    )
    data = pa.BufferReader(to_parquet(rows))
    assert pq.read_table(data).equals(rows)
    group = pq.read_metadata(data).row_group(0)
    found = {group.column(place).path_in_schema: group.column(place).compression for place in range(3)}
    assert found == {"a": "UNCOMPRESSED", "b.list.element": "UNCOMPRESSED", "c": "ZSTD"}
