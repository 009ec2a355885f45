"""Plots as PNG bytes, the same bytes for the same figures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from standoff.baseline.scores import Scores

_DOTS_PER_INCH = 120


def confusion_matrix_png(scores: Scores, title: str) -> bytes:
    """Draw how many rows of each gold class were predicted as each class; the shade is the share of the gold class."""
    from matplotlib.figure import Figure

    labels = list(scores.per_class)
    size = 1.1 * len(labels) + 1.8
    figure = Figure(figsize=(size, size), layout="constrained")
    axes = figure.subplots()
    shares = [[count / max(1, sum(row)) for count in row] for row in scores.confusion]
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(labels)), labels)
    axes.set_yticks(range(len(labels)), labels)
    axes.set(xlabel="predicted", ylabel="gold", title=title)
    _write_counts(axes, scores.confusion, shares)
    return _png(figure)


def _write_counts(axes: Any, counts: Sequence[Sequence[int]], shares: Sequence[Sequence[float]]) -> None:
    for row, (numbers, parts) in enumerate(zip(counts, shares, strict=True)):
        for column, (number, share) in enumerate(zip(numbers, parts, strict=True)):
            color = "white" if share > 0.5 else "black"
            axes.text(column, row, f"{number:,}\n{share:.0%}", ha="center", va="center", color=color)


def _png(figure: Any) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=_DOTS_PER_INCH, metadata={"Software": None})
    return buffer.getvalue()
