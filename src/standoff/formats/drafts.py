"""What a reader of a format says about a document, before it is settled what of that can be kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from standoff.errors import Finding


@dataclass(frozen=True, slots=True)
class Mention:
    """A span as a file has it: offsets into the file's text, type and attributes by their names in the scheme.

    Parameters
    ----------
    key
        What relations of the same file call it.
    id
        Its id in the file; empty where the format has none.
    line, at
        Where the file has it, for findings: the line, or the path of a JSON value.
    """

    key: str
    type: str
    start: int
    end: int
    attributes: Mapping[str, str] = field(default_factory=dict)
    id: str = ""
    line: int | None = None
    at: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A relation as a file has it, between the keys of two mentions."""

    type: str
    from_key: str
    to_key: str
    line: int | None = None
    at: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says of how its labels came about; empty where it says nothing."""

    annotator: str = ""
    tool: str = ""
    created: datetime | None = None
    updated: datetime | None = None
    lead_time: float | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that a file says about one document by one annotator.

    Parameters
    ----------
    text
        The text as the file has it, white space and all.
    about
        What it says of the article: some of `title`, `source` and `url`. Only a new article takes it over.
    """

    text: str
    mentions: Sequence[Mention]
    links: Sequence[Link]
    findings: Sequence[Finding] = ()
    head: Head = Head()
    about: Mapping[str, str] = field(default_factory=dict)


def lost(code: str, message: str, line: int | None = None, at: str = "") -> Finding:
    """Return the warning that something in a file is left out; equal things have equal codes and messages."""
    return Finding(code, message, line=line, field=at, severity="warning")
