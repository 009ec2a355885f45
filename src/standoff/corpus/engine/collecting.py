"""When Python looks for garbage."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

S = TypeVar("S")
R = TypeVar("R")


def without_collection(function: Callable[[S], R]) -> Callable[[S], R]:
    """Let a function run without looks for garbage in between.

    They would take a tenth of the time of what makes many objects, and find nothing where none refers to itself.
    """

    @wraps(function)
    def run(spec: S) -> R:
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            return function(spec)
        finally:
            if was_enabled:
                gc.enable()

    return run
