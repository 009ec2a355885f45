"""The label scheme: which spans, attributes and relations there are, and what they mean."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Literal

from standoff import timex3
from standoff.errors import MissingError
from standoff.scheme.migrations import Migration

AttributeKind = Literal["choice", "text", "timex3"]


@dataclass(frozen=True)
class Attribute:
    """An attribute of a span type.

    Parameters
    ----------
    name
        Its name in label files and, after ``<span type>_``, its column in the corpus.
    kind
        ``choice`` (one of `values`), ``text`` (free, or matching `pattern` whole) or ``timex3`` (a TIMEX3 value).
    values
        For ``choice``: each value with its description, in the order in which annotators see them.
    """

    name: str
    title: str
    kind: AttributeKind
    required: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    pattern: str = ""
    hint: str = ""

    def problem_with(self, value: str) -> str:
        """Say in a sentence why `value` does not fit this attribute; empty where it fits."""
        if self.kind == "choice" and value not in self.values:
            return f"{value!r} is not one of {', '.join(self.values)}"
        if self.kind == "timex3" and not timex3.is_value(value):
            return f"{value!r} is not a TIMEX3 value"
        if self.kind == "text" and not value.strip():
            return "is empty"
        if self.pattern and not re.fullmatch(self.pattern, value):
            return f"{value!r} does not match {self.pattern}"
        return ""


@dataclass(frozen=True)
class Example:
    """A text in which square brackets mark the spans, and a note on it."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class SpanType:
    """A kind of span, with what annotators need to know about it."""

    name: str
    title: str
    definition: str
    extent: str
    color: str
    hotkey: str = ""
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    counterexamples: tuple[Example, ...] = ()

    @property
    def bio_tags(self) -> tuple[str, str, str]:
        """The tag set of this span type in BIO encoding (Ramshaw and Marcus 1995)."""
        return ("O", f"B-{self.name}", f"I-{self.name}")


@dataclass(frozen=True)
class RelationType:
    """A kind of relation, with the span types that it may join."""

    name: str
    title: str
    from_types: tuple[str, ...]
    to_types: tuple[str, ...]
    definition: str = ""


@dataclass(frozen=True)
class Decision:
    """A decision table of the guidelines: rows of (when, then)."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class StanceRole:
    """Where the corpus's ``stance`` config finds its columns in this scheme.

    Parameters
    ----------
    span
        The span type that expresses a stance.
    label
        Its choice attribute that becomes the class.
    target
        Its text attribute that says what the stance is about; empty where the scheme has none.
    holder
        The relation to the one who has the stance; empty where the scheme has none.
    none
        The class of a sentence without such a span.
    """

    span: str
    label: str
    target: str = ""
    holder: str = ""
    none: str = "none"


@dataclass(frozen=True)
class Scheme:
    """A label scheme. The interface, the features, the checks and the guidelines are derived from it."""

    name: str
    version: int
    title: str
    spans: Mapping[str, SpanType]
    relations: Mapping[str, RelationType] = field(default_factory=dict)
    description: str = ""
    stance: StanceRole | None = None
    decisions: tuple[Decision, ...] = ()
    migrations: tuple[Migration, ...] = ()

    def span(self, name: str) -> SpanType:
        """Return the span type called `name`.

        Raises
        ------
        MissingError
            If the scheme has none of that name.
        """
        try:
            return self.spans[name]
        except KeyError:
            raise MissingError(
                f"scheme {self.name} has no span type {name!r}", hint=f"it has: {', '.join(self.spans)}"
            ) from None

    @property
    def stance_labels(self) -> tuple[str, ...]:
        """The classes of the ``stance`` config, the one for "no stance" last; empty where there is no such config."""
        if self.stance is None:
            return ()
        return (*self.spans[self.stance.span].attributes[self.stance.label].values, self.stance.none)

    @cached_property
    def digest(self) -> str:
        """The sha256 of everything the scheme says, as hexadecimal digits: equal digests mean equal schemes."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()
