"""Publishing a corpus as a dataset repository of the Hugging Face Hub, its files unchanged."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from huggingface_hub import HfApi
from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled, RepositoryNotFoundError
from huggingface_hub.hf_api import RepoFile

from standoff.corpus.layout import shard_digest
from standoff.corpus.verify import Progress, verify
from standoff.errors import (
    ConflictError,
    FindingsError,
    InputError,
    MissingError,
    RemoteError,
    StandoffError,
    errors_in,
)

TOKEN_VARIABLE: Final = "HF_TOKEN"  # noqa: S105 - the name of a variable
"""The environment variable that the token is taken from, and the only place."""

_REPOSITORY = re.compile(r"(?P<owner>[\w.-]+)/(?P<name>[\w.-]+)", re.ASCII)
# What the library for HTTP raises that huggingface_hub uses; which one that is depends on its version.
_TRANSPORT: tuple[type[BaseException], ...] = (OfflineModeIsEnabled, HfHubHTTPError.__mro__[1])
_FAILURES: tuple[type[BaseException], ...] = (*_TRANSPORT, RuntimeError, ValueError)

State = Literal["new", "changed", "same", "gone"]


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file of the corpus or of the repository.

    Parameters
    ----------
    size
        In bytes.
    state
        What there is to do: ``new`` and ``changed`` are uploaded, ``same`` is there already, ``gone`` is a data file of
        an earlier corpus that is removed from the repository.
    """

    path: str
    size: int
    state: State


@dataclass(frozen=True)
class Publication:
    """What was published, or would be.

    Parameters
    ----------
    exists
        Whether the repository was there before.
    commit
        The repository's commit afterwards; empty after a dry run in which there is none.
    """

    repository: str
    url: str
    private: bool
    exists: bool
    files: tuple[PlannedFile, ...]
    commit: str

    @property
    def due(self) -> tuple[PlannedFile, ...]:
        """The files for which there was something to do."""
        return tuple(file for file in self.files if file.state != "same")


