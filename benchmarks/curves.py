"""Learning curves of several orders of labelling over the same draws, and what each saves against random order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RANDOM = "random"
_POINTS = 201
_RESAMPLES = 1000


@dataclass
class Curve:
    """F1 (0 … 1) after each step, by what was labelled up to then: labels and words read."""

    labels: list[float]
    words: list[float]
    f1: list[float]

    @classmethod
    def empty(cls) -> Curve:
        """Return a curve before the first step."""
        return cls([], [], [])

    def add(self, labels: float, words: float, f1: float) -> None:
        """Add a step."""
        self.labels.append(labels)
        self.words.append(words)
        self.f1.append(f1)


def print_table(curves: Mapping[str, Sequence[Curve]], cost: str) -> None:
    """Print for each order the F1 it is above random order, and what it saves, counted in ``labels`` or in ``words``.

    Savings are read from the mean curves of all draws, which are made to rise: how much less the order needs to the F1
    that random order has half-way and in the end. An order that does not get there within the simulation needs all.
    Intervals are 95 % bootstrap intervals over draws.
    """
    every = [getattr(curve, cost) for found in curves.values() for curve in found]
    grid = np.linspace(max(one[0] for one in every), min(one[-1] for one in every), _POINTS)
    measured = {
        name: np.array([np.interp(grid, getattr(curve, cost), curve.f1) for curve in found])
        for name, found in curves.items()
    }
    base = measured[RANDOM]
    half = _POINTS // 2
    print(f"\nby {cost}, {grid[0]:.0f} to {grid[-1]:.0f}; random order has F1 {100 * base[:, 0].mean():.1f} at first,")
    print(
        f"{100 * base[:, half].mean():.1f} half-way at {grid[half]:.0f} and {100 * base[:, -1].mean():.1f} in the end"
    )
    print(f"{'order':22}{'mean F1':>9}{'above random':>21}{f'{cost} saved half-way':>29}{'in the end':>29}")
    for name, found in measured.items():
        cells = [_cell(_gain, found, base, grid, "+.1f")]
        cells += [_cell(partial(_saved, to=to), found, base, grid, "+.0f") for to in (half, _POINTS - 1)]
        above, *saved = cells if name != RANDOM else [""] * 3
        print(f"{name:22}{100 * found.mean():9.1f}{above:>21}" + "".join(f"{one:>29}" for one in saved), flush=True)


def _gain(found: Floats, base: Floats, _grid: Floats) -> float:
    return float(100 * (found - base).mean())


def _saved(found: Floats, base: Floats, grid: Floats, to: int) -> float:
    ours, theirs = (np.maximum.accumulate(one.mean(axis=0)) for one in (found, base))
    wanted = theirs[to]
    there, reached = int(np.argmax(theirs >= wanted)), np.flatnonzero(ours >= wanted)
    return float(grid[there] - (grid[reached[0]] if len(reached) else grid[-1]))


def _cell(
    measure: Callable[[Floats, Floats, Floats], float], found: Floats, base: Floats, grid: Floats, form: str
) -> str:
    chance, draws = np.random.default_rng(0), len(base)
    resampled = [chance.integers(0, draws, draws) for _ in range(_RESAMPLES)]
    low, high = np.percentile([measure(found[one], base[one], grid) for one in resampled], [2.5, 97.5])
    return f"{measure(found, base, grid):{form}} [{low:{form}}, {high:{form}}]"
