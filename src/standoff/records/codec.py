"""Label sets to and from JSON objects, one of which is a line of a label file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any, Final, cast, get_args

from standoff.errors import Finding
from standoff.records.model import Adjudication, LabelSet, Origin, Relation, Span, Verdict

FORMAT: Final = 1
"""Version of the form of a label line. To change the form: raise it, and keep a reader for every older one."""

KEYS = (
    "format",
    "article_id",
    "sha256",
    "scheme",
    "scheme_version",
    "annotator",
    "origin",
    "tool",
    "created",
    "updated",
    "lead_time",
    "spans",
    "relations",
    "adjudication",
)
_KEY_SET = frozenset(KEYS)
_ONLY_TEXTS = frozenset((str,))
_TEXTS = ("article_id", "sha256", "scheme", "annotator", "origin")
ORIGINS = get_args(Origin)
SPAN_KEYS = ("id", "type", "start", "end", "attributes")
RELATION_KEYS = ("type", "from_id", "to_id")
_SPAN_VALUES, _RELATION_VALUES = itemgetter(*SPAN_KEYS), itemgetter(*RELATION_KEYS)


def to_json(labels: LabelSet) -> dict[str, Any]:
    """Return a label set as a JSON object with a fixed key order; only gold has the last key, ``adjudication``."""
    value: dict[str, Any] = {
        "format": FORMAT,
        "article_id": labels.article_id,
        "sha256": labels.sha256,
        "scheme": labels.scheme,
        "scheme_version": labels.scheme_version,
        "annotator": labels.annotator,
        "origin": labels.origin,
        "tool": labels.tool,
        "created": format_time(labels.created),
        "updated": format_time(labels.updated),
        "lead_time": labels.lead_time,
        "spans": [
            {
                "id": span.id,
                "type": span.type,
                "start": span.start,
                "end": span.end,
                "attributes": dict(sorted(span.attributes.items())),
            }
            for span in labels.spans
        ],
        "relations": [
            {"type": relation.type, "from_id": relation.from_id, "to_id": relation.to_id}
            for relation in labels.relations
        ],
    }
    if labels.adjudication is not None:
        value["adjudication"] = _adjudication_to_json(labels.adjudication)
    return value


def _adjudication_to_json(adjudication: Adjudication) -> dict[str, Any]:
    return {
        "policy": adjudication.policy,
        **({"decided_by": adjudication.decided_by} if adjudication.decided_by else {}),
        "annotators": list(adjudication.annotators),
        "open": adjudication.open,
        "verdicts": {
            key: {"supporters": list(verdict.supporters), "how": dict(sorted(verdict.how.items()))}
            for key, verdict in sorted(adjudication.verdicts.items())
        },
    }


def from_json(value: object) -> tuple[LabelSet | None, list[Finding]]:
    """Return the label set that a JSON object holds, or None with every fault of its form.

    Only the form is looked at (keys and types); `standoff.records.check_label_set` looks at the meaning.
    """
    plain = _plain(value)
    if plain is not None:
        return plain, []
    parser = _Parser()
    labels = parser.label_set(value)
    return (None if parser.findings else labels), parser.findings


def format_time(time: datetime) -> str:
    """Return an aware time as ISO 8601 in UTC, such as ``2021-03-27T09:30:00Z``."""
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")


def parse_time(text: str) -> datetime:
    """Return the aware UTC time that an ISO 8601 text with an offset or ``Z`` names.

    Raises
    ------
    ValueError
        If it is no such text, or names no offset, or lies before the year 1 or after 9999 in UTC.
    """
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    try:
        return time.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text!r} is in no year that can be written in UTC") from None


def _plain(value: object) -> LabelSet | None:
    """Return the label set of an object that is just as `to_json` makes it, or None; `_Parser` explains any other.

    Nearly all are, and this is several times as fast.
    """
    if type(value) is not dict or not _KEY_SET.issuperset(value) or value.get("format") != FORMAT:
        return None
    try:
        texts = [value[key] for key in _TEXTS]
        version, lead_time, tool = value["scheme_version"], value.get("lead_time"), value.get("tool", "")
        created = updated = parse_time(value["created"])
        if value["updated"] != value["created"]:
            updated = parse_time(value["updated"])
        spans = [_plain_span(item) for item in value.get("spans", ())]
        relations = [_plain_relation(item) for item in value.get("relations", ())]
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    adjudication, parser = None, _Parser()
    if "adjudication" in value:
        adjudication = parser.adjudication(value["adjudication"])
    if (
        not all(type(text) is str and text for text in texts)
        or texts[-1] not in ORIGINS
        or type(version) is not int
        or version < 1
        or type(tool) is not str
        or (lead_time is not None and type(lead_time) not in (int, float))
        or type(value.get("spans", [])) is not list
        or type(value.get("relations", [])) is not list
        or parser.findings
    ):
        return None
    article_id, sha256, scheme, annotator, origin = texts
    return LabelSet(
        article_id,
        sha256,
        scheme,
        version,
        annotator,
        cast("Origin", origin),
        created,
        updated,
        tool,
        lead_time,
        tuple(spans),
        tuple(relations),
        adjudication,
    )


def _plain_span(value: dict[str, Any]) -> Span:
    id_, type_, start, end, attributes = _SPAN_VALUES(value)
    if not (
        len(value) == len(SPAN_KEYS)
        and type(id_) is type(type_) is str
        and id_
        and type_
        and type(start) is type(end) is int
        and type(attributes) is dict
    ):
        raise TypeError
    if not _ONLY_TEXTS.issuperset(map(type, attributes.values())):
        raise TypeError
    return Span(id_, type_, start, end, attributes)


def _plain_relation(value: dict[str, Any]) -> Relation:
    type_, from_id, to_id = _RELATION_VALUES(value)
    if len(value) != len(RELATION_KEYS) or not type(type_) is type(from_id) is type(to_id) is str:
        raise TypeError
    if not (type_ and from_id and to_id):
        raise ValueError
    return Relation(type_, from_id, to_id)


class _Parser:
    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def fault(self, at: str, message: str, hint: str = "") -> None:
        self.findings.append(Finding("label-form", message, field=at, hint=hint))

    def label_set(self, value: object) -> LabelSet:
        top = self.object(value, "$", KEYS)
        if top.get("format") != FORMAT:
            self.fault("$.format", f"must be {FORMAT}", "a newer standoff may have written this file")
        origin = self.text(top, "origin", "$")
        if origin and origin not in ORIGINS:
            self.fault("$.origin", f"{origin!r} is not one of {', '.join(ORIGINS)}")
        version = top.get("scheme_version")
        if type(version) is not int or version < 1:
            self.fault("$.scheme_version", "must be a whole number from 1")
        lead_time = top.get("lead_time")
        if lead_time is not None and (isinstance(lead_time, bool) or not isinstance(lead_time, int | float)):
            self.fault("$.lead_time", "must be a number of seconds or null")
        return LabelSet(
            article_id=self.text(top, "article_id", "$"),
            sha256=self.text(top, "sha256", "$"),
            scheme=self.text(top, "scheme", "$"),
            scheme_version=cast("int", version),
            annotator=self.text(top, "annotator", "$"),
            origin=cast("Origin", origin),
            tool=self.text(top, "tool", "$", default=""),
            created=self.time(top, "created"),
            updated=self.time(top, "updated"),
            lead_time=cast("float | None", lead_time),
            spans=tuple(self.span(item, f"$.spans[{i}]") for i, item in enumerate(self.items(top, "spans"))),
            relations=tuple(
                self.relation(item, f"$.relations[{i}]") for i, item in enumerate(self.items(top, "relations"))
            ),
            adjudication=self.adjudication(top["adjudication"]) if "adjudication" in top else None,
        )

    def span(self, value: object, at: str) -> Span:
        span = self.object(value, at, SPAN_KEYS)
        return Span(
            id=self.text(span, "id", at),
            type=self.text(span, "type", at),
            start=self.whole(span, "start", at, "code points"),
            end=self.whole(span, "end", at, "code points"),
            attributes=self.texts(span, "attributes", at),
        )

    def relation(self, value: object, at: str) -> Relation:
        relation = self.object(value, at, RELATION_KEYS)
        return Relation(*(self.text(relation, key, at) for key in RELATION_KEYS))

    def adjudication(self, value: object) -> Adjudication:
        at = "$.adjudication"
        found = self.object(value, at, ("policy", "decided_by", "annotators", "open", "verdicts"))
        verdicts = {}
        for key, item in self.object(found.get("verdicts", {}), f"{at}.verdicts").items():
            verdict = self.object(item, f"{at}.verdicts.{key}", ("supporters", "how"))
            where = f"{at}.verdicts.{key}"
            verdicts[key] = Verdict(self.names(verdict, "supporters", where), self.texts(verdict, "how", where))
        return Adjudication(
            policy=self.text(found, "policy", at),
            annotators=self.names(found, "annotators", at),
            open=self.whole(found, "open", at, "labels"),
            verdicts=verdicts,
            decided_by=self.text(found, "decided_by", at, default=""),
        )

    def names(self, mapping: Mapping[str, Any], key: str, at: str) -> tuple[str, ...]:
        value = mapping.get(key)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.fault(f"{at}.{key}", "must be a list of texts")
            return ()
        return tuple(value)

    def texts(self, mapping: Mapping[str, Any], key: str, at: str) -> dict[str, str]:
        value = mapping.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            self.fault(f"{at}.{key}", "must be an object of texts")
            return {}
        return value

    def object(self, value: object, at: str, known: tuple[str, ...] = ()) -> Mapping[str, Any]:
        """Return an object, whose keys must be `known` unless any may be there."""
        if not isinstance(value, dict):
            self.fault(at, "must be an object")
            return {}
        for key in value:
            if known and key not in known:
                self.fault(f"{at}.{key}", f"unknown key {key!r}", f"known here: {', '.join(known)}")
        return value

    def items(self, mapping: Mapping[str, Any], key: str) -> list[Any]:
        value = mapping.get(key, [])
        if not isinstance(value, list):
            self.fault(f"$.{key}", "must be a list")
            return []
        return value

    def text(self, mapping: Mapping[str, Any], key: str, at: str, default: str | None = None) -> str:
        value = mapping.get(key, default)
        if not isinstance(value, str) or (default is None and not value):
            self.fault(f"{at}.{key}", "is required" if key not in mapping else "must be a text")
            return ""
        return value

    def whole(self, mapping: Mapping[str, Any], key: str, at: str, unit: str) -> int:
        value = mapping.get(key)
        if type(value) is not int:
            self.fault(f"{at}.{key}", f"must be a whole number of {unit}")
            return 0
        return value

    def time(self, mapping: Mapping[str, Any], key: str) -> datetime:
        text = self.text(mapping, key, "$")
        try:
            return parse_time(text)
        except ValueError:
            if text:
                self.fault(f"$.{key}", f"{text!r} is no time", "write it as 2021-03-27T09:30:00Z")
            return datetime.min.replace(tzinfo=UTC)
