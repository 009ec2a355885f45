from __future__ import annotations

from pathlib import Path

import pytest

from standoff.errors import InputError, MissingError
from standoff.files import read_bytes, read_text, replacing, write_bytes, write_text


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "file"
    write_text(path, "old")
    write_bytes(path, b"new", mode=0o600)
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_text(path, "old")

    def fail() -> None:
        with replacing(path) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_reading_names_the_file_and_the_line(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    with pytest.raises(MissingError, match="no such file"):
        read_bytes(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_bytes(tmp_path)
    path.write_bytes(b"one\ntwo \xff\n")
    with pytest.raises(InputError, match=r"file\.txt:2: error: byte 0xff is not UTF-8"):
        read_text(path)
    path.write_bytes(b"\xef\xbb\xbfwith a mark")
    assert read_text(path) == "with a mark"


def test_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="cannot be written") as caught:
        write_text(tmp_path / "folder", "text")
    assert caught.value.where == str(tmp_path / "folder")
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written") as caught:
        write_text(tmp_path / "file" / "inner", "text")
    assert caught.value.where == str(tmp_path / "file")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"], "no temporary file is left"
