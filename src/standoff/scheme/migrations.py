"""How labels that were made under one version of a scheme become labels of the next: named steps in the scheme file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from standoff.scheme.located import Reader

STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "rename_span": ("from", "to"),
    "rename_relation": ("from", "to"),
    "rename_attribute": ("span", "from", "to"),
    "rename_value": ("span", "attribute", "from", "to"),
    "merge_spans": ("from", "to"),
    "merge_values": ("span", "attribute", "from", "to"),
    "split_span": ("span", "attribute", "value", "to"),
    "move_attribute": ("attribute", "along"),
    "add_attribute": ("span", "attribute", "value"),
    "drop_attribute": ("span", "attribute"),
}
"""Each kind of step with what it needs to be told."""

_FORGETFUL: Final = frozenset({"merge_spans", "merge_values", "drop_attribute"})


@dataclass(frozen=True)
class Step:
    """One change of labels.

    Parameters
    ----------
    kind
        ``rename_span``, ``rename_relation``, ``rename_attribute``, ``rename_value``: another name for the same.
        ``merge_spans``, ``merge_values``: `from` becomes `to`, which there is already.
        ``split_span``: spans of type `span` whose `attribute` is `value` become spans of type `to`, without it.
        ``move_attribute``: from the span at which a relation `along` begins to the span to which it leads.
        ``add_attribute``: spans that lack it get this value. ``drop_attribute``: it goes.
    values
        What the step was told, by the names in `STEPS`.
    """

    kind: str
    values: Mapping[str, str]

    @property
    def is_reversible(self) -> bool:
        """Whether what was before can be told from what is after, even for labels that were made since."""
        return self.kind not in _FORGETFUL

    def __str__(self) -> str:
        return f"{self.kind} {', '.join(f'{name} {value}' for name, value in self.values.items())}"


@dataclass(frozen=True)
class Migration:
    """The step from one version of a scheme to the next.

    Parameters
    ----------
    to
        The version that labels have afterwards; before, they have the one below.
    note
        Why the scheme was changed.
    """

    to: int
    name: str
    note: str
    steps: tuple[Step, ...]


def read_migrations(reader: Reader, raw: Any, version: int) -> tuple[Migration, ...]:
    """Read the migrations of a scheme file; they must lead, one by one, to the scheme's own `version`."""
    found = []
    for item, at in reader.items(raw, "$.migrations"):
        value = reader.mapping(item, at, known=("to", "name", "note", "steps"))
        steps = [_step(reader, step, step_at) for step, step_at in reader.items(value.get("steps"), f"{at}.steps")]
        found.append(
            Migration(
                to=reader.whole(value, "to", at),
                name=reader.string(value, "name", at),
                note=reader.string(value, "note", at, default=""),
                steps=tuple(step for step in steps if step is not None),
            )
        )
    versions = [migration.to for migration in found]
    if versions and (versions != list(range(version - len(found) + 1, version + 1)) or versions[0] < 2):
        message = f"lead to the versions {', '.join(map(str, versions))}, but must lead one by one up to {version}"
        reader.fault("$.migrations", message)
    return tuple(found)


def _step(reader: Reader, raw: Any, at: str) -> Step | None:
    step = reader.mapping(raw, at, known=STEPS)
    if len(step) != 1:
        reader.fault(at, "must be one step", hint=f"one of: {', '.join(STEPS)}")
        return None
    ((kind, raw_values),) = step.items()
    if kind not in STEPS:
        return None
    values = reader.mapping(raw_values, f"{at}.{kind}", known=STEPS[kind])
    return Step(kind, {name: reader.string(values, name, f"{at}.{kind}") for name in STEPS[kind]})
