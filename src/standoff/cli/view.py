"""``standoff view``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from standoff.articles import read_articles
from standoff.cli.common import count, exit_on_errors, labels_option, progress, scheme_option, show_findings
from standoff.errors import Finding, MissingError
from standoff.files import write_text
from standoff.labels import Joined, LabelStore, join_labels
from standoff.records import Article
from standoff.scheme import Scheme
from standoff.suggest import Suggestion, suggest
from standoff.view import render_view

_MOST_NAMED = 5


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(exists=True, path_type=Path))
@labels_option
@click.option(
    "--annotator", "annotators", multiple=True, metavar="NAME", help="Only labels by NAME; may be given several times."
)
@click.option("--suggestions", "with_suggestions", is_flag=True, help="Show what rules suggest beside the labels.")
@click.option(
    "--output", "-o", default="view.html", show_default=True, type=click.Path(path_type=Path), help="File to write."
)
@scheme_option
def command(
    paths: tuple[Path, ...],
    root: Path,
    annotators: tuple[str, ...],
    output: Path,
    scheme: Scheme,
    *,
    with_suggestions: bool,
) -> None:
    """Write articles with their labels as one HTML file, for any browser.

    The file needs no network and no other file. It shows the articles of PATHS (by default those of seeds/) with the
    labels of each annotator, of two beside each other with their differences, and statistics: labels per type,
    agreement, progress. Adjudicated labels are among them where there are any.

    \b
        standoff view
        standoff view seeds --annotator anna --annotator ben -o anna-and-ben.html
        standoff view seeds/003_karabakh-ceasefire.txt --suggestions
    """
    store = LabelStore(root)
    for name in annotators:
        if name not in store.annotators():
            raise _unknown(name, store)
    reading = read_articles(paths or [Path("seeds")])
    joined = join_labels(store, scheme, reading.articles)
    label_sets = [labels for labels in joined.label_sets if not annotators or labels.annotator in annotators]
    findings = [*reading.findings, *_without_repetition(joined)]
    show_findings(findings)
    html = render_view(
        reading.articles,
        label_sets,
        scheme,
        gold=joined.adjudicated,
        suggestions=_suggestions(reading.articles, scheme) if with_suggestions else {},
        findings=findings,
    )
    write_text(output, html)
    spans = sum(len(labels.spans) for labels in (*label_sets, *joined.adjudicated))
    click.echo(
        f"{output}: {count(len(reading.articles), 'article')}, "
        f"{count(len(label_sets) + len(joined.adjudicated), 'label set')}, {count(spans, 'span')}"
    )
    exit_on_errors(findings)


def _unknown(name: str, store: LabelStore) -> MissingError:
    names = ", ".join(store.annotators()) or "nobody"
    return MissingError(f"no labels by {name!r}", where=str(store.root), hint=f"there are labels by: {names}")


def _suggestions(articles: Sequence[Article], scheme: Scheme) -> dict[str, list[Suggestion]]:
    found = {}
    with progress("suggest", "article") as report:
        for done, article in enumerate(articles, 1):
            found[article.id] = suggest(article, scheme)
            report(done, len(articles))
    return found


def _without_repetition(joined: Joined) -> list[Finding]:
    """Gather labels of articles that were not asked for: they may be many, and nothing is wrong with them."""
    other = sorted({item.article_id for item in joined.left_out if item.why == "no-text"})
    findings = [finding for finding in joined.findings if finding.code != "no-text"]
    if other:
        message = f"{count(len(other), 'labelled article')} not among these articles: labels left out"
        shown = ", ".join(other[:_MOST_NAMED]) + (" …" if len(other) > _MOST_NAMED else "")
        findings.append(Finding("no-text", message, hint=shown, severity="warning"))
    return findings
