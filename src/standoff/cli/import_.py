"""``standoff import``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
import orjson

from standoff.articles import read_articles
from standoff.cli.common import (
    articles_option,
    count,
    dry_run_option,
    exit_on_errors,
    json_option,
    labels_option,
    print_json,
    scheme_option,
)
from standoff.cli.conversion import (
    FORMAT_NAMES,
    format_named,
    grouped,
    groups_json,
    show_groups,
)
from standoff.errors import ConflictError, Finding, errors_in
from standoff.files import read_bytes, write_bytes
from standoff.formats import Context, KnownArticles, import_files
from standoff.labels import LabelStore
from standoff.records import Article, LabelSet
from standoff.scheme import Scheme


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--from", "name", required=True, type=click.Choice(FORMAT_NAMES), help="The format to read.")
@click.option("--annotator", required=True, metavar="NAME", help="Who made the labels, where the files do not say.")
@articles_option
@click.option(
    "--new-articles",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep articles that are not known in this file (JSON Lines), adding to what it has.",
)
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="When new articles were published, where the files do not say.",
)
@click.option("--replace", "replacing", is_flag=True, help="Replace other labels of the same article and annotator.")
@labels_option
@scheme_option
@dry_run_option
@json_option
def command(
    paths: tuple[Path, ...],
    name: str,
    annotator: str,
    article_paths: tuple[Path, ...],
    new_articles: Path | None,
    date: datetime | None,
    root: Path,
    scheme: Scheme,
    *,
    replacing: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read labels from the files of another tool into the label store, and say what is left out.

    PATHS are files or folders. Formats: brat (.ann beside .txt), conll (.conll .bio .iob .iob2), label-studio (.json,
    exported as JSON), spacy (.spacy, needs the extra standoff[spacy]), w3c (.jsonld .json), webanno (.tsv, as INCEpTION
    exports it).

    Labels belong to known articles, which are found by their texts; only their white space may differ. Span types,
    attributes and relations must be those of the scheme; others are left out, named and counted. A document whose
    labels have a fault is not taken in; so labels from a format without attributes (conll) need a scheme that requires
    none. Labels that are in the store already, with whatever ids, stay as they are.

    \b
        standoff import --from brat brat/anna --annotator anna
        standoff import --from webanno export.tsv --annotator ben --date 2024-05-01 --new-articles seeds/ben.jsonl
    """
    known = read_articles(article_paths).articles
    context = Context(
        scheme=scheme,
        name="",
        annotator=annotator,
        time=datetime.now(UTC),
        dct=date.date() if date else None,
        known=KnownArticles(known),
    )
    imported = import_files(paths, format_named(name), context)
    known_texts = {article.sha256 for article in known}
    new = [article for article in imported.articles if article.sha256 not in known_texts]
    label_sets, faults = _taken(imported.label_sets, new, known, keeps_new=new_articles is not None)
    findings = [*errors_in(imported.findings), *faults]
    store = LabelStore(root)
    changes = _Changes.of(label_sets, store)
    if changes.differing and not replacing:
        listed = ", ".join(f"{labels.article_id} by {labels.annotator}" for labels in changes.differing[:5])
        raise ConflictError(
            f"the store has other labels for {count(len(changes.differing), 'label set')}: {listed}",
            where=str(root),
            hint="import them under another --annotator, or take the files' labels with --replace",
        )
    if not dry_run:
        kept = {labels.sha256 for labels in label_sets}
        _keep(new_articles, [article for article in new if article.sha256 in kept])
        store.put([*changes.added, *changes.differing])
    losses = grouped(finding for finding in imported.findings if finding.severity == "warning")
    if as_json:
        counts = {key: len(value) for key, value in asdict(changes).items()}
        result = {"label_sets": counts, "new_articles": len(new), "written": not dry_run}
        print_json(result | {"losses": groups_json(losses), "faults": groups_json(grouped(findings))})
    else:
        show_groups("Left out or changed", losses, "yellow")
        show_groups("Not taken in", grouped(findings), "red")
        verb = "would be taken" if dry_run else "taken"
        told = f"{len(changes.added):,} new, {len(changes.differing):,} replaced, {len(changes.same):,} there already"
        click.echo(f"{count(len(label_sets), 'label set')} {verb} into {root}: {told}")
    exit_on_errors(findings)


@dataclass(frozen=True, slots=True)
class _Changes:
    """Label sets that the store has not, has otherwise, and has with the same labels (whatever their ids)."""

    added: list[LabelSet]
    differing: list[LabelSet]
    same: list[LabelSet]

    @classmethod
    def of(cls, label_sets: Iterable[LabelSet], store: LabelStore) -> _Changes:
        """Compare label sets with those of the store."""
        changes = cls([], [], [])
        stored = {
            (labels.article_id, labels.annotator): labels
            for annotator in {labels.annotator for labels in label_sets} & set(store.annotators())
            for labels in store.read(annotator)
        }
        for labels in label_sets:
            before = stored.get((labels.article_id, labels.annotator))
            if before is None:
                changes.added.append(labels)
            elif before.sha256 == labels.sha256 and _content(before) == _content(labels):
                changes.same.append(labels)
            else:
                changes.differing.append(labels)
        return changes


def _content(labels: LabelSet) -> tuple[object, object]:
    """Return the spans and relations of a label set without the ids of its spans."""
    extents = {span.id: (span.type, span.start, span.end) for span in labels.spans}
    spans = {extents[span.id]: dict(span.attributes) for span in labels.spans}
    return spans, {(item.type, extents[item.from_id], extents[item.to_id]) for item in labels.relations}


def _taken(
    label_sets: Iterable[LabelSet], new: Iterable[Article], known: Iterable[Article], *, keeps_new: bool
) -> tuple[list[LabelSet], list[Finding]]:
    """Return the label sets whose articles are known or can be kept, and what is wrong with the others."""
    ids = {article.id for article in known}
    refused: dict[str, Finding] = {}
    for article in new:
        if not keeps_new:
            hint = "name the article with --articles, or keep it with --new-articles FILE"
            refused[article.sha256] = Finding("article-unknown", f"the text of {article.id!r} is new", hint=hint)
        elif article.id in ids:
            hint = "give the file another name"
            refused[article.sha256] = Finding("article-twice", f"there is another article {article.id!r}", hint=hint)
        ids.add(article.id)
    return [labels for labels in label_sets if labels.sha256 not in refused], list(refused.values())


def _keep(path: Path | None, articles: Sequence[Article]) -> None:
    """Add articles to a file of JSON Lines."""
    if path is None or not articles:
        return
    before = read_bytes(path) if path.exists() else b""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    lines = b"".join(orjson.dumps(_as_json(article)) + b"\n" for article in articles)
    write_bytes(path, before + lines)


def _as_json(article: Article) -> dict[str, str]:
    fields = {"title": article.title, "source": article.source, "url": article.url, "origin": article.origin}
    filled = {key: value for key, value in fields.items() if value}
    return {"id": article.id, "date": article.dct.isoformat(), **filled, "text": article.text}
