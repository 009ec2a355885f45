"""The tables that come with the package are sound."""

from __future__ import annotations

import csv
from importlib import resources

import pytest

from standoff.scheme import load_scheme
from standoff.suggest.gazetteer import gazetteer

KINDS = set(load_scheme().span("actor").attributes["kind"].values)


def rows(name: str) -> list[dict[str, str]]:
    text = (resources.files("standoff.suggest") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def test_states_have_unique_codes_of_three_letters() -> None:
    codes = [row["code"] for row in rows("states.csv")]
    assert len(set(codes)) == len(codes) >= 193
    assert all(len(code) == 3 and code.isalpha() and code.isupper() for code in codes)


@pytest.mark.parametrize("name", ["groups.csv", "leaders.csv"])
def test_countries_are_states_of_the_table(name: str) -> None:
    codes = {row["code"] for row in rows("states.csv")} | {""}
    assert {row["country"] for row in rows(name)} <= codes


def test_kinds_are_those_of_the_scheme() -> None:
    assert {row["kind"] for row in rows("groups.csv")} <= KINDS


@pytest.mark.parametrize(
    ("name", "column"), [("states.csv", "names"), ("groups.csv", "names"), ("leaders.csv", "name")]
)
def test_no_name_stands_twice(name: str, column: str) -> None:
    names = [name for row in rows(name) for name in row[column].split("|")]
    assert sorted(names) == sorted(set(names))


def test_hits_are_whole_words_and_the_longest_names() -> None:
    text = "South Sudan’s Nigerian envoys left Somalia; Omanis, not Omanization. The People’s Liberation Army stayed."
    found = [text[hit.start : hit.end] for hit in gazetteer().hits(text)]
    assert found == ["South Sudan", "Nigerian", "Somalia", "Omanis", "People’s Liberation Army"]


@pytest.mark.parametrize(
    ("name", "year", "country"),
    [
        ("Johnson", 2017, "GBR"),
        ("Johnson", 2024, "USA"),
        ("Gorbachev", 1999, "RUS"),
        ("Gorbachev", 2021, None),
        ("Assad", 2016, "SYR"),
        ("Castro", 2016, None),
        ("Xi", 2016, None),
    ],
)
def test_a_surname_is_whose_it_was_in_those_years(name: str, year: int, country: str | None) -> None:
    assert gazetteer().surnames(year).get(name, {}).get("country") == country


def test_years_are_in_order() -> None:
    for row in rows("leaders.csv"):
        first, _, last = row["years"].partition("-")
        assert 1900 < int(first) <= int(last or 2025) <= 2025
