"""Why something was suggested, as the note of a region: annotators read it, and it is no label when it comes back."""

from __future__ import annotations

import re
from typing import Final

_BRACKETS: Final = str.maketrans("[]\n", "() ")
_REASON: Final = re.compile(r"\[suggested \d\.\d\d: [^\[\]\n]*\]")


def reason_note(why: str, score: float) -> str:
    """Return the note of a suggested region.

    >>> reason_note("stance: welcomed", 0.75)
    '[suggested 0.75: stance: welcomed]'
    """
    return f"[suggested {score:.2f}: {why.translate(_BRACKETS)}]"


def is_reason(note: object) -> bool:
    """Say whether a note is one of a suggestion as it was sent; one to which an annotator added something is not."""
    texts = note if isinstance(note, list) else [note]
    return all(isinstance(text, str) and _REASON.fullmatch(text) is not None for text in texts)
