"""``standoff export``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import click

from standoff.articles import read_articles
from standoff.cli.common import (
    articles_option,
    count,
    dry_run_option,
    exit_on_errors,
    json_option,
    labels_option,
    print_json,
    progress,
    scheme_option,
)
from standoff.cli.conversion import (
    FORMAT_NAMES,
    format_named,
    grouped,
    groups_json,
    show_groups,
    stem_of,
)
from standoff.errors import Finding, MissingError, errors_in
from standoff.files import write_bytes
from standoff.formats import Format, chosen
from standoff.labels import LabelStore
from standoff.records import Article, LabelSet, check_label_set
from standoff.scheme import Scheme


@click.command()
@click.option("--to", "name", required=True, type=click.Choice(FORMAT_NAMES), help="The format to write.")
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder for the files."
)
@click.option("--annotator", metavar="NAME", help="Whose labels; without it, the gold labels.")
@click.option(
    "--type",
    "types",
    multiple=True,
    metavar="TYPE",
    help="Only spans of this type, and relations between such spans; may be given several times.",
)
@articles_option
@labels_option
@scheme_option
@dry_run_option
@json_option
def command(
    name: str,
    out: Path,
    annotator: str | None,
    types: tuple[str, ...],
    article_paths: tuple[Path, ...],
    root: Path,
    scheme: Scheme,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write labels in the format of another tool, and say what it cannot hold.

    \b
        brat          brat standoff: .txt, .ann and annotation.conf
        conll         CoNLL-2003: .conll, a column of BIO tags for each span type
        label-studio  Label Studio JSON: .json with a task, and interface.xml for the project that imports it
        spacy         spaCy DocBin: .spacy (needs the extra standoff[spacy])
        w3c           W3C Web Annotation JSON-LD: .jsonld and .txt
        webanno       INCEpTION / WebAnno TSV 3.3: .tsv

    Files are named after the ids of articles; those that are there already are replaced. Everything that a format does
    not hold is named and counted; what is not named comes back with `standoff import`.

    \b
        standoff export --to brat --out brat/anna --annotator anna
        standoff export --to conll --out conll --type actor
    """
    format_ = format_named(name)
    reading = read_articles(article_paths)
    pairs, findings = _with_articles(_label_sets(LabelStore(root), annotator), reading.articles, scheme)
    with progress(f"Export to {name}", "article") as report:
        files, losses = _exported(format_, pairs, scheme, types or tuple(scheme.spans), report)
    if not dry_run:
        for file, content in files.items():
            write_bytes(out / file, content)
    if as_json:
        result = {"label_sets": len(pairs), "files": sorted(files), "losses": groups_json(grouped(losses))}
        print_json(result | {"written": not dry_run, "faults": groups_json(grouped(findings))})
    else:
        show_groups(f"{format_.title} does not hold", grouped(losses), "yellow")
        show_groups("Not exported", grouped(findings), "red")
        verb = "would be written" if dry_run else "written"
        click.echo(f"{count(len(pairs), 'label set')} in {count(len(files), 'file')} {verb} to {out}")
    exit_on_errors(findings)


def _label_sets(store: LabelStore, annotator: str | None) -> tuple[LabelSet, ...]:
    if annotator is not None:
        return store.read(annotator)
    gold = store.read_gold()
    if not gold:
        names = ", ".join(store.annotators()) or "nobody"
        hint = f"name an annotator with --annotator; there are labels by: {names}"
        raise MissingError("there are no gold labels", where=str(store.gold_path), hint=hint)
    return gold


def _with_articles(
    label_sets: Iterable[LabelSet], articles: Iterable[Article], scheme: Scheme
) -> tuple[list[tuple[Article, LabelSet]], list[Finding]]:
    """Return each label set that has no fault with its article, and what is wrong with the others."""
    by_sha256 = {article.sha256: article for article in articles}
    pairs, findings = [], []
    for labels in label_sets:
        article = by_sha256.get(labels.sha256)
        if article is None:
            hint = "name the folder or file that has it with --articles"
            found = [Finding("article-unknown", "its text is at hand nowhere", hint=hint)]
        else:
            found = errors_in(check_label_set(labels, scheme, article.text))
        findings += [replace(finding, path=labels.article_id) for finding in found]
        if article is not None and not found:
            pairs.append((article, labels))
    return pairs, findings


def _exported(
    format_: Format,
    pairs: Sequence[tuple[Article, LabelSet]],
    scheme: Scheme,
    types: Sequence[str],
    report: Callable[[int, int | None], None],
) -> tuple[dict[str, bytes], list[Finding]]:
    """Return the content of every file by its name, and everything that is lost."""
    files: dict[str, bytes] = {}
    losses: list[Finding] = []
    for done, (article, labels) in enumerate(pairs, 1):
        some, narrowed = chosen(labels, scheme, types)
        exported = format_.write(article, some, narrowed, _segment)
        files |= {f"{stem_of(article)}{suffix}": content for suffix, content in exported.files.items()}
        losses += [replace(loss, path=article.id) for loss in exported.losses]
        settings = format_.settings(narrowed)
        files |= {file: content.encode() for file, content in settings.items()}
        report(done, len(pairs))
    return files, losses


def _segment(text: str) -> list[list[tuple[int, int]]]:
    """Return the tokens of each sentence, as the dataset has them."""
    from standoff.corpus.sentences import sentences
    from standoff.corpus.tokens import tokenize

    return [tokenize(text, start, end) for start, end in sentences(text)]
