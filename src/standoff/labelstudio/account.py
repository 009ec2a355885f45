"""The account of what became of each result that a server sent: nothing of it may be lost without being named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from standoff.errors import Finding


@dataclass(frozen=True, slots=True)
class Item:
    """A result that has the form of a region or of an attribute of one.

    Parameters
    ----------
    index
        Its place in the list that the server sent.
    id
        The region that it is or belongs to.
    """

    index: int
    id: str
    raw: Mapping[str, Any]

    @property
    def value(self) -> Mapping[str, Any]:
        """The mapping under the key ``value``."""
        value: Mapping[str, Any] = self.raw["value"]
        return value


@dataclass(frozen=True, slots=True)
class Rejected:
    """A result that is in no span and no relation, as the server sent it.

    Parameters
    ----------
    field
        Its path, ``$[3]``; the findings that say why have this path or one that begins with it.
    """

    field: str
    item: object


class Account:
    """Findings and rejected results, collected while the results of one annotation are read."""

    def __init__(self, results: Sequence[object]) -> None:
        self._results = results
        self._rejected: set[int] = set()
        self.findings: list[Finding] = []

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """The rejected results in the order of the list."""
        return tuple(Rejected(f"$[{index}]", self._results[index]) for index in sorted(self._rejected))

    def has_rejected(self, index: int) -> bool:
        """Say whether the result at `index` was rejected."""
        return index in self._rejected

    def warn(self, index: int, code: str, message: str, *, at: str = "") -> None:
        """Note that a result was used otherwise than as it stands."""
        self.findings.append(Finding(code, message, field=f"$[{index}]{at}", severity="warning"))

    def reject(self, index: int, code: str, message: str, *, at: str = "", hint: str = "") -> None:
        """Note that a result cannot be used, and why."""
        self._rejected.add(index)
        self.findings.append(Finding(code, message, field=f"$[{index}]{at}", hint=hint))
