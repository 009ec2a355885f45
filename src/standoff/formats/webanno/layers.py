"""The names that a scheme's span types, attributes and relations have in WebAnno TSV, either way.

Each span type is a custom layer with its attributes as string features; each relation is a link feature ("slot") of the
layers that it may start from. A name in a slot's declaration must not have an underscore, at which readers split it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from standoff.scheme import Scheme

PREFIX: Final = "webanno.custom."
ANY_LAYER: Final = "uima.tcas.Annotation"
"""The target of a slot that may be filled from several layers."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A link feature: the relation that it holds, its own name, and the layer of what fills it."""

    relation: str
    feature: str
    target: str

    @property
    def is_untyped(self) -> bool:
        """Whether it may be filled from several layers."""
        return self.target == ANY_LAYER


@dataclass(frozen=True, slots=True)
class Layer:
    """A span layer and what it declares, in the order of its columns."""

    type: str
    name: str
    features: tuple[str, ...]
    slots: tuple[Slot, ...]

    @property
    def declaration(self) -> str:
        """The line of the header that declares it."""
        slots = (
            f"ROLE_{self.name}:{slot.feature}_{self.name}{_upper_first(slot.feature)}Link|{slot.target}"
            for slot in self.slots
        )
        return f"#T_SP={self.name}|{'|'.join([*self.features, *slots])}"

    @property
    def width(self) -> int:
        """How many columns it has; a layer that declares nothing has one, which says where it is."""
        return len(self.features) + 2 * len(self.slots) or 1


def layers_of(scheme: Scheme) -> dict[str, Layer]:
    """Return the layer of each span type."""
    names = dict(zip(scheme.spans, _distinct(map(_camel, scheme.spans), ()), strict=True))
    return {
        type_.name: Layer(
            type=type_.name,
            name=PREFIX + names[type_.name],
            features=tuple(type_.attributes),
            slots=_slots(scheme, type_.name, names),
        )
        for type_ in scheme.spans.values()
    }


def _slots(scheme: Scheme, type_: str, names: Mapping[str, str]) -> tuple[Slot, ...]:
    relations = [relation for relation in scheme.relations.values() if type_ in relation.from_types]
    features = _distinct((_lower_first(_camel(item.name)) for item in relations), scheme.spans[type_].attributes)
    return tuple(
        Slot(
            relation=relation.name,
            feature=feature,
            target=PREFIX + names[relation.to_types[0]] if len(relation.to_types) == 1 else ANY_LAYER,
        )
        for relation, feature in zip(relations, features, strict=True)
    )


def _camel(name: str) -> str:
    return "".join(_upper_first(part) for part in name.split("_"))


def _upper_first(name: str) -> str:
    return name[:1].upper() + name[1:]


def _lower_first(name: str) -> str:
    return name[:1].lower() + name[1:]


def _distinct(names: Iterable[str], taken: Iterable[str]) -> Sequence[str]:
    """Return the names, those that are taken or stand twice with a number behind them."""
    used = set(taken)
    found = []
    for name in names:
        chosen, number = name, 2
        while chosen in used:
            chosen, number = f"{name}{number}", number + 1
        used.add(chosen)
        found.append(chosen)
    return found
