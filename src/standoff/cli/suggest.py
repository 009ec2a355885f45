"""``standoff suggest``."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from standoff.articles import read_articles
from standoff.cli.common import (
    count,
    dry_run_option,
    exit_on_errors,
    json_option,
    print_json,
    progress,
    scheme_option,
    show_findings,
)
from standoff.cli.stance_evidence import chosen_evidence
from standoff.cli.suggest_options import chosen_model, model_options
from standoff.errors import Finding
from standoff.labels import LabelStore
from standoff.records import Article
from standoff.scheme import Scheme
from standoff.suggest import Link, Suggestion, read_dictionaries, suggest, version
from standoff.suggest.written import Written, write_suggestions


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@scheme_option
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    help="How sure a suggestion must be, from 0 to 1.  [default: 0.5, or what was learned for each span type]",
)
@model_options
@click.option(
    "--actors",
    "dictionaries",
    multiple=True,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An actor dictionary of PETRARCH or TABARI with more names; may be given several times.",
)
@click.option(
    "--write",
    "store",
    metavar="LABELS",
    type=click.Path(file_okay=False, path_type=Path),
    help="Store the suggestions in this label store, as the labels of a machine annotator.",
)
@dry_run_option
@json_option
def command(
    paths: tuple[Path, ...],
    scheme: Scheme,
    threshold: float | None,
    model_folder: Path | None,
    stance_model: Path | None,
    dictionaries: tuple[Path, ...],
    store: Path | None,
    *,
    rules_only: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Suggest spans and relations in the articles of PATHS, each with how sure it is and why.

    One line a span: article, offsets, type, words, attributes, score, reason; below it one line a relation that goes
    from it: article, offsets of both ends, type, words and type of the other end, score, reason. Pushing articles to
    Label Studio shows the same suggestions to annotators. What `standoff learn` learned is used when it is there.

    \b
        standoff suggest seeds
        standoff suggest --json seeds/003_karabakh-ceasefire.txt
        standoff suggest --actors Phoenix.Countries.actors.txt news/
        standoff suggest --write labels news/
    """
    if dry_run and store is None:
        raise click.UsageError("--dry-run goes with --write")
    model = chosen_model(scheme, model_folder, rules_only=rules_only)
    evidence = chosen_evidence(scheme, stance_model, rules_only=rules_only)
    reading = read_articles(paths)
    dictionary, faults = read_dictionaries(dictionaries) if dictionaries else (None, [])
    findings = [*reading.findings, *faults]
    show_findings(findings)
    suggested: list[tuple[Article, list[Suggestion]]] = []
    with progress("suggest", "article") as report:
        for done, article in enumerate(reading.articles, 1):
            found = suggest(article, scheme, threshold=threshold, model=model, dictionary=dictionary, evidence=evidence)
            suggested.append((article, found))
            report(done, len(reading.articles))
    made_with = version(model, dictionary, evidence)
    if as_json:
        print_json([_as_json(article, found) for article, found in suggested])
    else:
        for article, found in suggested:
            for suggestion in found:
                click.echo(_line(article, suggestion))
                for link in suggestion.links:
                    click.echo(_link_line(article, suggestion, link))
    total = sum(len(found) for _, found in suggested)
    links = sum(len(suggestion.links) for _, found in suggested for suggestion in found)
    counts = f"{count(total, 'suggestion')} and {count(links, 'relation')}"
    click.echo(f"{counts} in {count(len(suggested), 'article')} by {made_with}", err=True)
    if store is not None:
        written = write_suggestions(
            LabelStore(store), scheme, suggested, version=made_with, now=_now(), dry_run=dry_run
        )
        findings += _show_written(written, LabelStore(store), dry_run=dry_run)
    exit_on_errors(findings)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _show_written(written: Written, store: LabelStore, *, dry_run: bool) -> list[Finding]:
    verb = "would be stored" if dry_run else "stored"
    path = store.path(written.annotator)
    click.echo(f"{count(written.added, 'label set')} {verb} in {path}, {written.unchanged} there already", err=True)
    found = [
        Finding(
            "labelled-otherwise",
            f"article {article_id!r} has other labels of that name: they are kept",
            str(path),
            hint="to have new ones, remove that line",
        )
        for article_id in written.kept
    ]
    show_findings(found)
    return found


def _as_json(article: Article, suggestions: list[Suggestion]) -> dict[str, object]:
    return {
        "article_id": article.id,
        "sha256": article.sha256,
        "suggestions": [_with_words(article, item) for item in suggestions],
    }


def _with_words(article: Article, suggestion: Suggestion) -> dict[str, object]:
    links = [{**asdict(link), "text": article.text[link.start : link.end]} for link in suggestion.links]
    return {**asdict(suggestion), "text": article.text[suggestion.start : suggestion.end], "links": links}


def _line(article: Article, suggestion: Suggestion) -> str:
    words = _words(article, suggestion)
    values = " ".join(f"{name}={value}" for name, value in suggestion.attributes.items())
    place = f"{article.id}:{suggestion.start}-{suggestion.end}"
    return f"{place}\t{suggestion.type}\t{words}\t{values}\t{suggestion.score:.2f}\t{suggestion.why}"


def _link_line(article: Article, suggestion: Suggestion, link: Link) -> str:
    place = f"{article.id}:{suggestion.start}-{suggestion.end}>{link.start}-{link.end}"
    return f"{place}\t{link.type}\t{_words(article, link)}\t{link.to_type}\t{link.score:.2f}\t{link.why}"


def _words(article: Article, one: Suggestion | Link) -> str:
    return " ".join(article.text[one.start : one.end].split())
