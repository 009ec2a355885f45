from __future__ import annotations

from typing import cast

import pytest

from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.editor import MEASURED, SCRIPT, probe_unit


class Server:
    def __init__(self, digest: str) -> None:
        self._digest = digest

    def digest(self, path: str) -> str:
        assert path == SCRIPT
        return self._digest


@pytest.mark.parametrize(("digest", "unit"), [*MEASURED.items(), ("", None), ("0" * 64, None)])
def test_only_an_editor_that_was_measured_proves_a_unit(digest: str, unit: str | None) -> None:
    assert probe_unit(cast("StudioClient", Server(digest))) == unit
