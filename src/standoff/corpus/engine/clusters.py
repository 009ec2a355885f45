"""Running a build on a Dask cluster that is there already."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import Any, Self, TypeVar

from standoff import __version__
from standoff.errors import InputError, MissingExtraError, RemoteError

S = TypeVar("S")
R = TypeVar("R")

_AHEAD = 3  # specs that wait, for each thread of a worker
_CONNECT_SECONDS = 20
_LOOK_SECONDS = 5
_ALONE_SECONDS = 60  # without any worker


class Dask(AbstractContextManager["Dask"]):
    """Runs specs on the workers of a cluster; the scheduler gives those of a worker that dies to another.

    The workers must see the same files under the same paths.

    Parameters
    ----------
    address
        Of the scheduler, such as ``tcp://10.0.0.5:8786``; where it is empty, the one that Dask's own configuration
        names (``DASK_SCHEDULER_ADDRESS``).

    Raises
    ------
    MissingExtraError
        If distributed is not installed.
    InputError
        If no scheduler is named anywhere.
    RemoteError
        If the scheduler does not answer.
    """

    def __init__(self, address: str = "") -> None:
        try:
            import dask
            from distributed import Client
        except ImportError:
            raise MissingExtraError("distributed is not installed", hint="pip install 'standoff[scale]'") from None
        address = address or dask.config.get("scheduler-address", default="") or ""
        if not address:
            raise InputError(
                "there is no address of a Dask scheduler",
                hint="name it with --scheduler, or set DASK_SCHEDULER_ADDRESS; `dask scheduler` starts one",
            )
        self._address = address
        try:
            self._client: Any = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise RemoteError(
                f"no Dask scheduler answers: {error}", where=address, hint="start one with `dask scheduler`"
            ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """Disconnect; the cluster stays."""
        self._client.close()

    def check(self, folders: Sequence[Path]) -> None:
        """Make sure that every worker has this version of standoff and sees these folders.

        Raises
        ------
        RemoteError
            If one does not.
        """
        try:
            found = self._client.run(_look, [str(folder) for folder in folders])
        except Exception as error:  # noqa: BLE001 - whatever went wrong there comes back
            hint = "install the same packages there"
            raise RemoteError(f"a worker cannot run standoff: {error}", where=self._address, hint=hint) from None
        for worker, (version, missing) in sorted(found.items()):
            if version != __version__:
                message = f"the worker {worker} has standoff {version}, here is {__version__}"
                raise RemoteError(message, where=self._address, hint="install the same version there")
            if missing:
                message = f"the worker {worker} does not see {', '.join(missing)}"
                hint = "a cluster must share the folders of articles, labels and corpus, under the same paths"
                raise RemoteError(message, where=self._address, hint=hint)

    def run(self, function: Callable[[S], R], specs: Iterable[S]) -> Iterator[tuple[int, R]]:
        """Yield the number of each spec and its result, in the order in which they are done.

        Raises
        ------
        RemoteError
            If a spec has killed several workers, or there are no workers any more, or the scheduler is gone.
        """
        from distributed import CancelledError, KilledWorker
        from distributed.comm.core import CommClosedError

        source = enumerate(specs)
        waiting: dict[Any, int] = {}
        try:
            while True:
                free = max(1, sum(self._client.nthreads().values())) * _AHEAD - len(waiting)
                for number, spec in islice(source, max(0, free)):
                    waiting[self._client.submit(function, spec, pure=False)] = number
                if not waiting:
                    return
                for future in self._some_done(waiting):
                    yield waiting.pop(future), future.result()
        except KilledWorker as error:
            hint = "perhaps for want of memory: give the workers more; what is done is not done again"
            raise RemoteError(f"a part of the build killed its workers: {error}", hint=hint) from None
        except (CommClosedError, CancelledError, TimeoutError) as error:
            hint = "the earlier corpus is kept, and what is done is not done again"
            raise RemoteError(f"the scheduler is gone: {error}", where=self._address, hint=hint) from None

    def _some_done(self, waiting: Iterable[Any]) -> list[Any]:
        from distributed import wait

        alone_since = None
        while True:
            try:
                with self._client.as_current():
                    return list(wait(list(waiting), timeout=_LOOK_SECONDS, return_when="FIRST_COMPLETED").done)
            except TimeoutError:
                if self._client.status == "closed":
                    raise
                now = time.monotonic()
                alone_since = None if self._client.nthreads() else alone_since or now
                if alone_since is not None and now - alone_since > _ALONE_SECONDS:
                    hint = "start some with `dask worker`, and build again: what is done is not done again"
                    raise RemoteError("the cluster has no workers", where=self._address, hint=hint) from None


def _look(folders: Sequence[str]) -> tuple[str, list[str]]:
    return __version__, [folder for folder in folders if not Path(folder).is_dir()]
