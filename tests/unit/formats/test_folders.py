from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from standoff.errors import MissingError
from standoff.formats import FORMATS, import_files
from tests.unit.formats.example import ARTICLE, IMPORTED, context, golden


def test_folders_and_files(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    (folder / "ar%2Fdan.ann").write_bytes(golden("brat/ardan.ann"))
    (folder / "ar%2Fdan.txt").write_bytes(golden("brat/ardan.txt"))
    (folder / "annotation.conf").write_bytes(golden("brat/annotation.conf"))
    (tmp_path / "alone.ann").write_text("")
    os.utime(folder / "ar%2Fdan.ann", (0, 1714557600.9))
    imported = import_files([tmp_path], FORMATS["brat"], context(dct=ARTICLE.dct))
    assert [(article.id, article.text) for article in imported.articles] == [("ar/dan", ARTICLE.text)]
    assert imported.label_sets[0].created == datetime(2024, 5, 1, 10, tzinfo=UTC)
    assert imported.label_sets[0].created != IMPORTED
    assert [(finding.code, finding.path) for finding in imported.findings] == [("file", str(tmp_path / "alone.ann"))]


def test_a_named_file_may_have_any_ending(tmp_path: Path) -> None:
    (tmp_path / "ardan.export").write_bytes(golden("webanno/ardan.tsv"))
    assert import_files([tmp_path], FORMATS["webanno"], context(ARTICLE)).label_sets == ()
    assert len(import_files([tmp_path / "ardan.export"], FORMATS["webanno"], context(ARTICLE)).label_sets) == 1


def test_labels_of_one_article_by_one_annotator_come_once(tmp_path: Path) -> None:
    for name in ("a.tsv", "b.tsv"):
        (tmp_path / name).write_bytes(golden("webanno/ardan.tsv"))
    imported = import_files([tmp_path], FORMATS["webanno"], context(ARTICLE))
    assert len(imported.label_sets) == 1
    (finding,) = imported.findings
    assert (finding.code, finding.path) == ("article-twice", str(tmp_path / "b.tsv"))
    assert str(tmp_path / "a.tsv") in finding.message


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        import_files([tmp_path / "none.tsv"], FORMATS["webanno"], context(ARTICLE))
