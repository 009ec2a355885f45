from __future__ import annotations

from pathlib import Path

import pytest

from standoff.corpus.metadata import Metadata, read_metadata
from standoff.errors import FindingsError


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    assert read_metadata(tmp_path) == Metadata()
    assert read_metadata(tmp_path / "nowhere") == Metadata(license="unknown", language="en")


def test_a_file(tmp_path: Path) -> None:
    (tmp_path / "dataset.yaml").write_text(
        "pretty_name: Ferries\nlicense: cc0-1.0\nyear: 2026\nauthors:\n  - Ines Varga\n  - Tomas Reyl\n",
        encoding="utf-8",
    )
    assert read_metadata(tmp_path) == Metadata(
        pretty_name="Ferries", license="cc0-1.0", year="2026", authors=("Ines Varga", "Tomas Reyl")
    )


def test_every_fault_is_named(tmp_path: Path) -> None:
    (tmp_path / "dataset.yaml").write_text(
        "title: Ferries\nlicense: All rights reserved\nlanguage: English\nyear: soon\nauthors: [[], ' ']\n",
        encoding="utf-8",
    )
    with pytest.raises(FindingsError) as caught:
        read_metadata(tmp_path)
    assert {finding.code for finding in caught.value.findings} == {"dataset-file"}
    assert [(finding.line, finding.field) for finding in caught.value.findings] == [
        (1, "$.title"),
        (2, "$.license"),
        (3, "$.language"),
        (4, "$.year"),
        (5, "$.authors[0]"),
        (5, "$.authors[1]"),
    ]


def test_the_seeds_of_this_repository_have_metadata() -> None:
    metadata = read_metadata(Path(__file__).parents[3] / "seeds")
    assert (metadata.origin, metadata.license) == ("machine-written", "cc-by-4.0")
    assert all(getattr(metadata, name) for name in ("making", "labelling", "limits", "sensitive", "misuses"))
