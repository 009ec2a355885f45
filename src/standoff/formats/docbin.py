"""spaCy's ``DocBin``: a ``.spacy`` file with one document, for training and for spaCy's own tools.

Spans are in ``doc.spans["sc"]``, spaCy's default group for overlapping spans, with their type as label and their id;
attributes are extension attributes of the span named after type and attribute (``span._.actor_kind``); relations and
what is known of article and labels are in ``doc._.standoff``. To read them in spaCy, register the extensions first:
``Span.set_extension("actor_kind", default=None)``, ``Doc.set_extension("standoff", default=None)``.

The format: https://spacy.io/api/docbin, https://spacy.io/api/spangroup
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, cast

from standoff.errors import Finding, InputError, MissingExtraError
from standoff.formats.drafts import Draft, Head, Link, Mention
from standoff.formats.model import Context, Exported, Files, Imported, Interval, Segmenter, head_losses, loss
from standoff.formats.places import segmented
from standoff.formats.settling import merged, settle
from standoff.records import Article, LabelSet, format_time, parse_time

if TYPE_CHECKING:
    from spacy.tokens import Doc

SPACY: Final = ".spacy"
GROUP: Final = "sc"
"""spaCy's default name for a group of spans that may overlap (``spancat``)."""

_STANDOFF: Final = ("._.", "standoff", None, None)
"""The key in ``doc.user_data`` of the extension attribute ``doc._.standoff``."""

_ABOUT: Final = ("title", "source", "url")
_HELD: Final = {
    *("annotator", "tool", "created", "updated", "lead_time", "scheme", "scheme_version"),
    *(f"article.{name}" for name in ("id", "dct", *_ABOUT)),
}


def to_docbin(article: Article, labels: LabelSet, segment: Segmenter) -> Exported:
    """Return a label set as one file, ``.spacy``.

    Raises
    ------
    InputError
        If a token of `segment` cannot be written.
    MissingExtraError
        If spaCy is not installed.
    """
    spacy = _spacy()
    sentences = segmented(article.text, segment)
    words, spaces, starts = _words(article.text, sentences)
    doc = spacy.tokens.Doc(spacy.vocab.Vocab(), words=words, spaces=spaces, sent_starts=starts)
    aligned = [doc.char_span(span.start, span.end, label=span.type, span_id=span.id) for span in labels.spans]
    doc.spans[GROUP] = [span for span in aligned if span is not None]
    kept = {span.id for span, found in zip(labels.spans, aligned, strict=True) if found is not None}
    losses = head_losses(article, labels, held=_HELD)
    losses += [
        loss("unaligned", "the span begins or ends within a token", f"$.spans[{index}]")
        for index, span in enumerate(labels.spans)
        if span.id not in kept
    ]
    relations = []
    for index, relation in enumerate(labels.relations):
        if relation.from_id in kept and relation.to_id in kept:
            relations.append([relation.type, relation.from_id, relation.to_id])
        else:
            losses.append(loss("relation-end", "a span of the relation is lost", f"$.relations[{index}]"))
    for span in (span for span in labels.spans if span.id in kept):
        for name, value in sorted(span.attributes.items()):
            doc.user_data[_attribute_key(span.type, name, span.start, span.end)] = value
    doc.user_data[_STANDOFF] = {**_provenance(article, labels), "relations": relations}
    content = spacy.tokens.DocBin(docs=[doc], store_user_data=True).to_bytes()
    return Exported({SPACY: content}, tuple(losses))


def from_docbin(files: Files, context: Context) -> Imported:
    """Return the label sets of a file, one for each of its documents.

    Spans are read from every span group; of a document without one, the named entities are read.

    Raises
    ------
    InputError
        If the file is no ``DocBin``.
    MissingExtraError
        If spaCy is not installed.
    """
    spacy = _spacy()
    try:
        docs = list(spacy.tokens.DocBin().from_bytes(files[SPACY]).get_docs(spacy.vocab.Vocab()))
    except (KeyError, TypeError, ValueError, zlib.error):
        raise InputError("is no DocBin of spaCy 3") from None
    parts = []
    for number, doc in enumerate(docs, 1):
        name = context.name if len(docs) == 1 else f"{context.name}-{number}"
        try:
            draft, own = _draft(doc, replace(context, name=name))
        except (KeyError, TypeError, ValueError):
            raise InputError(f"doc._.standoff of document {number} is not as standoff writes it") from None
        parts.append(settle(draft, own, "spaCy"))
    return merged(parts)


