"""What a training leaves behind: the model, its figures, a plot and a model card."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from standoff.baseline.card import model_card
from standoff.baseline.contest import Contest
from standoff.baseline.persistence import FORMAT, model_digest, write_model
from standoff.baseline.plots import confusion_matrix_png
from standoff.baseline.report import report_html
from standoff.baseline.rows import Row, label_counts
from standoff.baseline.scores import METHOD
from standoff.baseline.training import Training
from standoff.files import write_bytes, write_text

MODEL_FILE = "model.skops"
METRICS_FILE = "metrics.json"
CONFUSION_FILE = "confusion_matrix.png"
CARD_FILE = "README.md"
REPORT_FILE = "report.html"

_DIGITS = 6


def write_training(folder: Path, training: Training) -> tuple[Path, ...]:
    """Write model, metrics, confusion matrix, model card and report into a folder, and return their paths."""
    shown, title = (
        (training.test, "test split") if training.test is not None else (training.cross_validation, "cross-validation")
    )
    write_model(folder / MODEL_FILE, training.model)
    write_text(folder / METRICS_FILE, json.dumps(metrics_json(training), indent=2, ensure_ascii=False) + "\n")
    write_bytes(folder / CONFUSION_FILE, confusion_matrix_png(shown.model, f"Stance, {title}"))
    write_text(folder / CARD_FILE, model_card(training))
    write_text(folder / REPORT_FILE, report_html(training))
    return tuple(folder / name for name in (MODEL_FILE, METRICS_FILE, CONFUSION_FILE, CARD_FILE, REPORT_FILE))


def metrics_json(training: Training) -> dict[str, Any]:
    """Return every figure as JSON; the same training gives the same JSON."""
    data, choice = training.data, training.choice
    trials = [
        {
            **asdict(trial.configuration),
            "name": trial.configuration.name,
            "macro_f1": _rounded(asdict(trial.scores.macro_f1)),
            "f_avg": _rounded(asdict(trial.scores.f_avg)),
            "chosen_ahead": _rounded(asdict(gap)),
        }
        for trial, gap in zip(choice.trials, choice.ahead, strict=True)
    ]
    return {
        "data": {
            "name": data.name,
            "scheme": data.scheme,
            "digest": data.digest,
            "classes": list(data.classes),
            "development": _counts(data.development, data.classes),
            "test": _counts(data.test, data.classes),
        },
        "model": {
            "format": FORMAT,
            "digest": model_digest(training.model),
            "configuration": choice.chosen.configuration.name,
            "about": dict(training.model.about),
        },
        "intervals": METHOD,
        "choice": {"by": "macro_f1", "folds": len(choice.folds), "trials": trials},
        "unseen_targets": None if choice.unseen is None else _rounded(asdict(choice.unseen)),
        "cross_validation": _contest(training.cross_validation),
        "test": None if training.test is None else _contest(training.test),
        "learning_curve": _rounded([asdict(point) for point in training.curve]),
        "telling_words": [asdict(one) for one in training.telling],
        "cautions": list(training.cautions),
    }


def _contest(contest: Contest) -> dict[str, Any]:
    return {
        "contestants": {name: _rounded(asdict(scores)) for name, scores in contest.scores.items()},
        "ahead": {name: _rounded(asdict(difference)) for name, difference in contest.ahead.items()},
        "parts": {
            part: {name: _rounded(asdict(found)) for name, found in scores.items()}
            for part, scores in contest.parts.items()
        },
        "reliability": _rounded(asdict(contest.reliability)),
    }


def _counts(rows: Sequence[Row], classes: Sequence[str]) -> dict[str, Any]:
    articles = {row.article for row in rows if row.article}
    return {"rows": len(rows), "articles": len(articles), "labels": label_counts(rows, classes)}


def _rounded(value: Any) -> Any:
    """Round every fraction, so that the last bits of a sum make no difference between machines."""
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, _DIGITS)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value
