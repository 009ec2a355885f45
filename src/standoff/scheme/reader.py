"""Reading a scheme file, with every fault collected and named by its path."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import Any, Final, cast, get_args

from standoff.errors import FindingsError, MissingError
from standoff.files import read_text
from standoff.scheme.located import Reader, merged, read_yaml
from standoff.scheme.migrations import read_migrations
from standoff.scheme.model import (
    Attribute,
    AttributeKind,
    Decision,
    Example,
    RelationType,
    Scheme,
    SpanType,
    StanceRole,
)

DEFAULT_SCHEME: Final = "news-conflict"
"""The built-in scheme that is used where none is named."""

_SCHEME_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
# Okabe and Ito's palette, told apart by most colour-blind people; for span types that name no colour.
_PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442", "#000000")
# Columns that every span has in the corpus; an attribute's column `<type>_<attribute>` must differ from them.
_SPAN_COLUMNS = {"id", "type", "start", "end", "text"}


def builtin_schemes() -> list[str]:
    """Return the names of the schemes that come with the package."""
    return sorted(entry.name[: -len(".yaml")] for entry in _folder().iterdir() if entry.name.endswith(".yaml"))


def load_scheme(name_or_path: str | Path = DEFAULT_SCHEME) -> Scheme:
    """Read a built-in scheme by its name, or a scheme file by its path.

    Raises
    ------
    MissingError
        If there is no such built-in scheme and no such file.
    FindingsError
        If the file has faults; all of them are in its `findings`.
    """
    if isinstance(name_or_path, str) and name_or_path in builtin_schemes():
        return read_scheme((_folder() / f"{name_or_path}.yaml").read_text(encoding="utf-8"), f"{name_or_path}.yaml")
    path = Path(name_or_path)
    if not path.is_file():
        raise MissingError(
            f"no scheme {str(name_or_path)!r}",
            hint=f"give the path of a scheme file, or one of the built-in schemes: {', '.join(builtin_schemes())}",
        )
    return read_scheme(read_text(path), str(path))


def read_scheme(text: str, path: str = "scheme") -> Scheme:
    """Read a scheme from YAML text; `path` is the name that findings give it.

    Raises
    ------
    FindingsError
        If the text has faults; all of them are in its `findings`.
    """
    raw, lines = read_yaml(text, path)
    if isinstance(raw, dict) and "extends" in raw:
        parent = raw.pop("extends")
        if parent not in builtin_schemes():
            raise MissingError(
                f"no built-in scheme {parent!r} to extend", where=path, hint=f"there is: {', '.join(builtin_schemes())}"
            )
        base, _ = read_yaml((_folder() / f"{parent}.yaml").read_text(encoding="utf-8"), parent)
        base.pop("migrations", None)  # they lead to the parent's version, not to this one's
        raw = merged(base, raw)
    reader = Reader(path, lines)
    scheme = _scheme(reader, raw)
    if reader.findings:
        raise FindingsError("the scheme has faults", reader.findings, where=path)
    return scheme


def _folder() -> Any:
    return resources.files("standoff.scheme")


def _scheme(reader: Reader, raw: Any) -> Scheme:
    keys = (
        "name",
        "version",
        "title",
        "description",
        "extends",
        "stance",
        "spans",
        "relations",
        "decisions",
        "migrations",
    )
    top = reader.mapping(raw, "$", known=keys)
    name = reader.string(top, "name", "$")
    if name and not _SCHEME_NAME.fullmatch(name):
        reader.fault("$.name", f"{name!r} must be lower-case words joined by hyphens")
    version = reader.whole(top, "version", "$")
    spans = {
        key: _span_type(reader, key, value, f"$.spans.{key}", rank)
        for rank, (key, value) in enumerate(reader.mapping(top.get("spans"), "$.spans").items())
    }
    if not spans:
        reader.fault("$.spans", "at least one span type is required")
    relations = {
        key: _relation_type(reader, key, value, f"$.relations.{key}", spans)
        for key, value in reader.mapping(top.get("relations"), "$.relations").items()
    }
    _check_unique(reader, spans)
    return Scheme(
        name=name,
        version=version,
        title=reader.string(top, "title", "$"),
        description=reader.string(top, "description", "$", default=""),
        spans=spans,
        relations=relations,
        stance=_stance_role(reader, top.get("stance"), spans, relations),
        decisions=tuple(_decision(reader, item, at) for item, at in reader.items(top.get("decisions"), "$.decisions")),
        migrations=read_migrations(reader, top.get("migrations"), version),
    )


def _identifier(reader: Reader, name: str, at: str) -> None:
    if not _IDENTIFIER.fullmatch(name):
        reader.fault(at, f"name {name!r} must be letters, digits and underscores, beginning with a letter")


def _span_type(reader: Reader, name: str, raw: Any, at: str, rank: int) -> SpanType:
    keys = ("title", "hotkey", "color", "definition", "extent", "examples", "counterexamples", "attributes")
    value = reader.mapping(raw, at, known=keys)
    _identifier(reader, name, at)
    color = reader.string(value, "color", at, default=_PALETTE[rank % len(_PALETTE)])
    if not _COLOR.fullmatch(color):
        reader.fault(f"{at}.color", f"{color!r} must be a colour such as #0072B2")
    hotkey = reader.string(value, "hotkey", at, default="")
    if hotkey and not re.fullmatch(r"[a-z0-9]", hotkey):
        reader.fault(f"{at}.hotkey", f"{hotkey!r} must be one lower-case letter or digit")
    return SpanType(
        name=name,
        title=reader.string(value, "title", at, default=name),
        definition=reader.string(value, "definition", at),
        extent=reader.string(value, "extent", at, default=""),
        color=color,
        hotkey=hotkey,
        attributes={
            key: _attribute(reader, key, item, f"{at}.attributes.{key}")
            for key, item in reader.mapping(value.get("attributes"), f"{at}.attributes").items()
        },
        examples=_examples(reader, value, "examples", at, marked=True),
        counterexamples=_examples(reader, value, "counterexamples", at, marked=False),
    )


def _attribute(reader: Reader, name: str, raw: Any, at: str) -> Attribute:
    value = reader.mapping(raw, at, known=("title", "kind", "required", "values", "pattern", "hint"))
    _identifier(reader, name, at)
    choices = value.get("values")
    if isinstance(choices, list):
        listed = [item for item, item_at in reader.items(choices, f"{at}.values") if _is_text(reader, item, item_at)]
        if len(set(listed)) < len(listed):
            reader.fault(f"{at}.values", "a value stands twice")
        choices = dict.fromkeys(listed, "")
    choices = reader.mapping(choices, f"{at}.values")
    for key, description in choices.items():
        if not key.strip() or key != key.strip() or "\n" in key:
            reader.fault(f"{at}.values.{key}", f"value {key!r} must be one line without outer white space")
        _is_text(reader, description, f"{at}.values.{key}")
    kind = reader.string(value, "kind", at, default="choice" if choices else "text")
    if kind not in get_args(AttributeKind):
        reader.fault(f"{at}.kind", f"{kind!r} must be one of {', '.join(get_args(AttributeKind))}")
    if (kind == "choice") != bool(choices):
        reader.fault(f"{at}.values", "a choice needs values" if kind == "choice" else f"a {kind} has no values")
    pattern = reader.string(value, "pattern", at, default="")
    if pattern and kind != "text":
        reader.fault(f"{at}.pattern", "only a text attribute has a pattern")
    try:
        re.compile(pattern)
    except re.error as error:
        reader.fault(f"{at}.pattern", f"is no regular expression: {error}")
    return Attribute(
        name=name,
        title=reader.string(value, "title", at, default=name),
        kind=cast("AttributeKind", kind),
        required=reader.boolean(value, "required", at),
        values=choices,
        pattern=pattern,
        hint=reader.string(value, "hint", at, default=""),
    )


def _is_text(reader: Reader, value: Any, at: str) -> bool:
    if not isinstance(value, str):
        reader.fault(at, "must be text")
    return isinstance(value, str)


def _examples(reader: Reader, mapping: dict[str, Any], key: str, at: str, *, marked: bool) -> tuple[Example, ...]:
    found = []
    for item, item_at in reader.items(mapping.get(key), f"{at}.{key}"):
        value = reader.mapping(item, item_at, known=("text", "note"))
        text = reader.string(value, "text", item_at)
        if not re.fullmatch(r"(?:[^\[\]]|\[[^\[\]]+\])*", text):
            reader.fault(f"{item_at}.text", "square brackets must come in pairs and not nest")
        elif text and marked != ("[" in text):
            reader.fault(f"{item_at}.text", f"must {'mark its spans' if marked else 'have no'} in square brackets")
        found.append(Example(text, reader.string(value, "note", item_at, default="")))
    return tuple(found)


def _relation_type(reader: Reader, name: str, raw: Any, at: str, spans: dict[str, SpanType]) -> RelationType:
    value = reader.mapping(raw, at, known=("title", "from", "to", "definition"))
    _identifier(reader, name, at)
    ends = []
    for key in ("from", "to"):
        named = value.get(key)
        types = (
            [named]
            if isinstance(named, str)
            else [item for item, item_at in reader.items(named, f"{at}.{key}") if _is_text(reader, item, item_at)]
        )
        if not types:
            reader.fault(f"{at}.{key}", "is required: a span type or a list of them")
        for type_ in types:
            if type_ not in spans:
                reader.fault(f"{at}.{key}", f"no span type {type_!r}", hint=f"there is: {', '.join(spans)}")
        ends.append(tuple(types))
    return RelationType(
        name=name,
        title=reader.string(value, "title", at, default=name),
        from_types=ends[0],
        to_types=ends[1],
        definition=reader.string(value, "definition", at, default=""),
    )


def _stance_role(
    reader: Reader, raw: Any, spans: dict[str, SpanType], relations: dict[str, RelationType]
) -> StanceRole | None:
    if raw is None:
        return None
    at = "$.stance"
    value = reader.mapping(raw, at, known=("span", "label", "target", "holder", "none"))
    role = StanceRole(
        span=reader.string(value, "span", at),
        label=reader.string(value, "label", at),
        target=reader.string(value, "target", at, default=""),
        holder=reader.string(value, "holder", at, default=""),
        none=reader.string(value, "none", at, default="none"),
    )
    if role.span not in spans:
        reader.fault(f"{at}.span", f"no span type {role.span!r}")
        return None
    attributes = spans[role.span].attributes
    label = attributes.get(role.label)
    if label is None or label.kind != "choice" or not label.required:
        reader.fault(f"{at}.label", f"{role.label!r} must be a required choice attribute of {role.span}")
        return None
    if role.none in label.values:
        reader.fault(f"{at}.none", f"{role.none!r} is a value of {role.label} already")
    if role.target and (role.target not in attributes or attributes[role.target].kind != "text"):
        reader.fault(f"{at}.target", f"{role.target!r} must be a text attribute of {role.span}")
    if role.holder and (role.holder not in relations or role.span not in relations[role.holder].from_types):
        reader.fault(f"{at}.holder", f"{role.holder!r} must be a relation from {role.span}")
    return role


def _decision(reader: Reader, raw: Any, at: str) -> Decision:
    value = reader.mapping(raw, at, known=("title", "rows"))
    rows = []
    for item, item_at in reader.items(value.get("rows"), f"{at}.rows"):
        row = reader.mapping(item, item_at, known=("when", "then"))
        rows.append((reader.string(row, "when", item_at), reader.string(row, "then", item_at)))
    return Decision(reader.string(value, "title", at), tuple(rows))


def _check_unique(reader: Reader, spans: dict[str, SpanType]) -> None:
    hotkeys: dict[str, str] = {}
    columns: dict[str, str] = dict.fromkeys(_SPAN_COLUMNS, "every span")
    for span in spans.values():
        owner = hotkeys.setdefault(span.hotkey, span.name) if span.hotkey else span.name
        if owner != span.name:
            reader.fault(f"$.spans.{span.name}.hotkey", f"{span.hotkey!r} is the hotkey of {owner} already")
        for attribute in span.attributes:
            column, at = f"{span.name}_{attribute}", f"$.spans.{span.name}.attributes.{attribute}"
            if columns.setdefault(column, at) != at:
                reader.fault(at, f"its column {column!r} in the corpus is taken by {columns[column]}")
