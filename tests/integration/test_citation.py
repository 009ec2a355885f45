"""That all files of this repository which say how it is cited say the same."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from typing import Any

import yaml

import standoff
from standoff.corpus.ledger import read_front_matter
from standoff.corpus.metadata import read_metadata
from tests.integration.conftest import ROOT

CITATION: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
(DATASET,) = [found for found in CITATION["references"] if found["type"] == "data"]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
METADATA = read_metadata(ROOT / "seeds")
CARD = (ROOT / "corpus" / "README.md").read_text(encoding="utf-8")
CROISSANT: dict[str, Any] = json.loads((ROOT / "corpus" / "croissant.json").read_bytes())


def bibtex(name: str) -> str:
    found = re.search(rf"^  {name} = \{{+(.*?)\}}+,?$", CARD, re.MULTILINE)
    assert found, f"the card's citation has no {name}"
    return found[1]


def names(authors: list[dict[str, str]]) -> list[str]:
    return [author["name"] for author in authors]


def test_titles() -> None:
    description = PROJECT["description"]
    assert CITATION["title"] == f"{PROJECT['name']}: {description[0].lower()}{description[1:]}"
    title = METADATA.pretty_name
    assert title == DATASET["title"] == read_front_matter(ROOT / "corpus")["pretty_name"]
    assert title == bibtex("title") == CROISSANT["name"]


def test_versions() -> None:
    versions = [CITATION["version"], DATASET["version"], METADATA.version, bibtex("version"), CROISSANT["version"]]
    assert versions == [standoff.__version__] * 5
    assert f"\n## {standoff.__version__} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_licences() -> None:
    assert DATASET["license"].lower() == METADATA.license == CROISSANT["license"]
    assert read_front_matter(ROOT / "corpus")["license"] == METADATA.license
    assert CITATION["license"] == [PROJECT["license"], DATASET["license"]]


def test_authors() -> None:
    authors = names(CITATION["authors"])
    assert authors == names(DATASET["authors"]) == names(PROJECT["authors"]) == list(METADATA.authors)
    assert authors == names(CROISSANT["creator"])
    assert bibtex("author") == " and ".join(authors).replace(" and ", "} and {")


def test_dates() -> None:
    released = date.fromisoformat(CITATION["date-released"])
    assert [str(released.year)] * 4 == [str(DATASET["year"]), METADATA.year, bibtex("year"), CROISSANT["datePublished"]]
