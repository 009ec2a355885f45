"""An annotation as the server gives it, turned into a label set, or into the reasons why it is none."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal

from standoff.errors import Finding, InputError, errors_in
from standoff.labelstudio.evidence import shown_unit
from standoff.labelstudio.offsets import OffsetUnit
from standoff.labelstudio.results import from_results
from standoff.labelstudio.tasks import Key, key_in, scheme_at
from standoff.records import LabelSet, check_label_set, parse_time
from standoff.scheme import Scheme
from standoff.text import sha256_hex

Verdict = Literal["fits", "quarantine", "skipped"]

_SKIPPED: Final = Finding(
    "skipped", "the annotator skipped the task after labelling it", hint="submit it in Label Studio"
)
_UNIT_UNKNOWN: Final = Finding(
    "offset-unit",
    "the text has characters that this server may count as one or as two, and the annotation does not show which",
    hint="draw one of its regions anew in Label Studio, so that it comes with its words",
)
_OTHER_UNIT: Final = Finding(
    "offset-unit",
    "the words of its regions do not stand at their offsets, but where UTF-16 code units would have them",
    hint="see in Label Studio whether they are where they should be, and draw them anew",
)


@dataclass(frozen=True)
class Incoming:
    """An annotation that came from a server.

    Parameters
    ----------
    updated
        When it was last changed there, as the server writes it.
    results
        How many results it has: spans, attributes and relations.
    packed
        The annotation as the server gave it, packed: of ten thousand, most are never looked at again.
    labels
        The label set, of the results that fit; None where the annotation cannot be used at all.
    reasons
        Why it cannot, or why some of its results cannot.
    rejected
        How many of its results are in no label set.
    notes
        What was read otherwise than as it stands, such as a relation that was turned. The label set has it so.
    """

    task: int
    annotation: int
    annotator: str
    article_id: str
    updated: str
    results: int
    packed: bytes
    labels: LabelSet | None = None
    reasons: tuple[Finding, ...] = ()
    rejected: int = 0
    notes: tuple[Finding, ...] = ()

    @property
    def person(self) -> str:
        """Who made it: the annotator, or who decided where it is gold."""
        adjudication = self.labels.adjudication if self.labels else None
        return adjudication.decided_by if adjudication else self.annotator

    @property
    def raw(self) -> dict[str, Any]:
        """The annotation as the server gave it."""
        unpacked: dict[str, Any] = json.loads(zlib.decompress(self.packed))
        return unpacked

    @property
    def verdict(self) -> Verdict:
        """What becomes of it: an annotator who skipped a task without a label left nothing to keep."""
        if self.labels is not None:
            return "fits"
        return "quarantine" if self.reasons else "skipped"

    def refused(self, reasons: Iterable[Finding]) -> Incoming:
        """Return it as one that cannot be used, for these reasons."""
        return replace(self, labels=None, reasons=tuple(reasons), notes=(), rejected=self.results)


@dataclass(frozen=True)
class _Source:
    """What the annotations of a task have in common."""

    data: Mapping[str, Any]
    key: Key | None
    reasons: Sequence[Finding]
    scheme: Scheme
    tool: str
    unit: OffsetUnit | None


def read_annotations(
    task: Mapping[str, Any],
    names: Mapping[int, str],
    scheme: Scheme,
    texts: Mapping[str, str],
    tool: str,
    unit: OffsetUnit | None = "code-point",
) -> list[Incoming]:
    """Return all annotations of a task, each as a label set or with the reasons why it is none.

    Parameters
    ----------
    task
        As the server gives it, with ``annotations`` and their results.
    names
        The annotators' names by the ids of their accounts.
    texts
        The sha256 of each article's text that is at hand, by article id: a task that has another text is stale.
    tool
        What the label sets are said to come from, such as ``Label Studio 1.23.2``.
    unit
        What the server is proved to count offsets into this text in; None where only the annotations can show it.
    """
    key = key_in(task["data"])
    source = _Source(task["data"], key, _check_task(task["data"], key, texts), scheme, tool, unit)
    incoming = []
    for raw in task.get("annotations") or []:
        user = raw.get("completed_by")
        user_id = user.get("id") if isinstance(user, Mapping) else user
        found = Incoming(
            task=task["id"],
            annotation=int(raw["id"]),
            annotator=names.get(user_id, f"user-{user_id}") if isinstance(user_id, int) else "unknown",
            article_id=key.article_id if key else "",
            updated=str(raw["updated_at"]),
            results=len(results) if isinstance(results := raw.get("result"), list) else 1,
            packed=zlib.compress(json.dumps(raw).encode(), 1),
        )
        incoming.append(_judge(found, raw, source))
    return incoming


def _judge(found: Incoming, raw: Mapping[str, Any], source: _Source) -> Incoming:
    results = raw.get("result")
    if raw.get("was_cancelled"):
        return found.refused([_SKIPPED] if results else [])
    if source.reasons or source.key is None:
        return found.refused(source.reasons)
    text, scheme = source.data["text"], source.scheme
    unit = shown_unit(results, text) or source.unit
    if results and unit is None:
        return found.refused([_UNIT_UNKNOWN])
    if results and unit != (source.unit or unit):
        return found.refused([_OTHER_UNIT])
    labels, reasons = _label_set(found, raw, source.data, source.key, source.tool)
    parsed = from_results(results, text, scheme, unit=unit or "code-point")
    if labels is None or (parsed.rejected and not parsed.spans):
        return found.refused(errors_in([*reasons, *parsed.findings]))
    labels = labels.with_labels(parsed.spans, parsed.relations)
    if faults := errors_in(check_label_set(labels, scheme, text)):
        return found.refused(faults)
    reasons = errors_in(parsed.findings)
    return replace(
        found,
        labels=labels,
        reasons=tuple(reasons),
        notes=tuple(finding for finding in parsed.findings if finding not in reasons),
        rejected=len(parsed.rejected),
    )


def _check_task(data: Mapping[str, Any], key: Key | None, texts: Mapping[str, str]) -> list[Finding]:
    text = data.get("text")
    if key is None or not isinstance(text, str):
        hint = "move the labels to a task that `standoff studio push` made"
        return [Finding("unknown-task", "the task does not say which article it is", field="$.data", hint=hint)]
    try:
        sha256 = sha256_hex(text)
    except InputError as error:
        return [Finding("text-changed", error.message, field="$.data.text")]
    if sha256 != key.sha256:
        message = "the text of the task was changed on the server, so its offsets point into another text"
        return [Finding("text-changed", message, field="$.data.text")]
    if texts.get(key.article_id, sha256) != sha256:
        message = f"the labels are of an older text of {key.article_id}"
        return [Finding("text-stale", message, field="$.data.sha256", hint="label the task with the present text")]
    return []


def _label_set(
    found: Incoming, raw: Mapping[str, Any], data: Mapping[str, Any], key: Key, tool: str
) -> tuple[LabelSet | None, list[Finding]]:
    """Return a label set without labels."""
    created, updated = _time(raw.get("created_at")), _time(raw.get("updated_at"))
    if created is None or updated is None:
        return None, [Finding("time", "the server gives no time for the annotation", field="$.created_at")]
    try:
        scheme, version = scheme_at(data, updated)
    except (ValueError, TypeError):
        scheme, version = "", None
    if type(version) is not int:
        return None, [
            Finding("scheme-version", "the task does not say its scheme's version", field="$.data.scheme_version")
        ]
    lead_time = raw.get("lead_time")
    return LabelSet(
        article_id=key.article_id,
        sha256=key.sha256,
        scheme=scheme,
        scheme_version=version,
        annotator=found.annotator,
        origin="human",
        tool=tool,
        created=created,
        updated=max(created, updated),
        lead_time=float(lead_time) if isinstance(lead_time, int | float) and lead_time >= 0 else None,
    ), []


def _time(value: object) -> datetime | None:
    try:
        return parse_time(value) if isinstance(value, str) else None
    except ValueError:
        return None
