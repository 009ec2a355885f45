"""Colours that can be read, whatever colours a scheme names."""

from __future__ import annotations

from typing import Final

from standoff.errors import InputError

TEXT_CONTRAST: Final = 4.5
"""The least contrast of text that is not large (WCAG 2.2, success criterion 1.4.3)."""

LINE_CONTRAST: Final = 3.0
"""The least contrast of what is no text but carries meaning (WCAG 2.2, success criterion 1.4.11)."""

_STEPS = 20


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours ``#rrggbb`` as WCAG 2.2 defines it, from 1 (none) to 21 (black on white).

    Raises
    ------
    InputError
        If one of them is no such colour.
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(color: str) -> str:
    """Return black or white, whichever is read better on `color`; its contrast is at least `TEXT_CONTRAST`."""
    return max("#000000", "#ffffff", key=lambda ink: contrast(ink, color))


def visible_on(background: str, color: str, least: float = LINE_CONTRAST) -> str:
    """Return `color`, made darker or lighter as far as it must be to have a contrast of `least` with `background`."""
    end = ink_on(background)
    mixes = (mixed(color, end, step / _STEPS) for step in range(_STEPS))
    return next((mix for mix in mixes if contrast(mix, background) >= least), end)


def mixed(one: str, other: str, share: float) -> str:
    """Return the colour that is `share` (0 … 1) of the way from `one` to `other`."""
    channels = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in channels)


def _channels(color: str) -> tuple[int, int, int]:
    digits = color.removeprefix("#")
    try:
        red, green, blue = bytes.fromhex(digits)
    except ValueError:
        raise InputError(f"{color!r} is no colour", hint="write it as #0072B2") from None
    return red, green, blue


def _luminance(color: str) -> float:
    shares = [channel / 255 for channel in _channels(color)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
