"""What the annotations of a server show of how it counts offsets."""

from __future__ import annotations

import re

from standoff.errors import InputError
from standoff.labelstudio.offsets import Offsets, OffsetUnit

# Label Studio collapses white space in the text that it gives with a region, and writes a newline as two characters.
_SPACE = re.compile(r"(?:\s|\\n)+")


def offset_unit(results: object, text: str) -> OffsetUnit:
    """Return what the offsets in these results are counted in, judged by the words that come with them.

    The words are not to be trusted one by one: the server counts UTF-16 code units only where some region's words stand
    at its offsets in these alone, and no region's at its offsets in code points alone. Characters outside the Basic
    Multilingual Plane make the difference.
    """
    if not isinstance(results, list) or max(text, default="") <= "\uffff":
        return "code-point"
    units = (Offsets(text), Offsets(text, "utf-16"))
    regions = [region for result in results if (region := _region(result)) is not None]
    stands = {tuple(_stands(region, text, unit) for unit in units) for region in regions}
    return "utf-16" if (False, True) in stands and (True, False) not in stands else "code-point"


def _region(result: object) -> tuple[int, int, str] | None:
    value = result.get("value") if isinstance(result, dict) else None
    if not isinstance(value, dict):
        return None
    start, end, words = value.get("start"), value.get("end"), value.get("text")
    if type(start) is int and type(end) is int and isinstance(words, str):
        return start, end, words
    return None


def _stands(region: tuple[int, int, str], text: str, offsets: Offsets) -> bool:
    start, end, words = region
    try:
        surface = text[offsets.from_server(start) : offsets.from_server(end)]
    except InputError:
        return False
    return _SPACE.sub("", surface) == _SPACE.sub("", words)
