"""What a rule is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from standoff.dates.expression import Expression, Meaning

Resolve = Callable[[Expression], Meaning | None]
"""Gives an expression its meaning, or None where it is none of time after all."""


@dataclass(frozen=True)
class Rule:
    """A pattern with the function that gives what it matches a meaning.

    Parameters
    ----------
    name
        What a suggestion says it comes from.
    pattern
        In the language of `standoff.dates.pattern`.
    example
        A text with the expression in square brackets, read in an article of Saturday, 2021-03-27.
    meaning
        Type, value and modifier of the example, such as ``DATE 2021-05 START``; nothing where the rule keeps words that
        others would match from being an expression.
    floating
        Whether it finds times of a day that only the words around them name.
    """

    name: str
    pattern: str
    resolve: Resolve
    example: str
    meaning: str
    floating: bool = False


def always(meaning: Meaning) -> Resolve:
    """Return the function that gives every expression the same meaning."""
    return lambda _: meaning


def never(_: Expression) -> None:
    """Return no meaning: the words of a rate, an age or an idiom."""
