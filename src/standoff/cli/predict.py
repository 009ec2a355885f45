"""``standoff predict``: stances by a trained baseline."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import orjson

from standoff.cli.common import count, exit_on_errors, show_findings
from standoff.cli.stance_columns import columns_from, stance_column_options
from standoff.errors import InputError, MissingError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from standoff.baseline import Predictions, Row, StanceModel
    from standoff.errors import Finding

Place = dict[str, Any]


@click.command("predict")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, allow_dash=True, path_type=Path))
@click.option(
    "--model",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("models/stance"),
    show_default=True,
    help="The folder that `standoff train` wrote, or its model.skops.",
)
@click.option("--data", metavar="FILE|FOLDER|NAME", help="A dataset with a text in each row, instead of PATHS.")
@click.option("--config", help="The config of the dataset, where it has more than one.")
@click.option("--target", default="", help="What the stance is about, for texts without a target of their own.")
@stance_column_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a text, with all probabilities.")
def command(
    paths: tuple[Path, ...],
    folder: Path,
    data: str | None,
    config: str | None,
    target: str,
    *,
    as_json: bool,
    **columns: str,
) -> None:
    """Predict the stance of every sentence of the articles in PATHS, or of every row of a dataset.

    PATHS are files or folders of articles as `standoff articles check` takes them, or text files without a date; each
    sentence has a line with its article and its code points from start to end. The path - is standard input with one
    text a line.

    \b
        standoff predict seeds
        standoff predict --data tweets.csv --text-column Tweet --target-column Target --json
        echo "Varga condemned the plan." | standoff predict -
    """
    if bool(paths) == bool(data):
        raise click.UsageError("give either PATHS or --data")
    if Path("-") in paths and len(paths) > 1:
        raise click.UsageError("the path - is standard input and stands alone")
    from standoff.baseline import read_model, read_texts

    if not folder.exists() or (folder.is_dir() and not (folder / "model.skops").exists()):
        hint = "train one with `standoff train`, or name the folder of another with --model"
        raise MissingError("there is no model here", where=str(folder), hint=hint)
    model = read_model(folder / "model.skops" if folder.is_dir() else folder)
    findings: tuple[Finding, ...] = ()
    if data is not None:
        rows = read_texts(data, columns_from(columns), config=config)
        places: list[Place] = [{"row": number} for number in range(1, len(rows) + 1)]
    elif paths == (Path("-"),):
        rows = _lines()
        places = [{"row": number} for number in range(1, len(rows) + 1)]
    else:
        rows, places, findings = _sentences(paths)
    _predict(model, _with_target(rows, target), places, as_json=as_json)
    show_findings(findings)
    exit_on_errors(findings)


def _predict(model: StanceModel, rows: tuple[Row, ...], places: list[Place], *, as_json: bool) -> None:
    if model.needs_targets and not all(row.target for row in rows):
        raise InputError("the model needs the target of each text", hint="name it with --target or --target-column")
    began = time.perf_counter()
    found = model.predict(rows)
    seconds = max(time.perf_counter() - began, 1e-9)
    _show(model, rows, places, found, as_json=as_json)
    click.echo(f"{count(len(rows), 'text')} in {seconds:.2f} s, {len(rows) / seconds:,.0f} a second", err=True)
    if model.needs_spans and (whole := sum(row.span is None for row in rows)):
        message = "do not say which words express the stance, as the model was trained to know: all of them were taken"
        click.secho(f"note: {whole:,} of them {message}", err=True, fg="yellow")
    if found.fell_back.any():
        message = "have a target that the model was not trained on: they got the most frequent class of its training"
        click.secho(f"note: {found.fell_back.sum():,} of them {message}", err=True, fg="yellow")


def _show(model: StanceModel, rows: tuple[Row, ...], places: list[Place], found: Predictions, *, as_json: bool) -> None:
    for row, place, label, chances, fell_back in zip(
        rows, places, found.labels, found.probabilities.tolist(), found.fell_back.tolist(), strict=True
    ):
        by_class = {name: round(chance, 4) for name, chance in zip(model.classes, chances, strict=True)}
        if as_json:
            about = {"text": row.text, "target": row.target or None, "label": label}
            line = {**place, **about, "probabilities": by_class, "fell_back": fell_back}
            click.echo(orjson.dumps(line).decode())
        else:
            fields = (*place.values(), label, f"{by_class[label]:.2f}", " ".join(row.text.split()))
            click.echo("\t".join(map(str, fields)))


def _sentences(paths: tuple[Path, ...]) -> tuple[tuple[Row, ...], list[Place], tuple[Finding, ...]]:
    from standoff.articles import read_articles
    from standoff.baseline import Row
    from standoff.corpus.sentences import sentences

    reading = read_articles(paths)
    texts = [(article.id, article.text) for article in reading.articles]
    undated, findings = _undated(reading.findings)
    rows, places = [], []
    for name, text in [*texts, *undated]:
        for start, end in sentences(text):
            rows.append(Row(text[start:end], article=name))
            places.append({"article": name, "start": start, "end": end})
    if undated:
        click.echo(f"{count(len(undated), 'file')} without a date: read as plain text", err=True)
    return tuple(rows), places, findings


def _undated(findings: Iterable[Finding]) -> tuple[list[tuple[str, str]], tuple[Finding, ...]]:
    """Read the text files that are no articles only because they have no date, which a prediction does not need."""
    from standoff.files import read_text
    from standoff.text import canonical

    texts, left = [], []
    for finding in findings:
        path = Path(finding.path)
        if finding.code == "date-missing" and path.suffix.lower() == ".txt" and (text := canonical(read_text(path))):
            texts.append((path.stem, text))
        else:
            left.append(finding)
    return texts, tuple(left)


def _lines() -> tuple[Row, ...]:
    from standoff.baseline import Row

    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"byte {error.start} is not UTF-8", where="standard input") from None
    return tuple(Row(line.strip()) for line in text.splitlines() if line.strip())


def _with_target(rows: tuple[Row, ...], target: str) -> tuple[Row, ...]:
    from dataclasses import replace

    return tuple(row if row.target else replace(row, target=target) for row in rows) if target else rows
