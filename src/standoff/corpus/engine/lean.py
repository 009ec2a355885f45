"""Keeping the processes of a build small."""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib.abc import MetaPathFinder

import pyarrow as pa


class _NoPandas(MetaPathFinder):
    def find_spec(self, fullname: str, _path: object = None, _target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)


def give_memory_back() -> None:
    """Give the system the memory that was used for a step and is not any more."""
    pa.default_memory_pool().release_unused()


def without_pandas() -> None:
    """Let Arrow look for pandas now, and not find it.

    It does so once, when the first list becomes an array, and the import takes 0.2 s of CPU and 40 MB. Who calls for
    pandas by name, such as with ``to_pandas``, still gets it. To be called where this process is our own alone.
    """
    if "pandas" not in sys.modules:
        finder = _NoPandas()
        sys.meta_path.insert(0, finder)
        try:
            pa.array([0])
        finally:
            with suppress(ValueError):
                sys.meta_path.remove(finder)
