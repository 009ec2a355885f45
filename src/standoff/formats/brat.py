r"""brat standoff: the text in ``.txt``, the labels in ``.ann``.

Text-bound annotations (``T``) hold spans, attributes (``A``) hold choices, notes (``#``) whose type is the name of an
attribute hold texts, relations (``R``) hold relations. Offsets are half-open and count code points of the text file.
A span that runs over a line break is written as fragments, since brat wants the words of a fragment on one line.

The format: https://brat.nlplab.org/standoff.html; the configuration: https://brat.nlplab.org/configuration.html
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from standoff.errors import Finding, InputError
from standoff.formats.drafts import Draft, Link, Mention, lost
from standoff.formats.model import Context, Exported, Files, Imported, Interval, decoded, head_losses, loss
from standoff.formats.settling import settle
from standoff.records import Article, LabelSet, Span
from standoff.scheme import Scheme
from standoff.text import Utf16Map

TXT, ANN, CONFIGURATION = ".txt", ".ann", "annotation.conf"

_OWN_ID: Final = re.compile(r"T[1-9][0-9]*")
_LINE_BREAKS: Final = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_FRAGMENT: Final = re.compile(f"[^{_LINE_BREAKS}]+")
_ESCAPED: Final = re.compile(r"\\(?:u([0-9a-f]{4})|(.))")
_TO_ESCAPE: Final = re.compile(f"[\\\\\t{_LINE_BREAKS}]")
_TEXT_BOUND: Final = re.compile(r"(\S+) (\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*)\t?(.*)")
_ESCAPES: Final = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_UNESCAPES: Final = {escaped: char for char, escaped in _ESCAPES.items()}
_OTHER_KINDS: Final = {"E": "event", "N": "normalization", "M": "modification", "*": "equivalence"}


def to_brat(article: Article, labels: LabelSet, scheme: Scheme) -> Exported:
    """Return a label set as brat's two files, ``.txt`` and ``.ann``.

    Span ids of brat's own form (``T1``) are kept, if all are of that form; else all are numbered anew.
    """
    losses = head_losses(article, labels)
    ids = {span.id: span.id for span in labels.spans}
    if not all(_OWN_ID.fullmatch(span.id) for span in labels.spans):
        ids = {span.id: f"T{number}" for number, span in enumerate(labels.spans, 1)}
        losses += [
            loss("span-id", "brat numbers its spans itself", f"$.spans[{index}].id")
            for index, span in enumerate(labels.spans)
            if ids[span.id] != span.id
        ]
    lines = [f"{ids[span.id]}\t{span.type} {_fragments(article.text, span)}" for span in labels.spans]
    attributes, notes = [], []
    for span in labels.spans:
        for name, value in sorted(span.attributes.items()):
            if scheme.spans[span.type].attributes[name].kind == "choice" and not re.search(r"\s", value):
                attributes.append(f"{name} {ids[span.id]} {value}")
            else:
                notes.append(f"{name} {ids[span.id]}\t{_escape(value)}")
    relations = [f"{item.type} Arg1:{ids[item.from_id]} Arg2:{ids[item.to_id]}" for item in labels.relations]
    for prefix, kind in (("A", attributes), ("R", relations), ("#", notes)):
        lines += [f"{prefix}{number}\t{line}" for number, line in enumerate(kind, 1)]
    ann = "".join(f"{line}\n" for line in lines)
    return Exported({TXT: article.text.encode(), ANN: ann.encode()}, tuple(losses))


def from_brat(files: Files, context: Context) -> Imported:
    """Return the label set that brat's two files hold.

    Discontinuous spans, events, normalizations, equivalences, and notes and attributes of anything but spans are left
    out, each with a warning. Where the words beside the offsets do not fit the text, the offsets are read as counting
    no byte order mark, a line break of two characters as one, and UTF-16 code units; where nothing fits, each is an
    error.

    Raises
    ------
    InputError
        If a file is missing or is not UTF-8.
    """
    raw, ann = decoded(files, TXT), decoded(files, ANN).removeprefix("\ufeff")
    lines = _Lines()
    for number, line in enumerate(ann.split("\n"), 1):
        lines.read(line.rstrip("\r"), number)
    text, mentions, findings = _anchored(raw, lines)
    return settle(Draft(text, mentions, lines.links, [*lines.findings, *findings]), context, "brat")


def brat_configuration(scheme: Scheme) -> str:
    """Return the ``annotation.conf`` by which brat offers the labels of a scheme.

    brat has one list of values for an attribute's name, so span types that share a name share the values of all.
    """
    owners: dict[str, list[str]] = defaultdict(list)
    values: dict[str, dict[str, None]] = defaultdict(dict)
    for type_ in scheme.spans.values():
        for name, attribute in type_.attributes.items():
            plain = [value for value in attribute.values if not re.search(r"\s", value)]
            if plain:
                owners[name].append(type_.name)
                values[name] |= dict.fromkeys(plain)
    sections = {
        "entities": list(scheme.spans),
        "relations": [
            f"{item.name}\tArg1:{'|'.join(item.from_types)}, Arg2:{'|'.join(item.to_types)}"
            for item in scheme.relations.values()
        ]
        + ["<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"],
        "events": [],
        "attributes": [f"{name}\tArg:{'|'.join(owners[name])}, Value:{'|'.join(values[name])}" for name in owners],
    }
    return "\n".join(f"[{name}]\n" + "".join(f"{line}\n" for line in lines) for name, lines in sections.items())


@dataclass(frozen=True, slots=True)
class _TextBound:
    """A ``T`` line: its fragments and the words that stand beside them."""

    id: str
    type: str
    fragments: tuple[Interval, ...]
    words: str
    line: int

    def fits(self, text: str, fragments: Iterable[Interval]) -> bool:
        """Say whether the words are those of `fragments`; brat allows a remark after them."""
        expected = _on_one_line(" ".join(text[start:end] for start, end in fragments))
        words = _on_one_line(self.words)
        return not words or words == expected or (bool(expected) and words.startswith(f"{expected} "))


class _Lines:
    """The lines of an ``.ann`` file, taken apart one by one."""

    def __init__(self) -> None:
        self.text_bounds: dict[str, _TextBound] = {}
        self.links: list[Link] = []
        self.attributes: list[tuple[str, str, str, int]] = []
        self.findings: list[Finding] = []

    def read(self, line: str, number: int) -> None:
        """Take in one line."""
        id_, tab, rest = line.partition("\t")
        kind = id_[:1]
        if tab and kind == "T":
            understood = self._text_bound(id_, rest, number)
        elif tab and kind == "A":
            understood = self._attribute(rest, number)
        elif tab and kind == "R":
            understood = self._relation(rest, number)
        elif tab and kind == "#":
            understood = self._note(rest, number)
        elif tab and kind in _OTHER_KINDS:
            self.findings.append(lost(_OTHER_KINDS[kind], f"labels have no {_OTHER_KINDS[kind]}", number))
            understood = True
        else:
            understood = not line.strip()
        if not understood:
            self.findings.append(Finding("brat-line", f"{line!r} is no line of brat's format", line=number))

    def _text_bound(self, id_: str, rest: str, number: int) -> bool:
        match = _TEXT_BOUND.fullmatch(rest)
        if match is None or id_ in self.text_bounds:
            return False
        pairs = (fragment.split(" ") for fragment in match[2].split(";"))
        fragments = tuple(sorted((int(start), int(end)) for start, end in pairs))
        self.text_bounds[id_] = _TextBound(id_, match[1], fragments, match[3], number)
        return True

    def _attribute(self, rest: str, number: int) -> bool:
        name, _, target_and_value = rest.strip().partition(" ")
        target, _, value = target_and_value.partition(" ")
        if value:
            self.attributes.append((target, name, value, number))
        elif target:
            self.findings.append(lost("flag", f"labels have no attribute without a value, such as {name!r}", number))
        return bool(target)

    def _relation(self, rest: str, number: int) -> bool:
        parts = rest.split()
        if len(parts) != 3 or not all(":" in part for part in parts[1:]):
            return False
        from_id, to_id = (part.partition(":")[2] for part in parts[1:])
        self.links.append(Link(parts[0], from_id, to_id, number))
        return True

    def _note(self, rest: str, number: int) -> bool:
        head, _, text = rest.partition("\t")
        name, _, target = head.partition(" ")
        if name == "AnnotatorNotes":
            self.findings.append(lost("note", "labels have no notes", number))
        else:
            self.attributes.append((target, name, _unescape(text), number))
        return bool(target)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A way to understand the offsets of a file: the text that they count in, and what they count."""

    text: str
    utf16: Utf16Map | None

    def fragments(self, item: _TextBound) -> list[Interval]:
        """Return the fragments in code points; those that cannot be stay as they are, and fit nothing."""
        if self.utf16 is None:
            return list(item.fragments)
        try:
            return [(self.utf16.from_utf16(start), self.utf16.from_utf16(end)) for start, end in item.fragments]
        except InputError:
            return list(item.fragments)

    def misfits(self, items: Iterable[_TextBound]) -> int:
        """Return how many have other words beside their offsets than the text has there."""
        return sum(not item.fits(self.text, self.fragments(item)) for item in items)


