"""Plots as PNG bytes, the same bytes for the same figures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from standoff.baseline.calibration import BINS, Reliability
from standoff.baseline.insight import CurvePoint
from standoff.baseline.scores import Scores

_DOTS_PER_INCH = 120
_BLUE = "#0072B2"
_SQUARE = (5.0, 5.0)


def confusion_matrix_png(scores: Scores, title: str) -> bytes:
    """Draw how many rows of each gold class were predicted as each class; the shade is the share of the gold class."""
    from matplotlib.figure import Figure

    labels = list(scores.per_class)
    figure = Figure(figsize=_SQUARE, layout="constrained")
    axes = figure.subplots()
    shares = [[count / max(1, sum(row)) for count in row] for row in scores.confusion]
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(labels)), labels)
    axes.set_yticks(range(len(labels)), labels)
    axes.set(xlabel="predicted", ylabel="gold", title=title)
    _write_counts(axes, scores.confusion, shares)
    return _png(figure)


def reliability_png(reliability: Reliability, title: str) -> bytes:
    """Draw how often the model is right at each probability, over bars that show which share of the rows has it."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=_SQUARE, layout="constrained")
    axes = figure.subplots()
    shares = [rows / max(1, sum(reliability.rows)) for rows in reliability.rows]
    axes.bar([(place + 0.5) / BINS for place in range(BINS)], shares, width=1 / BINS, color="0.85", edgecolor="white")
    axes.plot([0, 1], [0, 1], color="0.6", linestyle="--")
    filled = [place for place, rows in enumerate(reliability.rows) if rows]
    said = [reliability.confidence[place] for place in filled]
    right = [reliability.share_right[place] for place in filled]
    axes.plot(said, right, marker="o", color=_BLUE)
    for place, x, y in zip(filled, said, right, strict=True):
        axes.annotate(
            f"{reliability.rows[place]:,}",
            (x, min(max(y, 0.06), 0.97)),
            (6, -11),
            textcoords="offset points",
            fontsize=8,
        )
    axes.set(
        xlabel="probability of the predicted class",
        ylabel="share right; bars: share of rows",
        xlim=(0, 1),
        ylim=(0, 1),
        title=title,
    )
    return _png(figure)


def learning_curve_png(curve: Sequence[CurvePoint]) -> bytes:
    """Draw macro F1 in cross-validation against the number of training rows, with intervals."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5, 4.2), layout="constrained")
    axes = figure.subplots()
    rows = [point.rows for point in curve]
    values = [point.macro_f1.value or 0.0 for point in curve]
    low = [_or(point.macro_f1.low, value) for point, value in zip(curve, values, strict=True)]
    high = [_or(point.macro_f1.high, value) for point, value in zip(curve, values, strict=True)]
    axes.fill_between(rows, low, high, color=_BLUE, alpha=0.2, linewidth=0)
    axes.plot(rows, values, marker="o", color=_BLUE)
    axes.set(xlabel="training rows", ylabel="macro F1", ylim=(0, 1), title="Learning curve, cross-validation")
    return _png(figure)


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _write_counts(axes: Any, counts: Sequence[Sequence[int]], shares: Sequence[Sequence[float]]) -> None:
    for row, (numbers, parts) in enumerate(zip(counts, shares, strict=True)):
        for column, (number, share) in enumerate(zip(numbers, parts, strict=True)):
            color = "white" if share > 0.5 else "black"
            axes.text(column, row, f"{number:,}\n{share:.0%}", ha="center", va="center", color=color)


def _png(figure: Any) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=_DOTS_PER_INCH, metadata={"Software": None})
    return buffer.getvalue()
