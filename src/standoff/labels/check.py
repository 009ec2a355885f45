"""Checking a whole label store: its lines, its files, and its labels against the scheme and the articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from standoff.errors import Finding
from standoff.labels.store import LabelStore, Line, read_lines
from standoff.records import Article, LabelSet, check_label_set
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
        now = by_id.get(labels.article_id)
        if article is None and now is None:
            without_text.add(labels.article_id)
        found = check_against(labels, scheme, article, now.sha256 if now else "")
        findings += [replace(finding, path=str(line.path), line=line.number) for finding in found]
    return StoreCheck(
        label_sets=len(lines),
        spans=sum(len(line.labels.spans) for line in lines),
        relations=sum(len(line.labels.relations) for line in lines),
        findings=tuple(findings),
        without_text=tuple(sorted(without_text)),
    )


def check_against(labels: LabelSet, scheme: Scheme, article: Article | None, sha256_now: str) -> list[Finding]:
    """Return every fault of a label set on its own and with the article whose text it labels.

    Parameters
    ----------
    article
        The one with that text; None where there is none.
    sha256_now
        Of the text of the article that has the id which the label set names; empty where there is none.
    """
    found = check_label_set(labels, scheme, article.text if article else None)
    if article is not None and article.id != labels.article_id:
        message = f"the text is that of article {article.id!r}, not {labels.article_id!r}"
        found.append(Finding("article-id", message, field="$.article_id", severity="warning"))
    elif article is None and sha256_now:
        message = f"article {labels.article_id!r} has another text now (sha256 {sha256_now[:12]}…)"
        hint = "carry the labels over (standoff labels reanchor --earlier OLD), or label the new text anew"
        found.append(Finding("stale-text", message, field="$.sha256", hint=hint))
    return found


def check_places(places: Iterable[tuple[int, str, str]], path: Path, *, is_gold: bool) -> Iterator[Finding]:
    """Yield what is wrong with where label sets stand, given the line, the article id and the annotator of each."""
    first_at: dict[str, int] = {}
    previous = ""
    for number, article_id, annotator in places:
        if not is_gold and annotator != path.stem:
            message = f"labels by {annotator!r} in the file of {path.stem!r}"
            yield Finding("annotator-file", message, str(path), number, "$.annotator")
        first = first_at.setdefault(article_id, number)
        if first != number:
            message = f"article {article_id!r} stands on line {first} already"
            yield Finding("article-twice", message, str(path), number, "$.article_id")
        if article_id < previous:
            message = f"article {article_id!r} stands after {previous!r}"
            hint = "sort the lines by article id; any command that writes the file does"
            yield Finding("order", message, str(path), number, "$.article_id", hint, severity="warning")
        previous = article_id


def _file_items(path: Path, *, is_gold: bool) -> Iterator[Line | Finding]:
    places = []
    for item in read_lines(path):
        yield item
        if isinstance(item, Line):
            places.append((item.number, item.labels.article_id, item.labels.annotator))
    yield from check_places(places, path, is_gold=is_gold)
