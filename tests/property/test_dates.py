"""The date tagger on any text."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from standoff import timex3
from standoff.dates import find
from tests.strategies import dates, grammar_texts, temporal_texts, texts


@given(st.one_of(texts(), temporal_texts(), grammar_texts()), dates, st.booleans())
def test_what_is_found_is_well_formed_and_in_order(text: str, dct: date, narrative: bool) -> None:
    end = 0
    for found in find(text, dct, narrative=narrative):
        surface = text[found.start : found.end]
        assert end <= found.start < found.end <= len(text)
        assert surface == surface.strip()
        assert timex3.is_value(found.value, found.type)
        assert found.mod in ("", *timex3.MODS)
        assert found.rule
        end = found.end


@given(
    st.one_of(temporal_texts(), grammar_texts()),
    st.sampled_from([date.min, date.max, date(2020, 2, 29), date(2000, 12, 31)]),
)
def test_the_edges_of_the_calendar(text: str, dct: date) -> None:
    assert all(timex3.is_value(found.value, found.type) for found in find(text, dct))


@given(temporal_texts(), dates)
def test_offsets_do_not_depend_on_what_follows(text: str, dct: date) -> None:
    alone = find(text, dct)
    followed = find(f"{text}.\n\nNothing else was said.", dct)
    assert [(f.start, f.end, f.type, f.value) for f in followed] == [(f.start, f.end, f.type, f.value) for f in alone]


@given(temporal_texts(), dates)
def test_curly_apostrophes_make_no_difference(text: str, dct: date) -> None:
    assert find(text.replace("'", "’"), dct) == find(text, dct)
