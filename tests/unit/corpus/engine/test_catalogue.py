from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from standoff.articles.chunks import Chunk, cut
from standoff.articles.listing import InputFile
from standoff.corpus.engine.cache import Cache
from standoff.corpus.engine.catalogue import Catalogue, Source, make_catalogue
from standoff.corpus.engine.indexing import IndexSpec, hash64, index_chunk
from standoff.corpus.sketches import sketch
from standoff.errors import Finding, InputError

FILES = {
    "b/1.txt": "date 2026-05-02 The fair in Quelle opened on Friday.",
    "b/2.txt": "date 2026-05-01 Another text 😀.",
    "c/1.txt": "date 2026-05-01 The first id once more.",
    "c/ä3.txt": "date 2026-05-01 Another text 😀.",
    "c/4.txt": "date 2026-05-03 The last.",
}


def catalogue_of(folder: Path, files: dict[str, str]) -> tuple[Catalogue, list[Finding]]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    cache = Cache(folder / "cache")
    found = [chunk for name in files for chunk in cut([InputFile(name)], base=folder) if isinstance(chunk, Chunk)]
    catalogue, findings = make_catalogue(
        cache, [(Source.of(chunk), index_chunk(IndexSpec(chunk, cache.root))) for chunk in found]
    )
    return catalogue, list(findings)


def test_paths_are_packed_and_come_back() -> None:
    paths = ("a.txt", "b\nc.txt", "ü/\udcff.txt", "")
    source = Source.of(Chunk("seed", paths, "/base"))
    assert (source.kind, tuple(source.paths)) == ("seed", paths)


def test_every_article_once_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    catalogue, findings = catalogue_of(tmp_path, FILES)
    assert catalogue.ids.to_pylist() == ["1", "2", "4"]
    assert [(found.code, found.path) for found in findings] == [
        ("duplicate-id", "c/1.txt"),
        ("duplicate-text", "c/ä3.txt"),
    ]
    articles = list(catalogue.read(range(3)))
    assert [article.id for article in articles] == catalogue.ids.to_pylist()
    assert [article.sha256 for article in articles] == [value.hex() for value in catalogue.sha256.to_pylist()]
    assert catalogue.day.tolist() == [article.dct.toordinal() for article in articles]
    assert catalogue.id_hash.tolist() == [hash64(article.id) for article in articles]
    assert catalogue.by_id.tolist() == [0, 1, 2]
    assert catalogue.rank().tolist() == [1, 0, 2]
    sketches = np.hstack([file.read(slice(None)) for file in catalogue.sketches])
    assert np.array_equal(sketches, sketch([article.text for article in articles]))


def test_more_ids_than_an_array_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("standoff.corpus.engine.catalogue._MOST_BYTES", 2)
    with pytest.raises(InputError, match="the ids of all articles take more than 2 bytes"):
        catalogue_of(tmp_path, FILES)


def test_no_article_at_all(tmp_path: Path) -> None:
    catalogue, findings = catalogue_of(tmp_path, {"a.txt": "no date"})
    assert (len(catalogue), findings) == (0, [])
