"""``standoff suggest``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from standoff.articles import read_articles
from standoff.cli.common import count, exit_on_errors, json_option, print_json, progress, scheme_option, show_findings
from standoff.records import Article
from standoff.scheme import Scheme
from standoff.suggest import THRESHOLD, Suggestion, suggest


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@scheme_option
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    default=THRESHOLD,
    show_default=True,
    help="How sure a suggestion must be, from 0 to 1.",
)
@json_option
def command(paths: tuple[Path, ...], scheme: Scheme, threshold: float, *, as_json: bool) -> None:
    """Suggest spans in the articles of PATHS, each with how sure it is and why.

    One line a span: article, offsets, type, words, attributes, score, reason. Pushing articles to Label Studio shows
    the same suggestions to annotators.

    \b
        standoff suggest seeds
        standoff suggest --json seeds/003_karabakh-ceasefire.txt
    """
    reading = read_articles(paths)
    show_findings(reading.findings)
    suggested: list[tuple[Article, list[Suggestion]]] = []
    with progress("suggest", "article") as report:
        for done, article in enumerate(reading.articles, 1):
            suggested.append((article, suggest(article, scheme, threshold=threshold)))
            report(done, len(reading.articles))
    if as_json:
        print_json([_as_json(article, found) for article, found in suggested])
    else:
        for article, found in suggested:
            for suggestion in found:
                click.echo(_line(article, suggestion))
        total = sum(len(found) for _, found in suggested)
        click.echo(f"{count(total, 'suggestion')} in {count(len(suggested), 'article')}", err=True)
    exit_on_errors(reading.findings)


def _as_json(article: Article, suggestions: list[Suggestion]) -> dict[str, object]:
    return {
        "article_id": article.id,
        "sha256": article.sha256,
        "suggestions": [{**asdict(item), "text": article.text[item.start : item.end]} for item in suggestions],
    }


def _line(article: Article, suggestion: Suggestion) -> str:
    words = " ".join(article.text[suggestion.start : suggestion.end].split())
    values = " ".join(f"{name}={value}" for name, value in suggestion.attributes.items())
    place = f"{article.id}:{suggestion.start}-{suggestion.end}"
    return f"{place}\t{suggestion.type}\t{words}\t{values}\t{suggestion.score:.2f}\t{suggestion.why}"
