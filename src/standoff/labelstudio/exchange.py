"""Label Studio JSON as a format: label sets to task files that any project can import, and its exports back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

import orjson

from standoff.errors import Finding, InputError
from standoff.formats import Context, Exported, Files, Format, Imported
from standoff.formats.drafts import Draft, Head, Link, Mention, lost
from standoff.formats.model import decoded, head_losses
from standoff.formats.settling import merged, settle
from standoff.labelstudio.evidence import shown_unit
from standoff.labelstudio.foreign import in_our_form
from standoff.labelstudio.interface import TEXT_TAG, interface_xml, to_task_data
from standoff.labelstudio.results import from_results, to_results
from standoff.records import ANNOTATOR, Article, LabelSet, format_time, parse_time
from standoff.scheme import Scheme
from standoff.text import first_lone_surrogate, sha256_hex

JSON: Final = ".json"
INTERFACE: Final = "interface.xml"
ANNOTATOR_KEY: Final = "annotator"
"""Key in the data of a task: who made an annotation that does not say by whom it is."""

_TOOL: Final = "Label Studio"
_HELD = ("annotator", "created", "updated", "lead_time", "scheme", "scheme_version")
_ARTICLE_HELD = ("article.id", "article.dct", "article.source", "article.url")
# What a file has beyond the scheme is left out and counted; anything else that does not fit keeps the labels out.
_BEYOND = frozenset(
    {"span-type", "region-label", "with-region", "attribute", "attribute-orphan", "result-foreign", "result-form"}
)


def to_label_studio(article: Article, labels: LabelSet, scheme: Scheme) -> Exported:
    """Return a label set as a task with one annotation.

    Raises
    ------
    FindingsError
        If the labels have a fault under the scheme.
    """
    annotation = {
        "id": 1,
        "result": to_results(labels.spans, labels.relations, article.text, scheme),
        "was_cancelled": False,
        "ground_truth": labels.adjudication is not None,
        "created_at": format_time(labels.created),
        "updated_at": format_time(labels.updated),
        "lead_time": labels.lead_time,
    }
    # A server refuses annotations by somebody whom it does not know, so the task says who it was.
    head = {"scheme": labels.scheme, "scheme_version": labels.scheme_version, ANNOTATOR_KEY: labels.annotator}
    data = to_task_data(article, scheme) | head
    task = {"id": 1, "data": data, "annotations": [annotation], "predictions": []}
    title = () if article.title == article.id else ("article.title",)
    losses = head_losses(article, labels, held=(*_HELD, *_ARTICLE_HELD, *title))
    return Exported({JSON: orjson.dumps([task], option=orjson.OPT_INDENT_2) + b"\n"}, tuple(losses))


def from_label_studio(files: Files, context: Context) -> Imported:
    """Return the label sets of a Label Studio export in its JSON form, one for each annotator of a task.

    Regions come from the labels of a text, under whatever names of tags; an attribute from a control for each region
    that is called like it, or like type and attribute (``actor_kind``).

    Raises
    ------
    InputError
        If it is something else, such as the JSON-MIN form, which has no relations and says of no attribute whose it is.
    """
    tasks = _tasks(decoded(files, JSON))
    people = {_person(item, task) for task in tasks for item in _annotations(task) if isinstance(item, Mapping)}
    parts = []
    for index, task in enumerate(tasks):
        at = f"$[{index}]"
        own = _about(task, context, index if len(tasks) > 1 else None)
        text = _text(task["data"])
        if text is None:
            fault = Finding("text", "its data has no text, or several texts and none is called so", context.path)
            parts.append(Imported((), (), (replace(fault, field=f"{at}.data"),)))
            continue
        entries = _entries(task, at, len(people))
        parts += [settle(_draft(entry, text, task["data"], own), own, _TOOL) for entry in entries]
        spare = [replace(item, path=context.path) for item in _beside(task, at)]
        parts.append(Imported((), (), tuple(spare)))
    return merged(parts)


LABEL_STUDIO: Final = Format(
    title="Label Studio JSON",
    suffixes=(JSON,),
    write=lambda article, labels, scheme, _segment: to_label_studio(article, labels, scheme),
    read=from_label_studio,
    settings=lambda scheme: {INTERFACE: interface_xml(scheme)},
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An annotation that counts, with who made it (empty where the file does not tell) and where it stands."""

    raw: Mapping[str, Any]
    annotator: str
    at: str


def _tasks(content: str) -> list[Mapping[str, Any]]:
    try:
        value = orjson.loads(content.removeprefix("\ufeff"))
    except orjson.JSONDecodeError as error:
        raise InputError(f"not JSON: {error}", hint="export the project as JSON") from None
    tasks = value if isinstance(value, list) else [value]
    for index, task in enumerate(tasks):
        if not (isinstance(task, Mapping) and isinstance(task.get("data"), Mapping) and _has_annotations(task)):
            hint = "export the project as JSON; JSON-MIN and CSV lose relations, and whose an attribute is"
            raise InputError(f"$[{index}] is no task of Label Studio with its data and annotations", hint=hint)
    return tasks


def _has_annotations(task: Mapping[str, Any]) -> bool:
    return isinstance(task.get("annotations", task.get("completions")), list)


