from __future__ import annotations

import click
import pytest

from standoff.baseline import StanceColumns
from standoff.cli.stance_columns import columns_from

OPTIONS = {"text_column": "text", "target_column": "topic", "start_column": "", "end_column": ""}


def test_options_become_columns() -> None:
    found = columns_from({**OPTIONS, "label_column": "stance", "meanings": ("a=b=favor", "0=against")})
    assert found == StanceColumns("text", "stance", "topic", meanings={"a=b": "favor", "0": "against"})
    assert columns_from(OPTIONS) == StanceColumns("text", target="topic")


@pytest.mark.parametrize("pair", ["favor", "=favor"])
def test_a_meaning_needs_a_spelling(pair: str) -> None:
    with pytest.raises(click.UsageError, match="write it as SPELLING=CLASS"):
        columns_from({**OPTIONS, "meanings": (pair,)})
