"""YAML read with the line of every value, and a reader that collects every fault by its path.

Scalars stay strings (``yes`` is the word, not a boolean): what a value means is decided by the one who asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import yaml

from standoff.errors import Finding, FindingsError
from standoff.text import first_lone_surrogate

# A few lines of aliases of aliases can stand for more values than memory holds.
_MOST_VALUES: Final = 100_000


def read_yaml(text: str, path: str) -> tuple[Any, dict[str, int]]:
    """Return the plain value of a YAML text (dicts, lists, strings) and the 1-based line of each value by its path.

    Raises
    ------
    FindingsError
        If it is no YAML, a mapping has a key twice, a value cannot be stored as UTF-8, or it is nested without end.
    """
    builder = _Builder(path)
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
        value = builder.value(node, "$") if node is not None else {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise FindingsError("not valid YAML", [Finding("yaml", error.problem or "syntax error", path, line)]) from None
    except yaml.YAMLError as error:
        raise FindingsError("not valid YAML", [Finding("yaml", str(error).splitlines()[0], path)]) from None
    except RecursionError:
        message = "nested too deeply, or its aliases stand for too many values"
        raise FindingsError("not usable", [Finding("yaml", message, path)]) from None
    if builder.findings:
        raise FindingsError("not usable", builder.findings)
    return value, builder.lines


class _Builder:
    """Makes plain values of YAML nodes."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.lines: dict[str, int] = {}
        self.findings: list[Finding] = []

    def value(self, node: yaml.Node, at: str) -> Any:
        self.lines[at] = node.start_mark.line + 1
        if len(self.lines) > _MOST_VALUES:
            raise RecursionError
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, at)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, f"{at}[{index}]") for index, item in enumerate(node.value)]
        return self._text(node, at)

    def _mapping(self, node: yaml.MappingNode, at: str) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault("yaml", "a key must be text", key_node, at)
                continue
            key = self._text(key_node, at)
            if key in result:
                self._fault("duplicate-key", f"key {key!r} stands twice", key_node, at)
            result[key] = self.value(value_node, f"{at}.{key}")
        return result

    def _text(self, node: yaml.Node, at: str) -> str:
        text = str(node.value)
        if first_lone_surrogate(text) is not None:
            self._fault("lone-surrogate", "holds a lone surrogate, which cannot be stored as UTF-8", node, at)
        return text

    def _fault(self, code: str, message: str, node: yaml.Node, at: str) -> None:
        self.findings.append(Finding(code, message, self._path, node.start_mark.line + 1, at))


def merged(base: Any, change: Any) -> Any:
    """Return `base` with `change` laid over it: mappings are merged key by key, all else is replaced."""
    if isinstance(base, Mapping) and isinstance(change, Mapping):
        return dict(base) | {key: merged(base.get(key), value) for key, value in change.items()}
    return change


class Reader:
    """Takes values out of nested dicts and lists and notes every fault with its path and line."""

    def __init__(self, path: str, lines: Mapping[str, int]) -> None:
        self._path = path
        self._lines = lines
        self.findings: list[Finding] = []

    def fault(self, at: str, message: str, *, code: str = "scheme", hint: str = "") -> None:
        """Note a fault of the value at the path `at`."""
        self.findings.append(Finding(code, message, self._path, self._line(at), at, hint))

    def _line(self, at: str) -> int | None:
        while at not in self._lines and at not in ("$", ""):
            at = at[: max(at.rfind("."), at.rfind("["))]
        return self._lines.get(at)

    def mapping(self, value: Any, at: str, *, known: Iterable[str] = ()) -> dict[str, Any]:
        """Return `value` as a dict (empty where it is none), noting keys that are not in `known`, if given."""
        if value is None or value == "":
            return {}
        if not isinstance(value, dict):
            self.fault(at, "must be a mapping")
            return {}
        known = tuple(known)
        for key in value:
            if known and key not in known:
                self.fault(f"{at}.{key}", f"unknown key {key!r}", hint=f"known here: {', '.join(known)}")
        return value

    def items(self, value: Any, at: str) -> list[tuple[Any, str]]:
        """Return the elements of a list with their paths; a missing list is empty."""
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(at, "must be a list")
            return []
        return [(item, f"{at}[{index}]") for index, item in enumerate(value)]

    def string(self, mapping: Mapping[str, Any], key: str, at: str, *, default: str | None = None) -> str:
        """Return a string; without a `default` it must be there and not be empty."""
        value = mapping.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.fault(f"{at}.{key}", "is required" if value in (None, "") else "must be text")
            return default or ""
        return value.strip()

    def whole(self, mapping: Mapping[str, Any], key: str, at: str) -> int:
        """Return a whole number from 1; it must be there."""
        text = self.string(mapping, key, at)
        if re.fullmatch(r"[1-9][0-9]{0,8}", text):
            return int(text)
        if text:
            self.fault(f"{at}.{key}", f"{text!r} must be a whole number from 1")
        return 0

    def boolean(self, mapping: Mapping[str, Any], key: str, at: str) -> bool:
        """Return ``true`` or ``false``; missing means false."""
        value = mapping.get(key, "false")
        if value not in ("true", "false"):
            self.fault(f"{at}.{key}", f"must be true or false, not {value!r}")
        return bool(value == "true")
