"""``standoff train``: the stance baseline, from a dataset to a model with its figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from standoff.cli.common import count, json_option, print_json, progress
from standoff.cli.stance_columns import columns_from, stance_column_options

if TYPE_CHECKING:
    from standoff.baseline import Contest, StanceData, Training


@click.command("train")
@click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    default=Path("corpus"),
    show_default=True,
    help="The folder of a built corpus.",
)
@click.option("--config", help="The config to load.  [default: stance, or the only one of another dataset]")
@click.option(
    "--data",
    metavar="FILE|FOLDER|NAME",
    help="A stance dataset, not a corpus: a CSV, TSV, JSON, JSON Lines or Parquet file, or what load_dataset takes.",
)
@click.option("--test", type=click.Path(path_type=Path), help="A file to test on, with the columns of --data.")
@stance_column_options
@click.option(
    "--label-column", default="label", show_default=True, help="With --data: the column of FAVOR, AGAINST, NONE."
)
@click.option("--group-column", default="", help="With --data: a column that rows share which must stay together.")
@click.option(
    "--label",
    "meanings",
    multiple=True,
    metavar="SPELLING=CLASS",
    help="With --data: what a label means: favor, against, neutral or none; may be repeated.",
)
@click.option(
    "--given",
    is_flag=True,
    help="Learn from a corpus's stances alone, and give their words, target and holder: which stance is it?",
)
@click.option("--whole-targets", is_flag=True, help="Choose with no target on both sides of a fold either.")
@click.option("--without", multiple=True, metavar="CLASS", help="Leave out the rows of this class; may be repeated.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder for the model, its figures, its report and its model card.  "
    "[default: models/stance, with --given models/given]",
)
@json_option
def command(
    corpus: Path,
    config: str | None,
    data: str | None,
    test: Path | None,
    without: tuple[str, ...],
    out: Path | None,
    *,
    given: bool,
    whole_targets: bool,
    as_json: bool,
    **columns: str,
) -> None:
    """Train and evaluate the stance baseline.

    The model is chosen by cross-validation on the splits train and validation, with no article and no near-duplicate
    on both sides of a fold, and measured on the split test once. The same data gives the same model and figures. Of a
    corpus that was built with --no-near-duplicates, only rows that are nearly the same keep copies together.

    \b
        standoff train
        standoff train --given
        standoff train --data tweets.csv --text-column Tweet --target-column Target --label-column Stance
        standoff train --data train.jsonl --test test.jsonl --target-column target
    """
    if test is not None and data is None:
        raise click.UsageError("--test goes with --data")
    if given and data is not None:
        raise click.UsageError(
            "--given goes with a corpus; with --data, name --span-start-column and --span-end-column"
        )
    from standoff.baseline import metrics_json, read_corpus, read_dataset, train, write_training

    rows: StanceData
    if data is None:
        rows = read_corpus(corpus, config or "stance", given=given)
    else:
        rows = read_dataset(data, columns_from(columns), test=test, config=config)
    with progress("Choosing by cross-validation", "configurations") as report:
        training = train(rows.leaving_out(without), report, whole_targets=whole_targets)
    paths = write_training(out or Path("models/given" if given else "models/stance"), training)
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
        click.secho(f"note: {caution}", err=True, fg="yellow")


def _show_contest(title: str, contest: Contest) -> None:
    from standoff.baseline import as_text, class_table, contest_table, part_table, reliability_line

    basis = f"{count(contest.model.rows, 'row')} from {count(contest.model.clusters, 'group')} of articles"
    click.secho(f"\n{title}: {basis}", bold=True)
    click.echo(as_text(contest_table(contest)))
    click.echo()
    click.echo(as_text(class_table(contest.model)))
    if contest.parts:
        click.echo()
        click.echo(as_text(part_table(contest)))
    click.echo(f"\n{reliability_line(contest)}")
