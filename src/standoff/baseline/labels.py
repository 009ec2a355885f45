"""Which spellings of a stance mean which class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from standoff.baseline.rows import AGAINST, FAVOR, NEUTRAL, NONE
from standoff.errors import InputError

CLASSES: Final = (FAVOR, AGAINST, NEUTRAL, NONE)
"""Every class of other people's datasets, in the order of reports."""

SPELLINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("favor", "favour", "in favor", "in favour", "for", "pro", "support", "supports", "supporting", "agree"),
            FAVOR,
        ),
        **dict.fromkeys(("agrees", "positive", "pos"), FAVOR),
        **dict.fromkeys(
            ("against", "anti", "con", "contra", "oppose", "opposes", "opposing", "opposed", "disagree"), AGAINST
        ),
        **dict.fromkeys(("disagrees", "deny", "denies", "refute", "refutes", "negative", "neg"), AGAINST),
        **dict.fromkeys(("neutral", "neu", "discuss", "discusses", "comment", "observing"), NEUTRAL),
        **dict.fromkeys(("none", "neither", "no stance", "unrelated"), NONE),
    }
)
"""The class of each spelling, in lower case and with spaces for ``-`` and ``_``."""


def class_of(label: str) -> str | None:
    """Return the class that a spelling means; None if it is not in `SPELLINGS`.

    >>> class_of("In-Favour"), class_of("NONE"), class_of("query")
    ('favor', 'none', None)
    """
    return SPELLINGS.get(" ".join(label.lower().replace("_", " ").replace("-", " ").split()))


def label_table(labels: Iterable[str], own: Mapping[str, str]) -> dict[str, str]:
    """Return the class of each label that occurs, in the order of the labels.

    Parameters
    ----------
    own
        Classes of labels as they are written, which go before `SPELLINGS`.

    Raises
    ------
    InputError
        If a label is in neither, naming all such labels, or if `own` names a class that there is not.
    """
    wrong = sorted(set(own.values()) - set(CLASSES))
    if wrong:
        raise InputError(f"there is no class {', '.join(wrong)}", hint=f"the classes are {', '.join(CLASSES)}")
    table = {label: own.get(label) or class_of(label) for label in sorted(set(labels))}
    unknown = [label for label, found in table.items() if found is None]
    if unknown:
        hint = f"say what each means: --label {unknown[0]}=favor (or against, neutral, none)"
        raise InputError(f"labels with no known meaning: {', '.join(map(repr, unknown))}", hint=hint)
    return {label: found for label, found in table.items() if found is not None}
