"""From what a file says to label sets: the article found, what the scheme does not have left out and named."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from standoff.errors import Finding, errors_in
from standoff.formats.drafts import Draft, Link, Mention, lost
from standoff.formats.model import Context, Imported
from standoff.formats.naming import in_own_names
from standoff.formats.places import Place, by_letters, to_canonical
from standoff.records import Article, LabelSet, Relation, Span, check_label_set
from standoff.scheme import RelationType, Scheme, SpanType
from standoff.text import first_lone_surrogate, has_edge_space, sha256_hex

_REGION_ID = re.compile(r"[A-Za-z0-9_-]+")


def settle(draft: Draft, context: Context, tool: str) -> Imported:
    """Return the label set that a draft makes, with its article, or why it makes none.

    Parameters
    ----------
    tool
        The name of the format, for label sets whose file names no tool.
    """
    article, place, findings = _article(draft, context)
    draft, renamed = in_own_names(draft, context.scheme)
    findings = [*draft.findings, *findings, *renamed]
    if article is None:
        return Imported((), (), tuple(_at(context.path, findings)))
    spans, ids, left_out = _spans(draft, place, context.scheme)
    relations, unlinked = _relations(draft.links, ids, {span.id: span.type for span in spans}, context.scheme)
    findings += [*left_out, *unlinked]
    if draft.mentions and not spans and not errors_in(findings):
        hint = "name the scheme that has its types with --scheme"
        findings.append(Finding("nothing-left", "not one of its spans can be kept", hint=hint))
    head = draft.head
    labels = LabelSet(
        article_id=article.id,
        sha256=article.sha256,
        scheme=context.scheme.name,
        scheme_version=context.scheme.version,
        annotator=head.annotator or context.annotator,
        origin="imported",
        created=head.created or head.updated or context.time,
        updated=head.updated or head.created or context.time,
        tool=head.tool or tool,
        lead_time=head.lead_time,
        spans=spans,
        relations=relations,
    )
    findings += check_label_set(labels, context.scheme, article.text)
    kept = () if errors_in(findings) else (labels,)
    return Imported((article,), kept, tuple(_at(context.path, findings)))


def merged(parts: Iterable[Imported]) -> Imported:
    """Return several imports as one."""
    parts = list(parts)
    articles = {article.sha256: article for part in parts for article in part.articles}
    return Imported(
        tuple(articles.values()),
        tuple(labels for part in parts for labels in part.label_sets),
        tuple(finding for part in parts for finding in part.findings),
    )


def _article(draft: Draft, context: Context) -> tuple[Article | None, Place, list[Finding]]:
    text, place = to_canonical(draft.text)
    if not text or "\0" in text or first_lone_surrogate(text) is not None:
        return None, place, [Finding("text", "its text is empty, or holds a NUL or a lone surrogate")]
    known = context.known.by_sha256(sha256_hex(text))
    if known is not None:
        return known, place, []
    known = context.known.by_letters(text, context.name)
    if known is not None:
        carry = by_letters(text, known.text)
        message = "the file's white space differs from the article's, which is kept"
        return known, lambda at: carry(inner) if (inner := place(at)) else None, [lost("white-space", message)]
    if context.dct is None:
        hint = "name the article with --articles, or say when it was published with --date"
        return None, place, [Finding("article-unknown", "its text is that of no article at hand", hint=hint)]
    return Article(id=context.name, dct=context.dct, text=text, origin="imported", **draft.about), place, []


def _spans(draft: Draft, place: Place, scheme: Scheme) -> tuple[tuple[Span, ...], dict[str, str], list[Finding]]:
    """Return the spans, the id of each by the key of its mention, and what was left out or changed."""
    findings: list[Finding] = []
    found: dict[tuple[str, int, int], Mention] = {}
    extents: dict[str, tuple[str, int, int]] = {}
    for mention in draft.mentions:
        at, problem = _placed(mention, draft.text, place)
        if mention.type not in scheme.spans:
            findings.append(
                lost("span-type", f"the scheme has no span type {mention.type!r}", mention.line, mention.at)
            )
            continue
        if problem:
            findings.append(problem)
        if at is None:
            continue
        extents[mention.key] = extent = (mention.type, *at)
        if found.setdefault(extent, mention) is not mention:
            findings.append(
                lost("same-extent", f"a second {mention.type} of the same extent", mention.line, mention.at)
            )
            continue
        findings += [
            lost("attribute", f"{mention.type} has no attribute {name!r}", mention.line, mention.at)
            for name in mention.attributes
            if name not in scheme.spans[mention.type].attributes
        ]
    ids, renamed = _ids(found)
    spans = tuple(
        Span(ids[type_, start, end], type_, start, end, _known(mention.attributes, scheme.spans[type_]))
        for (type_, start, end), mention in found.items()
    )
    return spans, {key: ids[extent] for key, extent in extents.items()}, findings + renamed


def _placed(mention: Mention, raw: str, place: Place) -> tuple[tuple[int, int] | None, Finding | None]:
    """Return where a mention lies in the article, and what is wrong with its offsets."""
    start, end = mention.start, mention.end
    if not 0 <= start <= end <= len(raw):
        return None, Finding(
            "offset", f"{start}-{end} is no part of the text's {len(raw)} characters", "", mention.line, mention.at
        )
    at = place((start, end))
    if at is None:
        return None, lost("empty-span", "a span that holds no character", mention.line, mention.at)
    if has_edge_space(raw[start:end]):
        return at, lost("edge-space", "white space at the edge of a span is cut off", mention.line, mention.at)
    return at, None


def _ids(found: Mapping[tuple[str, int, int], Mention]) -> tuple[dict[tuple[str, int, int], str], list[Finding]]:
    """Return an id for each extent, its own where it has one that can be kept, and what is renamed."""
    ids: dict[tuple[str, int, int], str] = {}
    renamed = []
    own = Counter(mention.id for mention in found.values())
    free = (name for number in itertools.count() if (name := f"r{number}") not in own)
    for extent in sorted(found, key=lambda extent: (extent[1], extent[2], extent[0])):
        mention = found[extent]
        if _REGION_ID.fullmatch(mention.id) and own[mention.id] == 1:
            ids[extent] = mention.id
            continue
        ids[extent] = next(free)
        if mention.id:
            renamed.append(lost("span-id", "an id that cannot be kept", mention.line, mention.at))
    return ids, renamed


def _known(attributes: Mapping[str, str], type_: SpanType) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if name in type_.attributes}


def _relations(
    links: Iterable[Link], ids: Mapping[str, str], types: Mapping[str, str], scheme: Scheme
) -> tuple[tuple[Relation, ...], list[Finding]]:
    findings: list[Finding] = []
    found: set[Relation] = set()
    for link in links:
        if link.type not in scheme.relations:
            findings.append(lost("relation-type", f"the scheme has no relation {link.type!r}", link.line, link.at))
        elif link.from_key not in ids or link.to_key not in ids:
            findings.append(lost("relation-end", f"a {link.type} of a span that is not kept", link.line, link.at))
        elif not _joins(scheme.relations[link.type], ends := (types[ids[link.from_key]], types[ids[link.to_key]])):
            message = f"a {link.type} from {ends[0]} to {ends[1]}, which it does not join"
            findings.append(lost("relation-ends", message, link.line, link.at))
        else:
            relation = Relation(link.type, ids[link.from_key], ids[link.to_key])
            if relation in found:
                findings.append(
                    lost("relation-twice", f"a second {link.type} between the same spans", link.line, link.at)
                )
            found.add(relation)
    return tuple(found), findings


def _joins(type_: RelationType, ends: tuple[str, str]) -> bool:
    return ends[0] in type_.from_types and ends[1] in type_.to_types


def _at(path: str, findings: Iterable[Finding]) -> Iterable[Finding]:
    return (replace(finding, path=path) for finding in findings)
