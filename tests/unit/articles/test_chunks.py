from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from standoff.articles import Columns, read_articles
from standoff.articles.chunks import Chunk, cut, cut_lines
from standoff.articles.listing import InputFile, list_files
from standoff.errors import Finding, InputError


def chunks(*paths: Path) -> list[Chunk]:
    found = list(cut(list_files(paths)))
    assert not [item for item in found if isinstance(item, Finding)]
    return [item for item in found if isinstance(item, Chunk)]


def ids(found: Iterable[Chunk]) -> list[str]:
    items = [item for chunk in found for _, item in chunk.items(chunk.read())]
    assert not [item for item in items if isinstance(item, Finding)]
    return [item.id for item in items if not isinstance(item, Finding)]


def digest(chunk: Chunk) -> str:
    return chunk.digest(chunk.read())


def lines(number: int, first: int = 0) -> bytes:
    text = "Talks go on. " * 100
    return b"".join(
        f'{{"id": "a{index}", "date": "2026-05-01", "text": "{index} {text}"}}\n'.encode()
        for index in range(first, first + number)
    )


def test_every_file_and_line_is_in_one_chunk_in_the_order_of_reading(tmp_path: Path) -> None:
    for index in range(600):
        (tmp_path / f"s{index:03d}.txt").write_text(f"date 2026-05-01 Text {index}.")
    (tmp_path / "n.jsonl").write_bytes(lines(3000))
    (tmp_path / "c.csv").write_text("id,date,text\nc1,2026-05-01,One\n")
    table = pa.table({"id": ["p1", "p2"], "date": ["2026-05-01"] * 2, "text": ["Two", "Three"]})
    parquet.write_table(table, tmp_path / "p.parquet", row_group_size=1)
    found = chunks(tmp_path)
    assert sorted(ids(found)) == [article.id for article in read_articles([tmp_path]).articles]
    kinds = [chunk.kind for chunk in found]
    assert kinds.count("lines") > 1
    assert kinds.count("parquet") == 2
    assert kinds.count("seed") > 1
    assert ids(found)[:3] == ["c1", "a0", "a1"]


def test_what_is_put_in_changes_few_chunks(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl"
    path.write_bytes(lines(12_000))
    before = [chunk.read() for chunk in chunks(path)]
    path.write_bytes(lines(200) + lines(1, 90_000) + lines(11_800, 200))
    after = [chunk.read() for chunk in chunks(path)]
    assert len(before) > 5
    assert len(set(after) - set(before)) <= 2


def test_a_digest_is_of_content_and_stems_and_not_of_places_and_times(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("date 2026-05-01 Text.")
    (one,), (two,) = chunks(tmp_path / "one"), chunks(tmp_path / "two")
    first = digest(one)
    assert digest(two) == first
    (tmp_path / "two" / "a.txt").write_text("date 2026-05-01 Next.")
    os.utime(tmp_path / "two" / "a.txt", (0, 0))
    same_size = digest(chunks(tmp_path / "two")[0])
    path = (tmp_path / "one" / "a.txt").rename(tmp_path / "one" / "b.txt")
    renamed = digest(chunks(tmp_path / "one")[0])
    (described,) = cut([InputFile(str(path), "wire")])
    assert isinstance(described, Chunk)
    assert len({first, same_size, renamed, digest(described)}) == 4


def test_a_file_that_changes_or_vanishes_stops_the_reading(tmp_path: Path) -> None:
    seed, rows = tmp_path / "a.txt", tmp_path / "n.jsonl"
    seed.write_text("date 2026-05-01 Text.")
    rows.write_bytes(lines(3))
    one, several = chunks(tmp_path)
    seed.unlink()
    with pytest.raises(InputError, match="was changed or removed") as caught:
        one.read()
    assert caught.value.where == str(seed)
    with rows.open("ab") as file:
        file.write(lines(1, 3))
    with pytest.raises(InputError, match="was changed or removed"):
        several.read()
    rows.unlink()
    with pytest.raises(InputError, match="No such file"):
        list(cut_lines(str(rows), "n.jsonl"))


def test_paths_may_be_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("date 2026-05-01 Text.")
    monkeypatch.chdir(tmp_path)
    (chunk,) = chunks(Path())
    monkeypatch.chdir("/")
    assert (ids([chunk]), chunk.paths) == (["a"], ("a.txt",))
    assert chunk.columns == Columns()
