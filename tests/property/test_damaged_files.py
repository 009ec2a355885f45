"""A file of another tool that was damaged on its way is read or refused in words, whatever the damage."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.cli.conversion import format_named
from standoff.errors import InputError
from standoff.formats import Context
from standoff.records import check_label_set
from tests.strategies import NEWS_CONFLICT

GOLDEN = Path(__file__).parents[1] / "golden"
FILES: Final = {
    "brat": ("brat/elsewhere.ann", "brat/elsewhere.txt"),
    "conll": ("conll/elsewhere.conll",),
    "label-studio": ("labelstudio/elsewhere.json",),
    "w3c": ("w3c/elsewhere.jsonld", "w3c/elsewhere.txt"),
    "webanno": ("webanno/elsewhere.tsv",),
}
PIECES = st.sampled_from(
    [
        "",
        "\t",
        "\n",
        " ",
        "|",
        "[1]",
        "_",
        "*",
        "-1",
        "9" * 12,
        "null",
        "{}",
        "[]",
        '"',
        "T1",
        ";",
        "->",
        ":",
        "\\",
        "\0",
    ]
)


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60)
@given(data=st.data())
def test_damage_is_never_a_traceback_and_never_a_fault_in_what_is_taken(name: str, data: st.DataObject) -> None:
    files = {Path(file).suffix: (GOLDEN / file).read_text(encoding="utf-8") for file in FILES[name]}
    suffix = data.draw(st.sampled_from(sorted(files)))
    for _ in range(data.draw(st.integers(1, 4))):
        text = files[suffix]
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 20)))
        files[suffix] = text[:start] + data.draw(PIECES) + text[end:]
    now = datetime(2024, 1, 1, tzinfo=UTC)
    context = Context(scheme=NEWS_CONFLICT, name="x", annotator="ben", time=now, dct=now.date())
    with suppress(InputError):
        imported = format_named(name).read({key: text.encode() for key, text in files.items()}, context)
        texts = {article.sha256: article.text for article in imported.articles}
        for labels in imported.label_sets:
            assert check_label_set(labels, NEWS_CONFLICT, texts[labels.sha256]) == []
