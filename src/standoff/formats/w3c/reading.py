"""Reading W3C Web Annotations as JSON-LD."""

from __future__ import annotations

import base64
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

import orjson

from standoff.errors import Finding, InputError
from standoff.formats.drafts import Draft, Head, Link, Mention, lost
from standoff.formats.model import Context, Files, Imported, decoded
from standoff.formats.settling import merged, settle
from standoff.formats.w3c.quotes import Selection, selection_of
from standoff.formats.w3c.writing import JSONLD, PROPERTY, TXT
from standoff.records import ANNOTATOR, parse_time
from standoff.text import Utf16Map, canonical, sha256_hex

_SOURCE: Final = re.compile(r"ni://[^/]*/sha-256;([A-Za-z0-9_-]{43})")
_SECONDS: Final = re.compile(r"PT(\d+(?:\.\d+)?)S")
_ABOUT: Final = {"schema:headline": "title", "schema:publisher": "source", "schema:url": "url"}
_TYPING: Final = ("classifying", "tagging", None)
"""Purposes of a body that says what something is; many clients name none."""

Json = Mapping[str, Any]


def from_w3c(files: Files, context: Context) -> Imported:
    """Return the label sets of a file, one for each source and creator.

    The file may be a collection with its page in it, a page, a list of annotations or one annotation. The text of a
    source is that of the known article with its sha256 or its address, or the ``.txt`` beside the file. Positions whose
    words do not fit are tried as UTF-16, and then looked for by their words and what stands around them.

    Raises
    ------
    InputError
        If the file is not JSON, or has no annotations in it.
    """
    try:
        value = orjson.loads(decoded(files, JSONLD))
    except orjson.JSONDecodeError as error:
        raise InputError(f"is not JSON: {error}") from None
    reader = _Reader(_collection(value), context)
    for at, item in _annotations(value):
        reader.read(item, at)
    return reader.imported(files.get(TXT))


@dataclass(slots=True)
class _Group:
    """The annotations of one source by one creator."""

    spans: list[tuple[Mention, Selection]] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)


class _Reader:
    """The annotations of a file, taken in one by one."""

    def __init__(self, collection: Json, context: Context) -> None:
        self._collection = collection
        self._context = context
        self._groups: dict[tuple[str, str], _Group] = defaultdict(_Group)
        self._links: list[Link] = []
        self._findings: list[Finding] = []
        about = collection.get("schema:about")
        self._about: Json = about if isinstance(about, Mapping) else {}
        if "id" in self._about:
            self._groups[str(self._about["id"]), ""] = _Group()

    def read(self, item: object, at: str) -> None:
        """Take in one annotation."""
        if not isinstance(item, Mapping):
            self._findings.append(Finding("annotation", "is no annotation", field=at))
            return
        bodies = _list(item.get("body"))
        if isinstance(item.get("bodyValue"), str):
            bodies.append({"type": "TextualBody", "value": item["bodyValue"]})
        targets = _list(item.get("target"))
        if "linking" in _list(item.get("motivation")):
            self._linking(bodies, targets, at)
            return
        type_, attributes = self._typed(bodies, at)
        for target in targets:
            self._target(target, item, at, type_, attributes)

    def imported(self, txt: bytes | None) -> Imported:
        """Return the label sets, each where its text is at hand."""
        parts = [self._settled(source, creator, txt) for source, creator in sorted(self._groups)]
        keys = {mention.key for group in self._groups.values() for mention, _ in group.spans}
        self._findings += [
            lost("relation-end", f"a {link.type} from what is no span", at=link.at)
            for link in self._links
            if link.from_key not in keys
        ]
        findings = tuple(replace(finding, path=self._context.path) for finding in self._findings)
        return merged([Imported((), (), findings), *parts])

    def _linking(self, bodies: Sequence[Any], targets: Sequence[Any], at: str) -> None:
        names = [name for body in bodies if (name := _textual(body, _TYPING)) is not None]
        type_ = next((name for name in names if name in self._context.scheme.relations), " ".join(names))
        ends = [end for body in bodies if (end := _iri(body))]
        self._links += [Link(type_, _iri(target), end, at=at) for target in targets for end in ends]
        if not ends or not targets:
            self._findings.append(lost("relation-end", "a link without an end", at=at))

    def _typed(self, bodies: Sequence[Any], at: str) -> tuple[str, dict[str, str]]:
        """Return the span type that the bodies say, and the attributes."""
        attributes: dict[str, str] = {}
        names = []
        for body in bodies:
            name, value = body.get(PROPERTY) if isinstance(body, Mapping) else None, _textual(body, None)
            if isinstance(name, str) and value is not None:
                attributes[name] = value
            elif (value := _textual(body, _TYPING)) is not None:
                names.append(value)
            else:
                self._findings.append(lost("body", "a body that is neither a type nor an attribute", at=at))
        type_ = next((name for name in names if name in self._context.scheme.spans), names[0] if names else "")
        self._findings += [lost("body", "a tag beside the type", at=at) for name in names if name != type_]
        return type_, attributes

    def _target(self, target: object, item: Json, at: str, type_: str, attributes: dict[str, str]) -> None:
        selectors = _list(target.get("selector")) if isinstance(target, Mapping) else []
        selection = selection_of(selectors)
        if selection is None:
            self._findings.append(lost("selector", "a target without a text position or quote selector", at=at))
            return
        group = self._groups[_iri(target), _name(item.get("creator"))]
        key = str(item.get("id", at))
        id_ = re.split(r"[#/:]", key)[-1].removeprefix("span-")
        group.spans.append((Mention(key, type_, 0, 0, attributes, id_, at=at), selection))
        group.times += [time for name in ("created", "modified") if (time := _time(item.get(name)))]

    def _settled(self, source: str, creator: str, txt: bytes | None) -> Imported:
        group = self._groups[source, creator]
        text = self._text(source, txt)
        if text is None:
            message = "the text of its source is not at hand"
            hint = "name the article with --articles, or put its text beside the file, ending in .txt"
            return Imported((), (), (Finding("article-unknown", message, self._context.path, hint=hint),))
        mentions, findings = _anchored(text, group.spans)
        keys = {mention.key for mention, _ in group.spans}
        links = [link for link in self._links if link.from_key in keys]
        head, head_findings = self._head(group, creator)
        about = {name: self._about[key] for key, name in _ABOUT.items() if isinstance(self._about.get(key), str)}
        draft = Draft(text, mentions, links, [*head_findings, *findings], head, about)
        return settle(draft, self._named(), "Web Annotation")

    def _text(self, source: str, txt: bytes | None) -> str | None:
        """Return the text of a source: of a known article, or of the file beside."""
        match = _SOURCE.fullmatch(source)
        sha256 = base64.urlsafe_b64decode(match[1] + "=").hex() if match else ""
        known = self._context.known.by_sha256(sha256) or self._context.known.by_url(source)
        if known is not None:
            return known.text
        if txt is None:
            return None
        text = decoded({TXT: txt}, TXT)
        return text if not sha256 or sha256_hex(canonical(text)) == sha256 else None

    def _head(self, group: _Group, creator: str) -> tuple[Head, list[Finding]]:
        """Return what is said of how the labels of a group came about, and what of it cannot be used."""
        whole = self._collection
        annotator = creator or _name(whole.get("creator"))
        findings = []
        if annotator and not ANNOTATOR.fullmatch(annotator):
            findings.append(lost("annotator", f"the creator {annotator!r} cannot be an annotator's name"))
            annotator = ""
        made = whole.get("schema:schemaVersion")
        scheme = f"{self._context.scheme.name} {self._context.scheme.version}"
        if made not in (None, scheme):
            findings.append(
                Finding("scheme", f"made under the scheme {made}, not {scheme}", hint="name it with --scheme")
            )
        seconds = _SECONDS.fullmatch(str(whole.get("schema:timeRequired")))
        head = Head(
            annotator=annotator,
            tool=_name(whole.get("generator")),
            created=_time(whole.get("created")) or min(group.times, default=None),
            updated=_time(whole.get("modified")) or max(group.times, default=None),
            lead_time=float(seconds[1]) if seconds else None,
        )
        return head, findings

    def _named(self) -> Context:
        """Return the context with the article's id and date as the file has them."""
        id_, published = self._about.get("schema:identifier"), self._about.get("schema:datePublished")
        dct = _date(published) or self._context.dct
        return replace(self._context, name=id_ if isinstance(id_, str) else self._context.name, dct=dct)