def publish(
    corpus: Path,
    repository: str,
    *,
    token: str = "",
    private: bool = False,
    dry_run: bool = False,
    endpoint: str | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Publication:
    """Upload the files of a corpus, unchanged, and remove data files of an earlier one.

    The corpus is verified first. Data is uploaded before the dataset card that lists it, and what the new card no
    longer lists is removed with it in one commit: whoever loads the dataset meanwhile, or after a failure, gets the
    old one. A repeated call sends what is missing.

    Parameters
    ----------
    repository
        Owner and name, such as ``ann/news``; it is made if it is not there.
    token
        With the right to write; without it only a dry run on public repositories works.
    private
        Make the repository private.
    endpoint
        Address of the Hub, if it is another one than huggingface_hub knows by itself.
    progress
        Called while the corpus is verified.

    Raises
    ------
    InputError
        If `repository` is no name of one.
    FindingsError
        If the corpus has faults.
    MissingError
        If there is no token, or no corpus.
    ConflictError
        If the repository is public and was to be private.
    RemoteError
        If the Hub cannot be reached, refuses, or does not have all files afterwards.
    """
    if not _REPOSITORY.fullmatch(repository):
        raise InputError(f"{repository!r} is no name of a repository", hint="give its owner and name, such as ann/news")
    if not token and not dry_run:
        raise MissingError(
            f"there is no token in the environment variable {TOKEN_VARIABLE}",
            hint="make one with the right to write at https://huggingface.co/settings/tokens",
        )
    faults = errors_in(verify(corpus, progress))
    if faults:
        raise FindingsError("the corpus has faults and is not published", faults, hint="run: standoff build")
    hub = _Hub(repository, token, endpoint)
    exists, is_private = hub.find()
    if exists and private and not is_private:
        raise ConflictError(
            "the repository is public already", where=hub.url, hint="make it private there, or leave out --private"
        )
    files = plan_publish(corpus, hub.files() if exists else {})
    if not dry_run:
        if not exists:
            hub.make(private=private)
        hub.apply(corpus, files)
    commit = hub.commit() if exists or not dry_run else ""
    return Publication(repository, hub.url, is_private if exists else private, exists, files, commit)


def plan_publish(corpus: Path, remote: Mapping[str, tuple[int, str]]) -> tuple[PlannedFile, ...]:
    """Compare the files of a corpus with those of a repository; hidden files stay where they are.

    Parameters
    ----------
    remote
        Size and sha256, or for files that git itself keeps its SHA-1, by path.
    """
    planned = []
    local = sorted(path for path in corpus.rglob("*") if path.is_file())
    for file in local:
        path = file.relative_to(corpus).as_posix()
        if any(part.startswith(".") for part in path.split("/")):
            continue
        size = file.stat().st_size
        there = remote.get(path)
        state: State = "new"
        if there is not None:
            state = "same" if size == there[0] and _digest(file, size, there[1]) == there[1] else "changed"
        planned.append(PlannedFile(path, size, state))
    kept = {file.path for file in planned}
    gone = sorted(path for path in remote if path not in kept and shard_digest(path))
    return (*planned, *(PlannedFile(path, remote[path][0], "gone") for path in gone))


def _digest(path: Path, size: int, like: str) -> str:
    """Return the sha256 of a file, or the SHA-1 that git gives it, whichever is as long as `like`."""
    digest = hashlib.sha256() if len(like) == 64 else hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


class _Hub:
    """A dataset repository of the Hub; every failure is an error of ours, and none shows the token."""

    def __init__(self, repository: str, token: str, endpoint: str | None) -> None:
        self._token = token
        # False, because None would look for a token elsewhere.
        self._api = HfApi(endpoint=endpoint, token=token or False, library_name="standoff")
        self._where: dict[str, Any] = {"repo_id": repository, "repo_type": "dataset"}
        self.url = f"{self._api.endpoint}/datasets/{repository}"

    def find(self) -> tuple[bool, bool]:
        """Say whether the repository can be seen, and whether it is private."""
        with self._failures():
            try:
                return True, bool(self._api.repo_info(**self._where).private)
            except RepositoryNotFoundError:
                return False, False

    def files(self) -> dict[str, tuple[int, str]]:
        """Return size and digest of every file by path."""
        with self._failures():
            tree = self._api.list_repo_tree(**self._where, recursive=True)
            files = [entry for entry in tree if isinstance(entry, RepoFile)]
        return {file.path: (file.size, file.lfs.sha256 if file.lfs else file.blob_id) for file in files}

    def make(self, *, private: bool) -> None:
        with self._failures():
            self._api.create_repo(**self._where, private=private, exist_ok=True)

    def apply(self, corpus: Path, files: tuple[PlannedFile, ...]) -> None:
        """Upload and remove, then make sure that the repository has all."""
        due = [file.path for file in files if file.state in ("new", "changed")]
        gone = [file.path for file in files if file.state == "gone"]
        data = [path for path in due if path.startswith("data/")]
        described = [path for path in due if not path.startswith("data/")]
        for message, paths, removed in (("Add data", data, []), ("Describe the data", described, gone)):
            if paths or removed:
                with self._failures():
                    self._api.upload_folder(
                        **self._where,
                        folder_path=corpus,
                        allow_patterns=paths,
                        delete_patterns=removed or None,
                        commit_message=message,
                    )
        missing = [file.path for file in plan_publish(corpus, self.files()) if file.state != "same"]
        if missing:
            raise RemoteError(
                f"{', '.join(missing)}: not as in the corpus after the upload",
                where=self.url,
                hint="run the same command again",
            )

    def commit(self) -> str:
        with self._failures():
            return str(self._api.repo_info(**self._where).sha or "")

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except StandoffError:
            raise
        except _FAILURES as error:
            raise self._explained(error) from None

    def _explained(self, error: BaseException) -> RemoteError:
        # An upload in a thread wraps what happened.
        cause = error.__cause__ if type(error) is RuntimeError and error.__cause__ else error
        lines = [line.strip() for line in str(cause).splitlines() if line.strip()]
        said = " ".join(lines[:1] + lines[-1:] if len(lines) > 1 else lines) or type(cause).__name__
        said = said.replace(self._token, "…") if self._token else said
        hint = "nothing is lost: run the same command again when the Hub can be reached"
        if isinstance(cause, HfHubHTTPError):
            status = cause.response.status_code
            message = f"the Hub answered {status}: {said}"
            if status in (401, 403):
                message = (
                    f"the Hub refuses the token ({status})" if self._token else f"the Hub wants a token ({status})"
                )
                hint = f"the token in {TOKEN_VARIABLE} needs the right to write to this owner's repositories"
        elif isinstance(cause, _TRANSPORT):
            message = f"the Hub cannot be reached: {said}"
        else:
            message = f"the upload failed: {said}"
        return RemoteError(message, where=self.url, hint=hint)
