"""The errors that standoff raises and the findings that its checks collect.

A check never stops at the first fault: it returns a list of `Finding`. An error is raised only where work cannot go on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in somebody's input.

    Parameters
    ----------
    code
        Stable kebab-case name of the kind of fault, such as ``date-missing``.
    message
        What is wrong, in a sentence without a full stop.
    path
        File in which it was found; empty where the input is no file.
    line
        1-based line in that file, where known.
    field
        Path of the value within the file or line, such as ``$.spans[3].end``.
    hint
        What to do next.
    severity
        ``error`` where the input cannot be used as it is, ``warning`` where it can.
    """

    code: str
    message: str
    path: str = ""
    line: int | None = None
    field: str = ""
    hint: str = ""
    severity: Literal["error", "warning"] = "error"

    @property
    def where(self) -> str:
        """File, line and field as one string, such as ``a.yaml:3 $.name``; empty where none is known."""
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place} {self.field}".strip()

    def __str__(self) -> str:
        text = f"{self.severity}: {self.message} [{self.code}]"
        if self.where:
            text = f"{self.where}: {text}"
        return f"{text}\n    {self.hint}" if self.hint else text


class StandoffError(Exception):
    """Root of every error that standoff raises on purpose.

    Parameters
    ----------
    message
        What went wrong, in a sentence.
    where
        The file, field, address or argument it went wrong at.
    hint
        What to do next.
    """

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text}\n    {self.hint}" if self.hint else text


class InputError(StandoffError, ValueError):
    """A file or an argument that a person gave cannot be used."""


class FindingsError(InputError):
    """Input had faults; all of them are in `findings`."""

    def __init__(self, message: str, findings: Iterable[Finding], *, where: str = "", hint: str = "") -> None:
        super().__init__(message, where=where, hint=hint)
        self.findings: Sequence[Finding] = tuple(findings)

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *(str(finding) for finding in self.findings)])


class MissingError(StandoffError, LookupError):
    """Something that was named does not exist."""


class ConflictError(StandoffError, RuntimeError):
    """Two sides changed, or something else is at work on the same files or the same project."""


class RemoteError(StandoffError, ConnectionError):
    """A server could not be reached or answered with an error."""


class MissingExtraError(StandoffError, ImportError):
    """A package of an optional extra is not installed."""


def errors_in(findings: Iterable[Finding]) -> list[Finding]:
    """Return those findings that are errors, in order."""
    return [finding for finding in findings if finding.severity == "error"]
