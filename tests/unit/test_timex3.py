from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff import timex3

WELL_FORMED = {
    "DATE": """2021-03-27 2021-03 2021 199 199X 19 2021-W12 2021-W12-WE XXXX-WXX-6 XXXX-05-01 FY1998 2021-SP
        2021-Q4 2021-H1 2020-02-29 XXXX-02-29 PRESENT_REF BC0044-03-15 MA65 GA3.5 KA12 2021-XX-31""",
    "TIME": """2021-03-27TMO 2021-03-27T09:30 T24:00 2021-03-27T09:30:15Z 2021-03-27T09:30-05:00 XXXX-XX-XXTNI
        PRESENT_REF""",
    "DURATION": "P19Y PT24H P1Y2M10DT2H30M PXD P1.5Y P2DE P1WE PTXXM PXX",
    "SET": "XXXX-WXX-1 P1D XXXX-XX-XXTMO",
}


@pytest.mark.parametrize(
    ("value", "type_"), [(value, type_) for type_, values in WELL_FORMED.items() for value in values.split()]
)
def test_well_formed_values(value: str, type_: str) -> None:
    assert timex3.is_value(value, type_)
    assert timex3.is_value(value)


MALFORMED = """P PT tomorrow 2021-13 2021-02-29 2021-00-10 2021-W54 2021-W00 2021-3-7 2021-03-27T25:00 2021-03-27T10:60
    XXXX-13-01 2021-XX-32 2021-03-27T P2 20210327"""


@pytest.mark.parametrize("value", [*MALFORMED.split(), "", "2021-03-27\n", "P1Y\n", " 2021"])
def test_malformed_values(value: str) -> None:
    assert not timex3.is_value(value)


@pytest.mark.parametrize(
    ("value", "type_"), [("P1D", "DATE"), ("2021", "DURATION"), ("2021-03-27", "TIME"), ("PRESENT_REF", "DURATION")]
)
def test_values_of_another_type(value: str, type_: str) -> None:
    assert not timex3.is_value(value, type_)


@given(st.dates())
def test_every_day_of_the_calendar_is_a_date(day: object) -> None:
    assert timex3.is_value(str(day), "DATE")


@given(st.text(alphabet="0123456789XPTWDMYH-:.", max_size=60))
def test_any_text_gets_an_answer(value: str) -> None:
    assert timex3.is_value(value) == any(timex3.is_value(value, type_) for type_ in timex3.TYPES)
