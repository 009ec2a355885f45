"""What an annotation itself shows of how its offsets are counted."""

from __future__ import annotations

import re

from standoff.errors import InputError
from standoff.labelstudio.offsets import Offsets, OffsetUnit, units_agree

# Label Studio collapses white space in the text that it gives with a region, and writes a newline as two characters.
_SPACE = re.compile(r"(?:\s|\\n)+")


def shown_unit(results: object, text: str) -> OffsetUnit | None:
    """Return what the offsets in these results are counted in, judged by the words that come with them.

    The words are not to be trusted one by one: a unit is shown only where some region's words stand at its offsets in
    this unit alone, and no region's at its offsets in the other alone. None where nothing is shown, or both are.
    """
    if not isinstance(results, list) or units_agree(text):
        return None
    units = (Offsets(text), Offsets(text, "utf-16"))
    regions = [region for result in results if (region := _region(result)) is not None]
    stands = {tuple(_stands(region, text, unit) for unit in units) for region in regions}
    if ((True, False) in stands) == ((False, True) in stands):
        return None
    return "code-point" if (True, False) in stands else "utf-16"


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
