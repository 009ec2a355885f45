"""Actor dictionaries of PETRARCH: their lines, their times, and every fault."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.suggest.petrarch import Code, read_entries

GOOD = """\
# a comment
<!-- and one
of two lines -->
INES_VARGA_   ; not read
+PRESIDENT VARGA_  # another name
\t[FRAOPP <20190501]
\t[FRAGOV 20190501-230430] [FRAELI]
GREEN_RIVER_FRONT_\t[NGAREB >150101]\t[---] # a group
OSIER_INSTITUTE [NGO]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "my.actors.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_names_codes_and_times(tmp_path: Path) -> None:
    entries, findings = read_entries(write(tmp_path, GOOD))
    assert findings == []
    assert [entry.names for entry in entries] == [
        ["INES VARGA", "PRESIDENT VARGA"],
        ["GREEN RIVER FRONT"],
        ["OSIER INSTITUTE"],
    ]
    assert entries[0].where == "my.actors.txt:4"
    assert entries[0].codes == [
        Code("FRAOPP", end=date(2019, 5, 1)),
        Code("FRAGOV", date(2019, 5, 1), date(2023, 4, 30)),
        Code("FRAELI"),
    ]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2018, 1, 1), "FRAOPP"),
        (date(2019, 5, 1), "FRAOPP"),
        (date(2019, 5, 2), "FRAGOV"),
        (date(2023, 4, 30), "FRAGOV"),
        (date(2023, 5, 1), "FRAELI"),
    ],
)
def test_the_code_of_a_day(tmp_path: Path, day: date, code: str) -> None:
    entries, _ = read_entries(write(tmp_path, GOOD))
    assert entries[0].code(day) == code


def test_the_null_code_is_none(tmp_path: Path) -> None:
    entries, _ = read_entries(write(tmp_path, GOOD))
    assert entries[1].code(date(2014, 1, 1)) == ""
    assert entries[1].code(date(2015, 1, 1)) == "NGAREB"


@pytest.mark.parametrize(("digits", "year"), [("300101", 2030), ("310101", 1931), ("19310101", 1931)])
def test_years_of_two_digits(tmp_path: Path, digits: str, year: int) -> None:
    [entry], _ = read_entries(write(tmp_path, f"X_ [FRA >{digits}]"))
    assert entry.codes == [Code("FRA", start=date(year, 1, 1))]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("\t[FRA]", 1, "stands before the first name"),
        ("+X", 1, "stands before the first name"),
        ("A [FRA]\nB [GOV", 2, "a bracket is not closed"),
        ("A [FRA]\n\tstray", 2, "'stray' is neither a name"),
        ("A [FR]", 1, "'FR' is no CAMEO code"),
        ("A [~GOV]", 1, "'~GOV' is no CAMEO code"),
        ("A [FRA 2019]", 1, "'2019' is no time"),
        ("A [FRA >2004017]", 1, "has a day that does not exist"),
        ("A [FRA 20190230-20200101]", 1, "has a day that does not exist"),
        ("A [FRA 20200101-20190101]", 1, "ends before it begins"),
        ("A [FRA]\n___ [FRA]", 2, "has no name"),
    ],
)
def test_a_fault_is_found_with_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    path = write(tmp_path, text)
    _, [finding] = read_entries(path)
    assert (finding.path, finding.line) == (str(path), line)
    assert message in finding.message


def test_codes_below_a_faulty_name_are_not_those_of_the_one_above(tmp_path: Path) -> None:
    entries, findings = read_entries(write(tmp_path, "A [FRA]\nB [\n+C\n\t[DEU]\n"))
    assert [(entry.names, entry.codes) for entry in entries] == [(["A"], [Code("FRA")])]
    assert len(findings) == 1


@given(text=st.text(alphabet="A_ +\t[]<>-#;!1920\n", max_size=60))
def test_any_text_is_read_or_found_faulty(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    entries, findings = read_entries(write(tmp_path_factory.getbasetemp(), text))
    assert all(entry.names and all(entry.names) for entry in entries)
    assert all(finding.line for finding in findings)
