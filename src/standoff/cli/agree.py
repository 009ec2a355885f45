"""``standoff agree``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from standoff.articles import read_articles
from standoff.cli.common import articles_option, count, existing_labels_option, json_option, print_json, scheme_option
from standoff.labels import RESAMPLES, SEED, Agreement, Estimate, LabelStore, measure_agreement
from standoff.scheme import Scheme


@click.command()
@click.argument("annotators", nargs=-1, metavar="[ANNOTATOR]...")
@existing_labels_option
@articles_option
@click.option(
    "--resamples",
    default=RESAMPLES,
    show_default=True,
    type=click.IntRange(0),
    help="Bootstrap resamples for the 95 % intervals; 0 for none.",
)
@click.option("--seed", default=SEED, show_default=True, help="Seed of the bootstrap.")
@scheme_option
@json_option
def command(
    annotators: Sequence[str],
    root: Path,
    article_paths: tuple[Path, ...],
    resamples: int,
    seed: int,
    scheme: Scheme,
    *,
    as_json: bool,
) -> None:
    """Measure how far annotators agree: all of them, or those that are named.

    \b
    Spans       F1 of equal extents and of one-to-one overlaps; Krippendorff's alpha for unitizing (alpha-u)
    Attributes  of spans that two or more marked: agreed share, Cohen's or Fleiss' kappa, Krippendorff's alpha
    Relations   F1 between spans that both marked

    Intervals are 95 % bootstrap intervals over articles. Where there is no figure, the reason is given.
    """
    store = LabelStore(root)
    names = annotators or store.annotators()
    found = measure_agreement(
        [labels for name in dict.fromkeys(names) for labels in store.read(name)],
        scheme,
        read_articles(article_paths).articles,
        resamples=resamples,
        seed=seed,
    )
    if as_json:
        print_json(asdict(found))
    else:
        _show(found)


def _show(found: Agreement) -> None:
    click.echo(f"{', '.join(found.annotators)} on {count(len(found.articles), 'article')}")
    if found.alone:
        click.echo(f"{count(found.alone, 'label set')} on texts that nobody else labelled: not compared")
    if found.without_text:
        click.echo(f"no text at hand, so not in alpha-u: {', '.join(found.without_text)}")
    notes: dict[str, None] = {}

    def cell(figure: Estimate, what: str) -> str:
        if figure.note:
            notes[f"{what}: {figure.note}"] = None
        if figure.value is None:
            return "–"
        interval = f" [{figure.low:.2f}, {figure.high:.2f}]" if figure.low is not None else ""
        return f"{figure.value:.2f}{interval}"

    _table(
        ["span", *found.annotators, "equal", "overlapping", "F1 exact", "F1 relaxed", "alpha-u"],
        [
            [
                row.type,
                *(str(row.spans[name]) for name in found.annotators),
                str(row.equal),
                str(row.overlapping),
                cell(row.f1_exact, f"{row.type}, F1 exact"),
                cell(row.f1_relaxed, f"{row.type}, F1 relaxed"),
                cell(row.alpha_u, f"{row.type}, alpha-u"),
            ]
            for row in found.spans
        ],
    )
    kappa = "Cohen's kappa" if len(found.annotators) == 2 else "Fleiss' kappa"
    _table(
        ["attribute", "spans", "agreed", kappa, "alpha"],
        [
            [
                name := f"{row.type}.{row.attribute}",
                str(row.units),
                cell(row.agreed, f"{name}, agreed"),
                cell(row.kappa, f"{name}, kappa"),
                cell(row.alpha, f"{name}, alpha"),
            ]
            for row in found.attributes
        ],
    )
    _table(
        ["relation", "compared", "left out", "equal", "F1"],
        [
            [row.type, str(row.relations), str(row.left_out), str(row.equal), cell(row.f1, f"{row.type}, F1")]
            for row in found.relations
        ],
    )
    click.echo(f"\n95 % intervals: {count(found.resamples, 'bootstrap resample')} of articles, seed {found.seed}")
    for note in notes:
        click.echo(f"  {note}")


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    lines = [header, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    click.echo()
    for line in lines:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
