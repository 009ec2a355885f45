"""Sentences, and lists of words as regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

_SENTENCE_END: Final = re.compile(
    r"""(?<!\b[A-Z])(?<!Gen|Sen|Col|Rep|Gov)(?<!Mr|Dr|Ms|St)\.(?=["”’)]*(?:\s+["“‘(]*[A-Z]|\s*\Z))|[?!]|\n\s*\n|\Z"""
)


_LONGEST: Final = 1000
"""Rows of words without a full stop, such as tables, are cut after so many characters."""


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Return where each sentence begins and ends, without its full stop."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        while match.start() - start > _LONGEST:
            space = text.rfind(" ", start + 1, start + _LONGEST)
            cut = space if space > start else start + _LONGEST
            yield start, cut
            start = cut
        if match.start() > start:
            yield start, match.start()
        start = match.end()


def any_of(*lists: str) -> str:
    """Return a regular expression for any of the words of lists parted by commas; a star stands for any ending."""
    words = sorted({word.strip() for words in lists for word in words.split(",")}, key=lambda word: (-len(word), word))
    return rf"(?:{'|'.join(re.escape(word) for word in words)})\b".replace(r"\ ", r"\s+").replace(r"\*", r"\w*")


def forms_of(verb: str, irregular: Mapping[str, str] = MappingProxyType({}), between: str = r"\s+") -> str:
    """Return a regular expression for the forms of a verb in the third person, the past and with -ing.

    Parameters
    ----------
    irregular
        Past forms, by the base form.
    between
        What stands between the verb and each of its further words.
    """
    stem, _, rest = verb.partition(" ")
    past = [irregular[stem]] if stem in irregular else []
    if stem.endswith("e"):
        forms = [stem, f"{stem}s", f"{stem}d", f"{stem[:-1]}ing", *past]
    elif stem.endswith("y") and stem[-2] not in "aeo":
        forms = [stem, f"{stem[:-1]}ies", f"{stem[:-1]}ied", f"{stem}ing"]
    else:
        double = stem + stem[-1]
        plural = "es" if stem.endswith(("s", "sh", "ch", "x")) else "s"
        forms = [stem, stem + plural, f"{stem}ed", f"{stem}ing", f"{double}ed", f"{double}ing", *past]
    tail = "".join(f"{between}{re.escape(word)}" for word in rest.split())
    return f"(?:{'|'.join(forms)}){tail}"


_NAME: Final = re.compile(r"\{([a-z_]+)\}")
_SPACE: Final = re.compile(r"(?<!\\)(?<!\[) (?!-\])")


def filled(pattern: str, parts: Mapping[str, str]) -> str:
    """Return a pattern with its parts for their names in braces, and with any white space for a space."""
    while _NAME.search(pattern):
        pattern = _NAME.sub(lambda found: parts[found[1]], pattern)
    return _SPACE.sub(r"\\s+", pattern)
