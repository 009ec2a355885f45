"""Names that users bring along."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from standoff.errors import FindingsError, MissingError
from standoff.records import Article
from standoff.scheme import load_scheme
from standoff.suggest import ActorDictionary, Suggestion, read_dictionaries, suggest, version

DAY = date(2021, 3, 27)
TEXT = """\
INES_VARGA_
\t[FRAGOV 20190501-20230430]
GREEN_RIVER_FRONT_ [NGAREB]
THE_OSIER_INSTITUTE_ [NGO]
OSK_ [IGOUNO]
NIMBLE_FORCE [MDAREB <010101]
\t[MDAGOV >010101]
OLD_BANK_ [ROMBUS]
FRANCE_ [DEU]
WATER_MARGIN_ [FRAGOV <19900101]
"""


@pytest.fixture
def dictionary(tmp_path: Path) -> ActorDictionary:
    path = tmp_path / "my.actors.txt"
    path.write_text(TEXT, encoding="utf-8")
    found, findings = read_dictionaries([path])
    assert findings == []
    return found


def actors(text: str, dictionary: ActorDictionary, day: date = DAY) -> dict[str, Suggestion]:
    found = suggest(Article("a", day, text), load_scheme(), threshold=0, dictionary=dictionary)
    return {text[one.start : one.end]: one for one in found if one.type == "actor"}


@pytest.mark.parametrize(
    ("words", "kind", "country"),
    [
        ("Ines Varga", "person", "FRA"),
        ("Green River Front", "armed_group", "NGA"),
        ("Osier Institute", "organization", None),
        ("OSK", "organization", None),
        ("Nimble Force", "state", "MDA"),
        ("Old Bank", "organization", "ROU"),
    ],
)
def test_kind_and_country_of_codes(dictionary: ActorDictionary, words: str, kind: str, country: str | None) -> None:
    found = actors(f"Talks with {words} went on.", dictionary)[words]
    assert found.attributes["kind"] == kind
    assert found.attributes.get("country") == country


def test_it_says_where_it_comes_from(dictionary: ActorDictionary) -> None:
    found = actors("Talks with Green River Front went on.", dictionary)["Green River Front"]
    assert found.why == "actor: name of the tables, by my.actors.txt:3 NGAREB"


def test_a_name_without_a_code_on_the_day_is_none(dictionary: ActorDictionary) -> None:
    assert "Water Margin" not in actors("The Water Margin agreed.", dictionary)
    assert "Water Margin" in actors("The Water Margin agreed.", dictionary, date(1985, 1, 1))


def test_our_own_tables_come_first_and_places_stay_places(dictionary: ActorDictionary) -> None:
    assert actors("Talks with France went on.", dictionary)["France"].attributes["country"] == "FRA"
    assert actors("They met in France.", dictionary) == {}


@pytest.mark.parametrize(
    "text", ["The green river front is mild.", "It hit the osk.", "An Osk fell.", "GREEN RIVER FRONTS"]
)
def test_only_whole_words_with_capitals(dictionary: ActorDictionary, text: str) -> None:
    found = dictionary.hits(text, DAY)
    assert found == []


def test_capitals_whose_small_letters_are_longer_keep_offsets(dictionary: ActorDictionary) -> None:
    text = "İİ met Green River Front"
    [hit] = dictionary.hits(text, DAY)
    assert text[hit.start : hit.end] == "Green River Front"


def test_entries_without_a_code_are_told(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("NOBODY_\n", encoding="utf-8")
    found, [finding] = read_dictionaries([path])
    assert (finding.severity, finding.line) == ("warning", 1)
    assert found.hits("Nobody came", DAY) == []


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        read_dictionaries([tmp_path / "none"])
    (tmp_path / "latin").write_bytes(b"W\xf6RNER_ [DEU]")
    with pytest.raises(FindingsError):
        read_dictionaries([tmp_path / "latin"])


def test_the_version_names_the_dictionary(dictionary: ActorDictionary) -> None:
    assert version(dictionary=dictionary) == f"{version()}+actors-{dictionary.digest[:8]}"
    assert ActorDictionary(dictionary.entries[:1]).digest != dictionary.digest
