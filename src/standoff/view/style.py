"""The part of the page's style that follows from the scheme: how spans of each type look."""

from __future__ import annotations

from typing import Final

from standoff.scheme import Scheme
from standoff.view.colors import ink_on, mixed, visible_on

_LIGHT, _DARK = "#ffffff", "#17191e"
"""Paper: what article texts stand on; ``--paper`` in ``page.css`` is the same."""

# Types are told apart without their colours too: on black and white paper, and by people who see few.
_LINES: Final = ("solid", "dashed", "dotted", "double")


def type_rules(scheme: Scheme) -> str:
    """Return CSS rules for the classes ``t0``, ``t1`` … of the span types, in the order of the scheme.

    Lines have a contrast of at least 3:1 with the paper, and the ink of chips at least 4.5:1 with the chip.
    """
    return "".join(
        f".t{index}{{{_properties(type_.color, _LINES[index % len(_LINES)])}}}\n"
        for index, type_ in enumerate(scheme.spans.values())
    )


def _properties(color: str, line_style: str) -> str:
    light, dark = visible_on(_LIGHT, color), visible_on(_DARK, color)
    properties = {
        "--chip": mixed(color, color, 0),
        "--chip-ink": ink_on(color),
        "--line": f"light-dark({light},{dark})",
        "--tint": f"light-dark({mixed(_LIGHT, light, 0.14)},{mixed(_DARK, dark, 0.22)})",
        "--line-style": line_style,
    }
    return ";".join(f"{name}:{value}" for name, value in properties.items())