def _collection(value: object) -> Json:
    """Return the collection that a file is or has the page of; empty where there is none."""
    if not isinstance(value, Mapping):
        return {}
    part_of = value.get("partOf")
    return (
        part_of if isinstance(part_of, Mapping) else value if "AnnotationCollection" in _list(value.get("type")) else {}
    )


def _annotations(value: object) -> list[tuple[str, object]]:
    """Return the annotations of a file, each with its path there."""
    at = "$"
    if isinstance(value, Mapping) and "first" in value:
        value, at = value["first"], "$.first"
    if isinstance(value, Mapping) and "items" in value:
        value, at = value["items"], f"{at}.items"
    if isinstance(value, Mapping) and "Annotation" in _list(value.get("type")):
        return [(at, value)]
    if not isinstance(value, list):
        raise InputError("has no annotations in it", hint="a collection must have its first page, with items, in it")
    return [(f"{at}[{index}]", item) for index, item in enumerate(value)]


def _anchored(text: str, found: Sequence[tuple[Mention, Selection]]) -> tuple[list[Mention], list[Finding]]:
    offsets = Utf16Map(text)
    mentions, findings = [], []
    for mention, selection in found:
        interval, how = selection.find(text, offsets)
        if interval is None:
            message = "its selectors fit no place, or several" if how else "its position is not in the text"
            findings.append(Finding("selector", message, field=mention.at))
            continue
        if how == "utf-16":
            findings.append(lost(how, "a position counts UTF-16 code units, as its words show", at=mention.at))
        elif how:
            findings.append(lost(how, "a span is placed by its words, which are not at its position", at=mention.at))
        mentions.append(replace(mention, start=interval[0], end=interval[1]))
    return mentions, findings


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _iri(resource: object) -> str:
    """Return the IRI of a resource: of a body or target, or of what it is a part of; empty for an embedded text."""
    if isinstance(resource, Mapping):
        resource = resource.get("source") or resource.get("id")
    if isinstance(resource, Mapping):
        resource = resource.get("id")
    return resource if isinstance(resource, str) else ""


def _textual(body: object, purposes: Sequence[str | None] | None) -> str | None:
    """Return the text of an embedded body, if it has one of the purposes (None: any)."""
    value = body.get("value") if isinstance(body, Mapping) else None
    if not isinstance(body, Mapping) or not isinstance(value, str):
        return None
    return value if purposes is None or body.get("purpose") in purposes else None


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _name(agent: object) -> str:
    """Return the name of an agent, or its IRI; empty where there is none."""
    agents = _list(agent)
    if not agents or isinstance(agents[0], str):
        return agents[0] if agents else ""
    named = (agents[0].get(key) for key in ("nickname", "name", "id")) if isinstance(agents[0], Mapping) else ()
    return next((name for name in named if isinstance(name, str)), "")


def _time(value: object) -> datetime | None:
    try:
        return parse_time(value) if isinstance(value, str) else None
    except ValueError:
        return None
