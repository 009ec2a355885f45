"""Offsets of a server that counts code points, and of one that counts UTF-16 code units."""

from __future__ import annotations

import pytest

from standoff.errors import InputError
from standoff.labelstudio.offsets import Offsets

TEXT = "a😀b"


def test_code_points_stay() -> None:
    offsets = Offsets(TEXT)
    assert [offsets.to_server(offset) for offset in range(4)] == [0, 1, 2, 3]
    assert offsets.from_server(99) == 99


def test_utf16_there_and_back() -> None:
    offsets = Offsets(TEXT, "utf-16")
    assert [offsets.to_server(offset) for offset in range(4)] == [0, 1, 3, 4]
    assert [offsets.from_server(offset) for offset in (0, 1, 3, 4)] == [0, 1, 2, 3]
    with pytest.raises(InputError, match="surrogate pair"):
        offsets.from_server(2)
    with pytest.raises(InputError, match="outside"):
        offsets.from_server(5)
