"""Running one function over many specs: in this process, in several, or on a Dask cluster."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from typing import Any, Protocol, Self, TypeVar

from standoff.errors import InputError

S = TypeVar("S")
R = TypeVar("R")

_TRIES = 3
_FEW = 4  # specs that are not worth starting processes for
_AHEAD = 3  # specs that wait, for each worker


class Runner(Protocol):
    """What runs a pure function over specs; it may run it again where a process died."""

    def check(self, folders: Sequence[Path]) -> None:
        """Make sure that whatever runs the specs sees these folders."""
        ...

    def run(self, function: Callable[[S], R], specs: Iterable[S]) -> Iterator[tuple[int, R]]:
        """Yield the number of each spec and its result, in whatever order."""
        ...


class InProcess(AbstractContextManager["InProcess"]):
    """Runs everything in this process, in order."""

    def check(self, folders: Sequence[Path]) -> None:
        """Everything is here."""

    def run(self, function: Callable[[S], R], specs: Iterable[S]) -> Iterator[tuple[int, R]]:
        """Yield the number of each spec and its result, in order."""
        for number, spec in enumerate(specs):
            yield number, function(spec)

    def __exit__(self, *_error: object) -> None:
        """Nothing has to be ended."""


class Pool(AbstractContextManager["Pool"]):
    """Runs specs in processes of their own on this machine; one that dies is replaced, and its specs run again.

    Parameters
    ----------
    workers
        How many processes there are; 1 or more.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def check(self, folders: Sequence[Path]) -> None:
        """Everything is here."""

    def __exit__(self, *_error: object) -> None:
        """End the processes, without waiting for what they have not begun."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None

    def run(self, function: Callable[[S], R], specs: Iterable[S]) -> Iterator[tuple[int, R]]:
        """Yield the number of each spec and its result, in the order in which they are done.

        Raises
        ------
        InputError
            If processes keep dying.
        """
        source: Iterator[tuple[int, S]] = enumerate(specs)
        first = list(islice(source, _FEW + 1))
        if len(first) <= _FEW:
            yield from ((number, function(spec)) for number, spec in first)
            return
        source = chain(first, source)
        waiting: dict[Future[R], tuple[int, S]] = {}
        again: list[tuple[int, S]] = []
        died = 0
        while True:
            free = self._workers * _AHEAD - len(waiting)
            some = again[:free]
            again = again[free:] if free > 0 else again
            some += islice(source, max(0, free - len(some)))
            try:
                for item in some:
                    waiting[self._started().submit(function, item[1])] = item
            except BrokenProcessPool:
                given = {number for number, _ in waiting.values()}
                again += [item for item in some if item[0] not in given]
            if not waiting and not again:
                return
            done, _ = wait(waiting, timeout=None if waiting else 0, return_when=FIRST_COMPLETED)
            broken = False
            for future in done:
                item = waiting.pop(future)
                try:
                    result = future.result()
                except BrokenProcessPool:
                    broken = True
                    again.append(item)
                else:
                    yield item[0], result
            if broken or (again and not waiting):
                died += 1
                again += waiting.values()
                waiting.clear()
                self.__exit__()
                if died >= _TRIES:
                    raise InputError(
                        f"a worker process died {died} times, perhaps for want of memory",
                        hint="the earlier corpus is kept, and what is done is not done again; try fewer with --workers",
                    )

    def _started(self) -> ProcessPoolExecutor:
        if self._executor is None:
            # What Arrow has of threads does not survive a plain fork.
            method = "spawn" if sys.platform == "win32" else "forkserver"
            context = get_context(method)
            if method == "forkserver":
                context.set_forkserver_preload(["standoff.corpus.engine.converting", "standoff.corpus.engine.indexing"])
            self._executor = ProcessPoolExecutor(self._workers, context, initializer=_begin)
        return self._executor


def _begin() -> None:
    """Make this process one of several: it uses one core, and ends when the one that started it does."""
    import pyarrow as pa

    from standoff.corpus.engine.lean import without_pandas

    without_pandas()
    pa.set_cpu_count(1)
    # Ctrl-C is for the process that gives out the work.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_after, args=[parent], daemon=True).start()


def _end_after(process: BaseProcess) -> None:
    process.join()
    os._exit(1)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(results: Iterable[tuple[int, R]], seen: Callable[[R], Any] = lambda _result: None) -> list[R]:
    """Return results in the order of their specs, each shown to `seen` when it comes."""
    found: dict[int, R] = {}
    for number, result in results:
        found[number] = result
        seen(result)
    return [found[number] for number in sorted(found)]
