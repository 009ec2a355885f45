"""Findings by the million: the first of each kind are kept, the others counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, Self

from standoff.errors import Finding

KEPT: Final = 1000
"""How many findings with one code are kept."""


@dataclass
class Log:
    """Findings, of each code the first `KEPT` only, with the number of all.

    Attributes
    ----------
    findings
        Those that are kept, in their order.
    counts
        How many there were, by code and severity.
    """

    findings: list[Finding] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, finding: Finding) -> None:
        """Add a finding."""
        kind = (finding.code, finding.severity)
        if self.counts[kind] < KEPT:
            self.findings.append(finding)
        self.counts[kind] += 1

    def extend(self, findings: Iterable[Finding]) -> None:
        """Add findings in their order."""
        for finding in findings:
            self.add(finding)

    def merge(self, other: Log) -> None:
        """Add all that another log has."""
        for finding in other.findings:
            self.add(finding)
        kept: Counter[tuple[str, str]] = Counter((finding.code, finding.severity) for finding in other.findings)
        self.counts += other.counts - kept

    def placed(self, paths: Sequence[str]) -> Log:
        """Return the same with paths in the findings, where only their numbers among `paths` stand; nothing is 0."""
        return Log([replace(finding, path=paths[int(finding.path or 0)]) for finding in self.findings], self.counts)

    def errors(self) -> dict[str, int]:
        """Return the number of errors by code, sorted."""
        return dict(sorted((code, number) for (code, severity), number in self.counts.items() if severity == "error"))

    def rest(self) -> Iterator[Finding]:
        """Yield one finding for each code of which not all were kept."""
        for (code, severity), number in sorted(self.counts.items()):
            if number > KEPT:
                message = f"{number - KEPT:,} more like the {KEPT:,} above"
                yield Finding(code, message, severity="error" if severity == "error" else "warning")

    def to_json(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        counts = [[*kind, number] for kind, number in sorted(self.counts.items())]
        return {"findings": [asdict(finding) for finding in self.findings], "counts": counts}

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Return the log that a JSON object of `to_json` holds."""
        counts = Counter({(code, severity): number for code, severity, number in value["counts"]})
        return cls([Finding(**finding) for finding in value["findings"]], counts)
