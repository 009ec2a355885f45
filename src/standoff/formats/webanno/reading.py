"""Reading WebAnno TSV 3."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from standoff.errors import Finding, InputError, errors_in
from standoff.formats.drafts import Draft, Link, Mention, lost
from standoff.formats.model import Context, Files, Imported, decoded
from standoff.formats.settling import settle
from standoff.formats.webanno.cells import EMPTY, NOTHING, split, unescape, unnumbered
from standoff.formats.webanno.layers import ANY_LAYER, layers_of
from standoff.formats.webanno.writing import TSV
from standoff.scheme import Scheme
from standoff.text import Utf16Map

_FORMAT: Final = re.compile(r"#FORMAT=WebAnno TSV 3\.\d+")
_DECLARATION: Final = re.compile(r"#T_(?:SP|RL|CH)=[^|]+\|.*")
_ROW: Final = re.compile(r"(\d+-\d+(?:\.\d+)?)\t(\d{1,9})-(\d{1,9})\t([^\t]*)(?:\t(.*))?", re.DOTALL)

_ColumnKind = Literal["feature", "role", "filler", "base", "place"]


def from_webanno(files: Files, context: Context) -> Imported:
    """Return the label set of a file.

    A layer is taken for the span type whose layer `to_webanno` would name so, or that has its name; else, as with the
    built-in named entities, a feature whose value is a span type says the type. Slots and relation layers give
    relations, by their name or by a role or feature that names one. Chains are left out, with a warning each.

    Raises
    ------
    InputError
        If the file is not UTF-8, or is no WebAnno TSV 3.
    """
    lines = [line.rstrip("\r") for line in decoded(files, TSV).removeprefix("\ufeff").split("\n")]
    if not _FORMAT.fullmatch(lines[0]):
        raise InputError("does not begin with #FORMAT=WebAnno TSV 3.x", hint="export it as WebAnno TSV v3.x")
    declared = []
    for line in itertools.takewhile(_DECLARATION.fullmatch, lines[1:]):
        kind, name, columns = re.split("=|\\|", line.removeprefix("#T_"), maxsplit=2)
        declared.append(_Layer(kind, name, _columns(kind, columns)))
    sheet = _Sheet(declared)
    for number, line in enumerate(lines[1 + len(declared) :], 2 + len(declared)):
        sheet.read(line, number)
    return settle(_draft(sheet, context.scheme), context, "WebAnno TSV")


@dataclass(frozen=True, slots=True)
class _Layer:
    """A declared layer: its kind (``SP``, ``RL`` or ``CH``), its name, and the kind and name of each column."""

    kind: str
    name: str
    columns: Sequence[tuple[_ColumnKind, str]]

    @property
    def short_name(self) -> str:
        return self.name.rpartition(".")[2]


def _columns(kind: str, declaration: str) -> list[tuple[_ColumnKind, str]]:
    columns: list[tuple[_ColumnKind, str]] = []
    for name in filter(None, declaration.split("|")):
        if name.startswith("ROLE_"):
            columns.append(("role", name.split("_")[1].rpartition(":")[2]))
        elif columns and columns[-1][0] == "role":
            columns.append(("filler", name))
        elif kind == "RL" and name.startswith("BT_"):
            columns.append(("base", name.removeprefix("BT_")))
        else:
            columns.append(("feature", name))
    return columns or [("place", "")]


@dataclass(slots=True)
class _Annotation:
    """An annotation as far as its rows have been read; offsets count UTF-16 code units."""

    layer: _Layer
    start_utf16: int
    end_utf16: int
    line: int
    features: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Reference:
    """Where a slot or a relation points: a row, a layer, and the number that tells it from others; empty for none."""

    row: str
    layer: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class _Arc:
    """A slot and its filler, or a relation; `names` are what may say its type, the likeliest first."""

    names: Sequence[str]
    from_: _Reference | _Annotation
    to: _Reference
    line: int


class _Sheet:
    """The lines after the header, taken in one by one."""

    def __init__(self, layers: Sequence[_Layer]) -> None:
        self.layers = layers
        self.words: list[tuple[int, int, str, int]] = []
        self.annotations: list[_Annotation] = []
        self.arcs: list[_Arc] = []
        self.findings: list[Finding] = []
        self._pieces: list[str] = []
        self._length_utf16 = 0
        self._heading: list[str] = []
        self._numbered: dict[str, _Annotation] = {}
        self._on_row: dict[tuple[str, str], list[_Annotation]] = defaultdict(list)

    @property
    def text(self) -> str:
        """The text of all sentences so far."""
        return "".join(self._pieces)

    def read(self, line: str, number: int) -> None:
        """Take in one line."""
        if line.startswith("#Text="):
            self._heading.append(unescape(line.removeprefix("#Text=")))
        elif line.startswith("#"):
            self.findings.append(lost("sentence-header", "labels have nothing for sentences", number))
        elif line and not self._row(line, number):
            self.findings.append(Finding("webanno-line", f"{line!r} is no row of these columns", line=number))

    def resolve(self, reference: _Reference | _Annotation) -> _Annotation | None:
        """Return the annotation that a reference points to, or None."""
        if isinstance(reference, _Annotation):
            return reference
        if reference.number not in ("", "0"):
            return self._numbered.get(reference.number)
        layers = [layer.name for layer in self.layers] if reference.layer == ANY_LAYER else [reference.layer]
        return next((found for name in layers for found in self._on_row[reference.row, name]), None)

    def _row(self, line: str, number: int) -> bool:
        match = _ROW.fullmatch(line)
        if match is None:
            return False
        row, start, end, word = match[1], int(match[2]), int(match[3]), match[4]
        cells = match[5].removesuffix("\t").split("\t") if match[5] else []
        if len(cells) < sum(len(layer.columns) for layer in self.layers):
            return False
        self._begin_sentence(start)
        self.words.append((start, end, word, number))
        for layer in self.layers:
            piles = [[] if cell == NOTHING else split(cell, "|") for cell in cells[: len(layer.columns)]]
            cells = cells[len(layer.columns) :]
            for position in range(max(map(len, piles))):
                values = [pile[position] if position < len(pile) else NOTHING for pile in piles]
                if layer.kind == "SP":
                    self._span(layer, values, row, (start, end), number)
                elif layer.kind == "RL":
                    self._relation(layer, values, row, number)
                else:
                    self.findings.append(lost("chain", f"labels have no chains such as {layer.short_name}", number))
        return True

    def _begin_sentence(self, start_utf16: int) -> None:
        """Put the text of a sentence behind what was read before, at the offset of its first token.

        As in INCEpTION, sentences are parted by a line break and as many spaces as are missing, or by nothing.
        """
        if not self._heading:
            return
        if self._pieces and self._length_utf16 < start_utf16:
            self._append("\n")
        self._append(" " * (start_utf16 - self._length_utf16))
        self._append("\n".join(self._heading))
        self._heading = []

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        self._length_utf16 += len(text) + sum(char > "\uffff" for char in text)

    def _span(self, layer: _Layer, values: Sequence[str], row: str, at: tuple[int, int], line: int) -> None:
        kinds = [kind for kind, _ in layer.columns]
        pairs = [
            unnumbered(value) if kind != "filler" else (value, "") for kind, value in zip(kinds, values, strict=True)
        ]
        number = next((number for _, number in pairs if number), "")
        annotation = self._numbered.get(number)
        if annotation is not None:
            annotation.end_utf16 = max(annotation.end_utf16, at[1])
        else:
            annotation = _Annotation(layer, *at, line)
            self.annotations.append(annotation)
            if number:
                self._numbered[number] = annotation
            self._fill(annotation, [value for value, _ in pairs])
        self._on_row[row, layer.name].append(annotation)

    def _fill(self, annotation: _Annotation, values: Sequence[str]) -> None:
        roles: list[str] = []
        for (kind, name), value in zip(annotation.layer.columns, values, strict=True):
            if kind == "feature" and value not in (EMPTY, NOTHING):
                annotation.features[name] = unescape(value)
            elif kind == "role":
                roles = [unescape(role) for role in split(value, ";")]
                feature = name
            elif kind == "filler" and value not in (EMPTY, NOTHING):
                fillers = [unnumbered(filler) for filler in split(value, ";")]
                for role, (target, number) in zip(roles, fillers, strict=False):
                    to = _Reference(target, name, number)
                    self.arcs.append(_Arc([role, feature], annotation, to, annotation.line))

    def _relation(self, layer: _Layer, values: Sequence[str], row: str, line: int) -> None:
        _, base = layer.columns[-1]
        source, numbers = unnumbered(values[-1])
        from_number, _, to_number = numbers.partition("_")
        named = [unescape(value) for value in values[:-1] if value not in (EMPTY, NOTHING)]
        from_, to = _Reference(source, base, from_number), _Reference(row, base, to_number)
        self.arcs.append(_Arc([*named, layer.short_name], from_, to, line))


def _draft(sheet: _Sheet, scheme: Scheme) -> Draft:
    """Return what the lines say in the words of the scheme."""
    text = sheet.text
    offsets = Utf16Map(text)
    findings = list(sheet.findings)
    for start, end, word, line in sheet.words:
        if _slice(text, offsets, start, end) != word:
            message = "the word is not that of the text at its offsets"
            findings.append(Finding("text-mismatch", message, line=line))
    if errors_in(findings):
        return Draft(text, [], [], findings)
    keys = {id(annotation): str(position) for position, annotation in enumerate(sheet.annotations)}
    types = {own.name: type_ for type_, own in layers_of(scheme).items()}
    mentions = []
    for annotation in sheet.annotations:
        type_, attributes = _typed(annotation, types)
        start, end = offsets.from_utf16(annotation.start_utf16), offsets.from_utf16(annotation.end_utf16)
        mentions.append(Mention(keys[id(annotation)], type_, start, end, attributes, line=annotation.line))
    links = []
    relations = _relation_names(scheme)
    for arc in sheet.arcs:
        from_, to = sheet.resolve(arc.from_), sheet.resolve(arc.to)
        telling = next((name for name in arc.names if name in relations), arc.names[-1])
        type_ = relations.get(telling, telling)
        if from_ is None or to is None:
            findings.append(lost("relation-end", f"a {type_} whose end is not in the file", arc.line))
            continue
        links.append(Link(type_, keys[id(from_)], keys[id(to)], arc.line))
        if any(name not in (telling, EMPTY) for name in arc.names[:-1]):
            findings.append(lost("relation-attribute", f"a value of a {type_} beside its type", arc.line))
    return Draft(text, mentions, links, findings)


def _typed(annotation: _Annotation, types: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Return the span type of an annotation, or what may be its name elsewhere, and its attributes.

    Parameters
    ----------
    types
        The span types by the names of their layers.
    """
    layer, features = annotation.layer, annotation.features
    for name, type_ in types.items():
        if layer.name == name or layer.short_name.casefold() == type_.casefold():
            return type_, features
    telling = next((name for name, value in features.items() if value in types.values()), None)
    if telling is None:
        return layer.short_name, {}
    return features[telling], {name: value for name, value in features.items() if name != telling}


def _relation_names(scheme: Scheme) -> dict[str, str]:
    """Return the relation that each name in a file stands for: of a role, a slot, or a relation layer."""
    slots = {slot.feature: slot.relation for layer in layers_of(scheme).values() for slot in layer.slots}
    layers = {name[:1].upper() + name[1:]: name for name in scheme.relations}
    return layers | slots | {name: name for name in scheme.relations}


def _slice(text: str, offsets: Utf16Map, start_utf16: int, end_utf16: int) -> str | None:
    try:
        return text[offsets.from_utf16(start_utf16) : offsets.from_utf16(end_utf16)]
    except InputError:
        return None