def _annotations(task: Mapping[str, Any]) -> Sequence[Any]:
    # They were called completions before Label Studio 1.0.
    found: Sequence[Any] = task.get("annotations", task.get("completions"))
    return found


def _text(data: Mapping[str, Any]) -> str | None:
    """Return the text of a task: what is called so, or the only one of its values that has several words."""
    if isinstance(data.get(TEXT_TAG), str):
        return str(data[TEXT_TAG])
    texts = [value for value in data.values() if isinstance(value, str) and len(value.split()) > 1]
    return texts[0] if len(texts) == 1 else None


def _about(task: Mapping[str, Any], context: Context, index: int | None) -> Context:
    """Return the context of one task of a file: its article's id and day, where its data says them."""
    data = task["data"]
    name = data.get("article_id")
    if not isinstance(name, str) or not name:
        name = context.name if index is None else f"{context.name}-{task.get('id', index + 1)}"
    try:
        dct: date | None = date.fromisoformat(data["dct"])
    except (KeyError, TypeError, ValueError):
        dct = context.dct
    return replace(context, name=name, dct=dct)


def _entries(task: Mapping[str, Any], at: str, people: int) -> Iterator[_Entry]:
    """Yield the annotations of a task that count: of each annotator the last."""
    found: dict[str, _Entry] = {}
    for index, raw in enumerate(_annotations(task)):
        if isinstance(raw, Mapping) and not raw.get("was_cancelled"):
            person = _person(raw, task)
            name = person if ANNOTATOR.fullmatch(person) and not person.isdigit() else ""
            if not name and people > 1:
                name = f"user-{person}" if person.isdigit() else f"user-{sha256_hex(person)[:8]}"
            before = found.get(person)
            if before is None or str(raw.get("updated_at", "")) >= str(before.raw.get("updated_at", "")):
                found[person] = _Entry(raw, name, f"{at}.annotations[{index}]")
    yield from found.values()


def _person(annotation: Mapping[str, Any], task: Mapping[str, Any]) -> str:
    who = annotation.get("completed_by", task["data"].get(ANNOTATOR_KEY))
    if isinstance(who, Mapping):
        who = who.get("email") or who.get("id")
    return "" if who is None else str(who)


def _beside(task: Mapping[str, Any], at: str) -> Iterator[Finding]:
    """Name what a task has beside the annotations that count."""
    kept = {entry.at for entry in _entries(task, at, 1)}
    for index, raw in enumerate(_annotations(task)):
        where = f"{at}.annotations[{index}]"
        if not isinstance(raw, Mapping):
            yield lost("annotation", "an annotation that is no object", at=where)
        elif raw.get("was_cancelled"):
            yield lost("skipped", "an annotation that its annotator skipped", at=where)
        elif where not in kept:
            yield lost("annotation-earlier", "an earlier annotation of a task by the same annotator", at=where)
    predictions = task.get("predictions")
    for index in range(len(predictions) if isinstance(predictions, list) else 0):
        yield lost("prediction", "a prediction is nobody’s label", at=f"{at}.predictions[{index}]")


def _draft(entry: _Entry, text: str, data: Mapping[str, Any], context: Context) -> Draft:
    """Return what an annotation says; offsets are into the text of the task."""
    head = Head(
        annotator=entry.annotator,
        created=_time(entry.raw.get("created_at")),
        updated=_time(entry.raw.get("updated_at")),
        lead_time=_seconds(entry.raw.get("lead_time")),
    )
    title = data.get("title")
    found = {"title": title if title != data.get("article_id") else "", "source": data.get("source")}
    found["url"] = data.get("url")
    about = {key: value for key, value in found.items() if isinstance(value, str) and value}
    if first_lone_surrogate(text) is not None:
        return Draft(text, (), (), (), head, about)
    results, findings = in_our_form(entry.raw.get("result"), context.scheme)
    unit = shown_unit([result for result in results if isinstance(result, dict)], text) or "code-point"
    parsed = from_results(results, text, context.scheme, unit=unit)
    findings = [*findings, *(_counted(finding) for finding in parsed.findings), *_version(data, context.scheme)]
    at = f"{entry.at}.result"
    return Draft(
        text,
        [Mention(span.id, span.type, span.start, span.end, span.attributes, span.id, at=at) for span in parsed.spans],
        [Link(item.type, item.from_id, item.to_id, at=at) for item in parsed.relations],
        [replace(finding, field=f"{at}{finding.field.removeprefix('$')}") for finding in findings],
        head,
        about,
    )


def _counted(finding: Finding) -> Finding:
    """Return a finding as a warning, where it is about what the scheme does not have."""
    beyond = finding.code in _BEYOND or finding.code.startswith("relation")
    return replace(finding, severity="warning") if beyond else finding


def _version(data: Mapping[str, Any], scheme: Scheme) -> Iterator[Finding]:
    """Yield an error if a task of ours was labelled under another version of the scheme."""
    version = data.get("scheme_version")
    if data.get("scheme") == scheme.name and type(version) is int and version != scheme.version:
        message = f"labelled under version {version} of {scheme.name}, which is at version {scheme.version}"
        yield Finding("scheme", message, hint="name the file of that version with --scheme")


def _seconds(value: object) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and value >= 0 else None  # type: ignore[arg-type, operator]


def _time(value: object) -> datetime | None:
    try:
        return parse_time(value) if isinstance(value, str) else None
    except ValueError:
        return None
