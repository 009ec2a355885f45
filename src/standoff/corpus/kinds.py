"""What columns hold, in our own words: from these follow the Arrow schema, the YAML of the card, and `Features`.

`datasets` would say the same of its `Features`, and tests compare the two; but to import it takes longer than to build
a small corpus, so that it is loaded only where a corpus is checked, or where somebody asks for `Features`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Union

import pyarrow as pa

if TYPE_CHECKING:
    from datasets import Features

_ARROW: Final[Mapping[str, pa.DataType]] = {
    "string": pa.string(),
    "date32": pa.date32(),
    "int32": pa.int32(),
    "float64": pa.float64(),
    "timestamp[us, tz=UTC]": pa.timestamp("us", tz="UTC"),
}


@dataclass(frozen=True, slots=True)
class Plain:
    """Values of one type, by the name that `datasets` has for it."""

    dtype: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some classes, stored as its number."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Many:
    """A list."""

    item: Kind


@dataclass(frozen=True, slots=True)
class Foreign:
    """What no build of ours makes, by the name of its type."""

    name: str


Kind = Union[Plain, Choice, Many, Foreign, dict[str, "Kind"]]  # noqa: UP007 - of a name that is not there yet
"""What a column holds, or a part of one; a mapping stands for a struct."""

TEXT: Final = Plain("string")
DAY: Final = Plain("date32")
NUMBER: Final = Plain("int32")
REAL: Final = Plain("float64")
TIME: Final = Plain("timestamp[us, tz=UTC]")


class Columns(dict[str, Kind]):
    """The columns of a config, by name and in order."""

    @cached_property
    def arrow_schema(self) -> pa.Schema:
        """The schema of its Parquet files, with what `datasets` looks for in it."""
        metadata = {"huggingface": json.dumps({"info": {"features": _to_json(dict(self))}})}
        return pa.schema([pa.field(name, _to_arrow(kind)) for name, kind in self.items()], metadata)

    def to_yaml(self) -> list[dict[str, Any]]:
        """Return what the front matter of a dataset card says of them under ``features``."""
        return _parts_to_yaml(self)

    def to_features(self) -> Features:
        """Return them as `datasets` knows them."""
        import datasets

        return datasets.Features({name: _to_feature(kind) for name, kind in self.items()})

    @classmethod
    def from_features(cls, features: Features) -> Columns:
        """Return what `features` say."""
        return cls({name: _from_feature(feature) for name, feature in features.items()})


def class_names(kind: Kind, at: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the path and the names of every class label, such as ``spans.type``."""
    if isinstance(kind, Choice):
        yield at, kind.names
    elif isinstance(kind, dict):
        for name, part in kind.items():
            yield from class_names(part, f"{at}.{name}" if at else name)
    elif isinstance(kind, Many):
        yield from class_names(kind.item, at)


def _to_arrow(kind: Kind) -> pa.DataType:
    if isinstance(kind, dict):
        return pa.struct([pa.field(name, _to_arrow(part)) for name, part in kind.items()])
    if isinstance(kind, Many):
        return pa.list_(_to_arrow(kind.item))
    return pa.int64() if isinstance(kind, Choice) else _ARROW[_dtype(kind)]


def _to_json(kind: Kind) -> dict[str, Any]:
    if isinstance(kind, dict):
        return {name: _to_json(part) for name, part in kind.items()}
    if isinstance(kind, Many):
        return {"feature": _to_json(kind.item), "_type": "List"}
    if isinstance(kind, Choice):
        return {"names": list(kind.names), "_type": "ClassLabel"}
    return {"dtype": _dtype(kind), "_type": "Value"}


def _parts_to_yaml(parts: Mapping[str, Kind]) -> list[dict[str, Any]]:
    return [{"name": name, **_to_yaml(part)} for name, part in parts.items()]


def _to_yaml(kind: Kind) -> dict[str, Any]:
    if isinstance(kind, dict):
        return {"struct": _parts_to_yaml(kind)}
    if isinstance(kind, Many):
        item = _to_yaml(kind.item)
        # A list of structs, or of plain values, is said in fewer words.
        (key, value), *more = item.items()
        return {"list": value if key in ("struct", "dtype") and not more else item}
    if isinstance(kind, Choice):
        return {"dtype": {"class_label": {"names": {str(number): name for number, name in enumerate(kind.names)}}}}
    return {"dtype": _dtype(kind)}


def _to_feature(kind: Kind) -> Any:
    import datasets

    if isinstance(kind, dict):
        return {name: _to_feature(part) for name, part in kind.items()}
    if isinstance(kind, Many):
        return datasets.List(_to_feature(kind.item))
    return datasets.ClassLabel(names=list(kind.names)) if isinstance(kind, Choice) else datasets.Value(_dtype(kind))


def _from_feature(feature: Any) -> Kind:
    import datasets

    if isinstance(feature, Mapping):
        return {name: _from_feature(part) for name, part in feature.items()}
    if isinstance(feature, datasets.List):
        return Many(_from_feature(feature.feature))
    if isinstance(feature, datasets.ClassLabel):
        return Choice(tuple(feature.names))
    return Plain(feature.dtype) if isinstance(feature, datasets.Value) else Foreign(type(feature).__name__)


def _dtype(kind: Kind) -> str:
    if not isinstance(kind, Plain):
        raise TypeError(f"{kind!r} is no kind of column that a build makes")
    return kind.dtype
