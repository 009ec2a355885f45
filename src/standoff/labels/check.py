"""Checking a whole label store: its lines, its files, and its labels against the scheme and the articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from standoff.errors import Finding
from standoff.labels.store import LabelStore, Line, read_lines
from standoff.records import Article, check_label_set
from standoff.scheme import Scheme


@dataclass(frozen=True, slots=True)
class StoreCheck:
    """What a check of a label store found.

    Parameters
    ----------
    label_sets, spans, relations
        How many were looked at.
    without_text
        Ids of labelled articles whose text was not among the given articles: their offsets could not be checked.
    """

    label_sets: int
    spans: int
    relations: int
    findings: tuple[Finding, ...]
    without_text: tuple[str, ...]


def check_store(store: LabelStore, scheme: Scheme, articles: Iterable[Article] = ()) -> StoreCheck:
    """Check every label set of a store.

    Parameters
    ----------
    articles
        Where the texts of labelled articles are looked up, by the sha256 that the labels name.
    """
    by_sha256 = {article.sha256: article for article in articles}
    by_id = {article.id: article for article in by_sha256.values()}
    findings: list[Finding] = []
    lines: list[Line] = []
    for path in store.files():
        for item in _file_items(path, is_gold=path == store.gold_path):
            if isinstance(item, Finding):
                findings.append(item)
            else:
                lines.append(item)
    without_text = set()
    for line in lines:
        labels = line.labels
        article = by_sha256.get(labels.sha256)
        found = check_label_set(labels, scheme, article.text if article else None)
        if article is not None and article.id != labels.article_id:
            message = f"the text is that of article {article.id!r}, not {labels.article_id!r}"
            found.append(Finding("article-id", message, field="$.article_id", severity="warning"))
        elif article is None and labels.article_id in by_id:
            message = (
                f"article {labels.article_id!r} has another text now (sha256 {by_id[labels.article_id].sha256[:12]}…)"
            )
            hint = "carry the labels over (standoff labels reanchor --earlier OLD), or label the new text anew"
            found.append(Finding("stale-text", message, field="$.sha256", hint=hint))
        elif article is None:
            without_text.add(labels.article_id)
        findings += [replace(finding, path=str(line.path), line=line.number) for finding in found]
    return StoreCheck(
        label_sets=len(lines),
        spans=sum(len(line.labels.spans) for line in lines),
        relations=sum(len(line.labels.relations) for line in lines),
        findings=tuple(findings),
        without_text=tuple(sorted(without_text)),
    )


def _file_items(path: Path, *, is_gold: bool) -> Iterator[Line | Finding]:
    first_at: dict[str, int] = {}
    previous = ""
    for item in read_lines(path):
        yield item
        if isinstance(item, Finding):
            continue
        labels = item.labels
        if not is_gold and labels.annotator != path.stem:
            message = f"labels by {labels.annotator!r} in the file of {path.stem!r}"
            yield Finding("annotator-file", message, str(path), item.number, "$.annotator")
        first = first_at.setdefault(labels.article_id, item.number)
        if first != item.number:
            message = f"article {labels.article_id!r} stands on line {first} already"
            yield Finding("article-twice", message, str(path), item.number, "$.article_id")
        if labels.article_id < previous:
            message = f"article {labels.article_id!r} stands after {previous!r}"
            hint = "sort the lines by article id; any command that writes the file does"
            yield Finding("order", message, str(path), item.number, "$.article_id", hint, severity="warning")
        previous = labels.article_id
