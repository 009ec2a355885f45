from __future__ import annotations

from typing import cast

import pytest

from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.editor import MEASURED, SCRIPT, probe_unit


class Server:
    def __init__(self, *digests: str) -> None:
        self._digests = list(digests)

    def digest(self, path: str) -> str:
        assert path == SCRIPT
        return self._digests.pop(0)


@pytest.mark.parametrize(("digest", "unit"), [*MEASURED.items(), ("", None), ("0" * 64, None)])
def test_only_an_editor_that_was_measured_proves_a_unit(digest: str, unit: str | None) -> None:
    assert probe_unit(cast("StudioClient", Server(digest, digest))) == unit


def test_one_damaged_answer_is_no_other_editor() -> None:
    measured = next(iter(MEASURED))
    assert probe_unit(cast("StudioClient", Server("0" * 64, measured))) == MEASURED[measured]
