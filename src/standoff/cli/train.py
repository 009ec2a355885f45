"""``standoff train``: the stance baseline, from a corpus to a model with its figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from standoff.cli.common import count, json_option, print_json, progress

if TYPE_CHECKING:
    from standoff.baseline import Contest, Training


@click.command("train")
@click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    default=Path("corpus"),
    show_default=True,
    help="The folder of a built corpus.",
)
@click.option("--config", default="stance", show_default=True, help="The config with a row for each stance.")
@click.option("--without", multiple=True, metavar="CLASS", help="Leave out the rows of this class; may be repeated.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("models/stance"),
    show_default=True,
    help="The folder for model.skops, metrics.json, confusion_matrix.png and README.md (the model card).",
)
@json_option
def command(corpus: Path, config: str, without: tuple[str, ...], out: Path, *, as_json: bool) -> None:
    """Train and evaluate the stance baseline.

    The configuration is chosen by cross-validation on the splits train and validation, with no article on both sides
    of a fold, and measured on the split test once. The same corpus gives the same model and the same figures.
    """
    from standoff.baseline import metrics_json, read_corpus, train, write_training

    data = read_corpus(corpus, config).leaving_out(without)
    with progress("Choosing by cross-validation", "configurations") as report:
        training = train(data, report)
    paths = write_training(out, training)
    if as_json:
        print_json({**metrics_json(training), "files": [str(path) for path in paths]})
        return
    _show(training)
    click.echo(f"\nWritten: {', '.join(str(path) for path in paths)}")


def _show(training: Training) -> None:
    from standoff.baseline import METHOD

    data, choice = training.data, training.choice
    click.echo(f"{data.name}: {count(len(data.development), 'row')} to train on, {len(data.test):,} to test on")
    click.echo(f"Chosen of {len(choice.trials)}: {choice.chosen.configuration.name}")
    _show_contest(f"Cross-validation ({len(choice.folds)} folds, no article on both sides)", training.cross_validation)
    if training.test is not None:
        _show_contest("Test split", training.test)
    click.echo(f"\nIn per cent, with intervals: {METHOD}.")
    click.echo("F_avg is the mean F1 of favor and against (SemEval-2016 Task 6).")
    for caution in training.cautions:
        click.secho(f"caution: {caution}", err=True, fg="yellow")


def _show_contest(title: str, contest: Contest) -> None:
    from standoff.baseline import as_text, class_table, contest_table

    basis = f"{count(contest.model.rows, 'row')} from {count(contest.model.clusters, 'group')} of articles"
    click.secho(f"\n{title}: {basis}", bold=True)
    click.echo(as_text(contest_table(contest)))
    click.echo()
    click.echo(as_text(class_table(contest.model)))
