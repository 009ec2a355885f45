"""Joining label sets to the articles that they label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from operator import itemgetter

from standoff.errors import Finding, errors_in
from standoff.labels.check import check_store
from standoff.labels.store import LabelStore, Line, read_lines
from standoff.records import Article, LabelSet
from standoff.scheme import Scheme


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A label set that could not be used; `why` is the code of its finding."""

    article_id: str
    annotator: str
    why: str


@dataclass(frozen=True)
class Joined:
    """The label sets that could be joined to an article, and all the others.

    Parameters
    ----------
    label_sets
        Those of every annotator, without a fault, in the order of article id and annotator.
    adjudicated
        Those of the gold file, likewise.
    """

    label_sets: tuple[LabelSet, ...]
    adjudicated: tuple[LabelSet, ...]
    left_out: tuple[LeftOut, ...]
    findings: tuple[Finding, ...]


def join_labels(store: LabelStore, scheme: Scheme, articles: Iterable[Article]) -> Joined:
    """Join the label sets of a store to articles by the sha256 of the text, and leave out every one with a fault.

    A label set of an article that has another id now goes with the text.
    """
    by_sha256 = {article.sha256: article for article in articles}
    check = check_store(store, scheme, by_sha256.values())
    faults = {(finding.path, finding.line): finding.code for finding in reversed(errors_in(check.findings))}
    kept: dict[tuple[bool, str, str], LabelSet] = {}
    left_out: list[LeftOut] = []
    without_text: dict[str, list[Line]] = {}
    twice: list[Finding] = []
    for line in _lines(store):
        labels, article = line.labels, by_sha256.get(line.labels.sha256)
        why = faults.get((str(line.path), line.number), "")
        if not why and article is None:
            why = "no-text"
            without_text.setdefault(labels.article_id, []).append(line)
        elif not why and article is not None:
            is_gold = line.path == store.gold_path
            key = (is_gold, article.id, "" if is_gold else labels.annotator)
            if key in kept:
                why = "article-twice"
                message = f"the text of {article.id!r} is labelled by {labels.annotator!r} under another id too"
                twice.append(Finding(why, message, str(line.path), line.number, "$.article_id"))
            else:
                kept[key] = replace(labels, article_id=article.id)
        if why:
            left_out.append(LeftOut(labels.article_id, labels.annotator, why))
    return Joined(
        label_sets=tuple(labels for (is_gold, *_), labels in sorted(kept.items(), key=itemgetter(0)) if not is_gold),
        adjudicated=tuple(labels for (is_gold, *_), labels in sorted(kept.items(), key=itemgetter(0)) if is_gold),
        left_out=tuple(left_out),
        findings=(*check.findings, *twice, *(_no_text(lines) for lines in without_text.values())),
    )


def _lines(store: LabelStore) -> Iterator[Line]:
    for path in store.files():
        yield from (item for item in read_lines(path) if isinstance(item, Line))


def no_text(article_id: str, annotators: Iterable[str], sha256: str, path: str, line: int) -> Finding:
    """Return the warning about labels of an article whose text is not there; they stand first on that line."""
    return Finding(
        "no-text",
        f"article {article_id!r}, labelled by {', '.join(sorted(annotators))}, is not among the articles: "
        "its labels are left out",
        path,
        line,
        hint=f"if you have it: standoff build --articles PATH (text with sha256 {sha256[:12]}…)",
        severity="warning",
    )


def _no_text(lines: list[Line]) -> Finding:
    first = lines[0]
    annotators = {line.labels.annotator for line in lines}
    return no_text(first.labels.article_id, annotators, first.labels.sha256, str(first.path), first.number)
