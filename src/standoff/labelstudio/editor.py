"""What a server counts offsets in, proved by the editor that it serves.

A server stores offsets and never counts them: the editor that runs in an annotator's browser does. Something that is
written to a server and read back therefore proves nothing. What proves the unit is the editor's script: byte by byte
the one whose counting was measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.offsets import OffsetUnit

SCRIPT: Final = "/react-app/358.js"
"""The part of the editor that turns a selection into offsets."""

MEASURED: Final[Mapping[str, OffsetUnit]] = {
    "4ab02f0ee667be3c3bfc9df3c9fb847c530e6de9cbcae134c813ef83ae6b45ec": "code-point",  # 1.23.2
}
"""What was found with each script, by its sha256: mouse selections over emoji, pulled back exactly.

``tests/browser/test_round_trip.py`` measures it with the server that is installed.
"""


def probe_unit(client: StudioClient) -> OffsetUnit | None:
    """Return what the editor of a server counts, or None where it is none that was measured."""
    # Asked for twice, because an answer that was damaged on its way looks like another editor.
    return MEASURED.get(client.digest(SCRIPT)) or MEASURED.get(client.digest(SCRIPT))