def _words(text: str, sentences: Sequence[Sequence[Interval]]) -> tuple[list[str], list[bool], list[bool]]:
    """Return spaCy's words, whether a space follows each, and whether it begins a sentence.

    White space other than one space after a word is a word of its own, so that the text of the document is the same.
    """
    words: list[str] = []
    spaces: list[bool] = []
    starts: list[bool] = []
    tokens = [(at, rank == 0) for sentence in sentences for rank, at in enumerate(sentence)]
    ends = [*(start for (start, _), _ in tokens[1:]), len(text)]
    for ((start, end), begins), next_start in zip(tokens, ends, strict=True):
        gap = text[end:next_start]
        words.append(text[start:end])
        spaces.append(gap.startswith(" "))
        starts.append(begins)
        if gap.removeprefix(" "):
            words.append(gap.removeprefix(" "))
            spaces.append(False)
            starts.append(False)
    return words, spaces, starts


def _provenance(article: Article, labels: LabelSet) -> dict[str, Any]:
    return {
        "article": {"id": article.id, "dct": article.dct.isoformat()}
        | {name: getattr(article, name) for name in _ABOUT if getattr(article, name)},
        "labels": {
            "scheme": labels.scheme,
            "scheme_version": labels.scheme_version,
            "annotator": labels.annotator,
            "tool": labels.tool,
            "created": format_time(labels.created),
            "updated": format_time(labels.updated),
            "lead_time": labels.lead_time,
        },
    }


def _draft(doc: Doc, context: Context) -> tuple[Draft, Context]:
    """Return what a document says, and the context with what it says of its article."""
    data = cast("Mapping[object, Any]", doc.user_data)
    said: Mapping[str, Any] = data.get(_STANDOFF, {"article": {}, "labels": {}, "relations": ()})
    about, labels, scheme = said["article"], said["labels"], context.scheme
    mentions = []
    for position, span in enumerate(_spans(doc)):
        start, end = span.start_char, span.end_char
        names = scheme.spans[span.label_].attributes if span.label_ in scheme.spans else ()
        keys = {name: _attribute_key(span.label_, name, start, end) for name in names}
        attributes = {name: str(data[key]) for name, key in keys.items() if key in data}
        mentions.append(Mention(span.id_ or str(position), span.label_, start, end, attributes, span.id_))
    findings = []
    if labels and (labels["scheme"], labels["scheme_version"]) != (scheme.name, scheme.version):
        made, asked = f"{labels['scheme']} {labels['scheme_version']}", f"{scheme.name} {scheme.version}"
        findings.append(Finding("scheme", f"made under the scheme {made}, not {asked}", hint="name it with --scheme"))
    head = Head()
    if labels:
        times = {name: parse_time(labels[name]) for name in ("created", "updated")}
        head = Head(annotator=labels["annotator"], tool=labels["tool"], lead_time=labels["lead_time"], **times)
    links = [Link(*relation) for relation in said["relations"]]
    more = {name: about[name] for name in _ABOUT if name in about}
    draft = Draft(doc.text, mentions, links, findings, head, more)
    dct = date.fromisoformat(about["dct"]) if about else context.dct
    return draft, replace(context, name=about.get("id", context.name), dct=dct)


def _spans(doc: Doc) -> Iterator[Any]:
    if any(doc.spans.values()):
        for group in doc.spans.values():
            yield from group
    else:
        yield from doc.ents


def _attribute_key(type_: str, name: str, start: int, end: int) -> tuple[str, str, int, int]:
    """Return the key in ``doc.user_data`` of an extension attribute of a span."""
    return ("._.", f"{type_}_{name}", start, end)


def _spacy() -> Any:
    try:
        import spacy.tokens
        import spacy.vocab
    except ImportError:
        raise MissingExtraError("spaCy is not installed", hint="pip install 'standoff[spacy]'") from None
    return spacy