def _anchored(raw: str, lines: _Lines) -> tuple[str, list[Mention], list[Finding]]:
    """Return the text that offsets count in, the mentions with offsets into it, and what does not fit."""
    found = list(lines.text_bounds.values())
    plain = raw.removeprefix("\ufeff")
    texts = dict.fromkeys((raw, plain, raw.replace("\r\n", "\n"), plain.replace("\r\n", "\n")))
    readings = [_Reading(text, None) for text in texts] + [_Reading(text, Utf16Map(text)) for text in texts]
    reading = min(readings, key=lambda item: item.misfits(found))
    findings = []
    if reading.utf16 is not None:
        findings.append(lost("utf-16", "its offsets count UTF-16 code units, as their words show"))
    attributes = _attributes(lines)
    mentions = []
    for item in found:
        fragments = reading.fragments(item)
        gaps = (reading.text[end:start] for (_, end), (start, _) in itertools.pairwise(fragments))
        if not item.fits(reading.text, fragments):
            message = "the words beside the offsets are not those of the text"
            findings.append(Finding("text-mismatch", message, line=item.line))
        elif any(gap.strip() for gap in gaps):
            findings.append(lost("discontinuous", "labels have no discontinuous spans", item.line))
        else:
            start, end = fragments[0][0], fragments[-1][1]
            mentions.append(Mention(item.id, item.type, start, end, attributes[item.id], item.id, item.line))
    return reading.text, mentions, findings


def _attributes(lines: _Lines) -> dict[str, dict[str, str]]:
    """Return the attributes of each text-bound annotation; what else has attributes is named."""
    found: dict[str, dict[str, str]] = {id_: {} for id_ in lines.text_bounds}
    for target, name, value, number in lines.attributes:
        if target not in found:
            lines.findings.append(lost("attribute-target", "an attribute or note of what is no span", number))
        elif name in found[target]:
            lines.findings.append(lost("attribute-twice", f"a second {name} of the same span", number))
        else:
            found[target][name] = value
    return found


def _fragments(text: str, span: Span) -> str:
    """Return offsets and words of a span as brat wants them: a fragment for each line that it runs over."""
    matches = list(_FRAGMENT.finditer(text, span.start, span.end))
    offsets = ";".join(f"{match.start()} {match.end()}" for match in matches)
    return f"{offsets}\t{' '.join(match[0] for match in matches)}"


def _on_one_line(words: str) -> str:
    return re.sub(f"[{_LINE_BREAKS}]", " ", words)


def _escape(value: str) -> str:
    return _TO_ESCAPE.sub(lambda match: _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04x}", value)


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)) if match[1] else _UNESCAPES.get(match[0], match[0]), text)
