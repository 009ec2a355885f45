"""The parts that the grammar is made of: words, patterns, tokens, moments, tense."""

from __future__ import annotations

from datetime import date

import pytest

from standoff.dates.expression import History, Meaning
from standoff.dates.holidays import holiday
from standoff.dates.lexer import Lexer
from standoff.dates.moment import UNITS, Moment, Unit
from standoff.dates.nearest import in_years, nearest, nearest_weekday
from standoff.dates.numbers import number_value
from standoff.dates.pattern import compile_pattern, literals
from standoff.dates.tense import Tense, tense_around
from standoff.dates.vocabulary import UNKNOWN, vocabulary

DAY = date(2021, 3, 27)


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("last WEEKDAY", "last Monday", True),
        ("last WEEKDAY", "last monday", False),
        ("(the | a)? UNIT", "the week", True),
        ("(the | a)? UNIT", "week", True),
        ("MONTH DAY (,)? YEAR", "May 1, 2021", True),
        ("MONTH DAY (,)? YEAR", "May 32, 2021", False),
        ("NUMBER UNITS", "a hundred and five days", True),
        ("NUMBER - UNIT", "five-year", True),
        ("[ UNIT ] end", "year end", True),
        ("HOLIDAY", "New Year’s Day", True),
    ],
)
def test_pattern(pattern: str, text: str, matches: bool) -> None:
    words = vocabulary(literals([pattern]))
    symbols = Lexer(words).tokens(text).symbols
    assert (compile_pattern(pattern, words).regex.fullmatch(symbols) is not None) is matches


@pytest.mark.parametrize("pattern", ["(last WEEKDAY", "last)", "NOSUCH", "(the)?", "last ?", "(last | [ next ])"])
def test_malformed_pattern(pattern: str) -> None:
    words = vocabulary(literals([pattern]))
    with pytest.raises(ValueError, match="pattern"):
        compile_pattern(pattern, words)


def test_tokens_keep_offsets_and_straighten_marks() -> None:
    text = "Sept. 5’s 9:30 p.m. 1990s 2,000 $5 x9"
    tokens = Lexer(vocabulary([])).tokens(text)
    assert tokens.words == ["Sept.", "5", "'s", "9:30", "p.m.", "1990s", "2,000", "$5", "x9"]
    assert [text[s:e].replace("’", "'") for s, e in zip(tokens.starts, tokens.ends, strict=True)] == tokens.words
    assert tokens.symbols[-1] == UNKNOWN


@pytest.mark.parametrize("unit", UNITS)
def test_a_moment_steps_there_and_back(unit: Unit) -> None:
    moment = Moment(unit, date(2021, 1, 31))
    if unit != "ML":
        assert moment.step(1).value > moment.value
        assert moment.step(1).step(-1).value == moment.value


@pytest.mark.parametrize(
    "value", ["2021-03-27", "2021-W12", "2021-W12-WE", "2021-03", "2021-Q1", "2020-WI", "2021-H2", "2021"]
)
def test_a_value_names_its_moment(value: str) -> None:
    moment = Moment.of(value)
    assert moment is not None
    assert moment.value == value


@pytest.mark.parametrize("value", ["2021-02-30", "2021-W54", "199", "PRESENT_REF", "XXXX-05", "2021-13", "P1D"])
def test_no_single_moment(value: str) -> None:
    assert Moment.of(value) is None


def test_the_calendar_ends() -> None:
    with pytest.raises(OverflowError):
        Moment("Y", DAY).step(9000)
    with pytest.raises(OverflowError):
        Moment("D", DAY).step(-(10**9))


@pytest.mark.parametrize(
    ("words", "tense"),
    [
        ("Talks began on @", "past"),
        ("Talks will begin on @", "future"),
        ("Talks are to begin @", "future"),
        ("Talks were to begin @", "open"),
        ("On @ talks began", "past"),
        ("He warned that on @ talks will begin", "future"),
        ("He left . @ talks may begin", "future"),
        ("under a @ deal he will leave", "open"),
        ("told U . S . envoys on @", "past"),
        ("told Gen . Reyl on @", "past"),
        ("@ talks", "open"),
        ("Aid must be delivered by @", "future"),
        ("Aid to the city on @", "open"),
    ],
)
def test_tense(words: str, tense: Tense) -> None:
    row = words.split()
    index = row.index("@")
    assert tense_around(row, index, index + 1) == tense


@pytest.mark.parametrize(
    ("rule", "year", "day"),
    [
        ("easter 0", 2016, date(2016, 3, 27)),
        ("easter 0", 2000, date(2000, 4, 23)),
        ("05 1 -1", 2021, date(2021, 5, 31)),
        ("09 1 1", 2020, date(2020, 9, 7)),
        ("12-31", 2020, date(2020, 12, 31)),
        ("11 1 1 1", 2020, date(2020, 11, 3)),
        ("11 1 1 1", 2022, date(2022, 11, 8)),
        ("11 4 4 1", 2021, date(2021, 11, 26)),
        ("tishri 0", 2021, date(2021, 9, 7)),
        ("tishri 9", 2023, date(2023, 9, 25)),
        ("passover 0", 2024, date(2024, 4, 23)),
        ("passover -30", 2021, date(2021, 2, 26)),
        ("islamic 10 1", 2021, date(2021, 5, 13)),
        ("islamic 9 1", 2020, date(2020, 4, 24)),
    ],
)
def test_holiday(rule: str, year: int, day: date) -> None:
    assert holiday(rule, year) == day


@pytest.mark.parametrize(("rule", "year"), [("islamic 10 1", 600), ("passover -300", 1)])
def test_calendars_begin(rule: str, year: int) -> None:
    with pytest.raises(OverflowError):
        holiday(rule, year)


def test_every_holiday_has_a_day() -> None:
    assert all(holiday(str(rule), 2024).year == 2024 for rule in vocabulary([]).classes["HOLIDAY"].values())


def test_nearest() -> None:
    assert nearest_weekday(6, DAY, "future").day == DAY
    assert nearest([], DAY, "open") is None
    months = [Moment("M", day) for day in in_years(3, 1, DAY)]
    found = nearest(months, DAY, "future")
    assert found is not None
    assert found.value == "2021-03"
    assert in_years(2, 29, DAY)[0] == date(2016, 2, 29)
    assert in_years(1, 1, date.min)[0] == date.min


def test_history_keeps_the_last_of_each_kind() -> None:
    history = History().after(Meaning("DATE", "2021-03-27")).after(Meaning("DATE", "2020-Q1"))
    history = history.after(Meaning("DURATION", "P1D")).after(Meaning("DATE", "PRESENT_REF"))
    assert (history.last, history.day) == (Moment.of("2020-Q1"), Moment.of("2021-03-27"))
    assert history.quarter == history.last


def test_numbers() -> None:
    values: dict[str, int | str] = {"two": 2, "million": 10**6, "few": "X", "three": 3}
    assert number_value(["two", "million", "three"], values) == 2_000_003
    assert number_value(["a", "few"], values) is None
    assert number_value(["1,500.5"], values) == 1500.5
