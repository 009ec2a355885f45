from __future__ import annotations

import click
import pytest

from standoff.baseline import StanceColumns
from standoff.cli.stance_columns import columns_from

NAMES = ("start_column", "end_column", "span_start_column", "span_end_column", "holder_column")
OPTIONS = {"text_column": "text", "target_column": "topic", **dict.fromkeys(NAMES, "")}


def test_options_become_columns() -> None:
    found = columns_from({**OPTIONS, "label_column": "stance", "meanings": ("a=b=favor", "0=against")})
    assert found == StanceColumns("text", "stance", "topic", meanings={"a=b": "favor", "0": "against"})
    assert columns_from(OPTIONS) == StanceColumns("text", target="topic")
    found = columns_from({**OPTIONS, "span_start_column": "a", "span_end_column": "b", "holder_column": "who"})
    assert (found.span_start, found.span_end, found.holder) == ("a", "b", "who")


@pytest.mark.parametrize("pair", ["favor", "=favor"])
def test_a_meaning_needs_a_spelling(pair: str) -> None:
    with pytest.raises(click.UsageError, match="write it as SPELLING=CLASS"):
        columns_from({**OPTIONS, "meanings": (pair,)})


@pytest.mark.parametrize("name", ["start_column", "span_end_column"])
def test_an_interval_has_two_ends(name: str) -> None:
    with pytest.raises(click.UsageError, match=r"--(span-)?start-column and --(span-)?end-column go together"):
        columns_from({**OPTIONS, name: "at"})
