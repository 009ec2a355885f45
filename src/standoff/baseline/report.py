"""The report of a training: one HTML file with its tables, plots and errors, which needs no other file."""

from __future__ import annotations

import base64
from importlib.resources import files

from standoff.baseline.contest import Contest
from standoff.baseline.insight import worst_errors
from standoff.baseline.persistence import model_digest
from standoff.baseline.plots import confusion_matrix_png, learning_curve_png, reliability_png
from standoff.baseline.scores import METHOD
from standoff.baseline.tables import (
    class_table,
    contest_table,
    count_table,
    headline,
    part_table,
    reliability_line,
    trial_table,
    unseen_table,
)
from standoff.baseline.training import Training


def report_html(training: Training) -> str:
    """Return the report of a training."""
    import jinja2

    template = files("standoff.baseline").joinpath("report.html.jinja").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    contests = [("Cross-validation", training.cross_validation)]
    if training.test is not None:
        contests.insert(0, ("Test", training.test))
    return environment.from_string(template).render(
        data=training.data,
        model=training.model,
        digest=model_digest(training.model),
        chosen=training.choice.chosen.configuration.name,
        folds=len(training.choice.folds),
        headline=headline(training),
        cautions=training.cautions,
        counts=count_table(training),
        trials=trial_table(training.choice),
        unseen=unseen_table(training.choice),
        contests=[_section(title, contest) for title, contest in contests],
        curve=_image(learning_curve_png(training.curve)) if training.curve else "",
        telling=training.telling,
        method=METHOD,
    )


def _section(title: str, contest: Contest) -> dict[str, object]:
    errors = worst_errors(contest)
    return {
        "title": title,
        "rows": contest.model.rows,
        "clusters": contest.model.clusters,
        "tables": [
            table for table in (contest_table(contest), class_table(contest.model), part_table(contest)) if table[1:]
        ],
        "reliability": reliability_line(contest),
        "confusion_plot": _image(confusion_matrix_png(contest.model, title)),
        "reliability_plot": _image(reliability_png(contest.reliability, title)),
        "errors": errors,
        "with_targets": any(error.row.target for error in errors),
    }


def _image(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"
