"""Functions that tests run in other processes, which import them from here."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from standoff.errors import InputError


def square(number: int) -> int:
    """Return the square."""
    return number * number


def loaded(_number: int) -> list[str]:
    """Return which of the packages are loaded that a build has no use for."""
    import pyarrow as pa

    pa.array([1])
    return sorted({"datasets", "huggingface_hub", "pandas"} & set(sys.modules))


def die_once(marker: Path) -> str:
    """Die where no process did before."""
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return marker.name


def die(number: int) -> int:
    """Die."""
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def refuse(number: int) -> int:
    """Fail on one of the numbers."""
    if number == 7:
        raise InputError("cannot be written", where="disk")
    return number
