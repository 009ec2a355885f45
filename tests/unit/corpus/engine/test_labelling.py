from __future__ import annotations

import os
from pathlib import Path

import pytest

from standoff.corpus.engine.labelling import cut_labels
from standoff.errors import InputError


def test_what_is_no_file_is_named_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "link.jsonl").symlink_to("nowhere")
    (tmp_path / "folder.jsonl").mkdir()
    os.mkfifo(tmp_path / "pipe.jsonl")
    for name in ("link", "folder", "pipe"):
        with pytest.raises(InputError, match="is no regular file"):
            list(cut_labels(Path(f"{name}.jsonl"), tmp_path))


def test_an_empty_file_is_one_chunk_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "anna.jsonl").touch()
    (chunk,) = cut_labels(Path("anna.jsonl"), tmp_path)
    assert (chunk.start, chunk.end, chunk.line, chunk.content()) == (0, 0, 1, b"")
