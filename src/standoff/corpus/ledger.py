"""Reading back where the articles of an earlier corpus stand, so that they stay there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import yaml
from numpy.typing import NDArray

from standoff.corpus.features import DEFAULT_CONFIG
from standoff.corpus.layout import README
from standoff.corpus.splits import SPLITS
from standoff.errors import InputError
from standoff.files import read_text

_SHA256 = pa.binary(32)
_KNOWN = 100_000  # that are looked up among at a time, which bounds the memory that it takes

TAG = "standoff"
"""The tag in the front matter of a dataset card by which a corpus of ours is known."""


def read_front_matter(corpus: Path) -> dict[str, Any]:
    """Return what the YAML between the two ``---`` lines of the dataset card says.

    Raises
    ------
    MissingError
        If there is no card.
    InputError
        If it does not begin with YAML that is a mapping.
    """
    path = corpus / README
    mark, _, rest = read_text(path).partition("---\n")
    head, end, _ = rest.partition("\n---\n")
    if mark or not end:
        raise InputError("does not begin with YAML between two lines of ---", where=str(path))
    try:
        value = yaml.safe_load(head)
    except RecursionError:
        raise InputError("the YAML is nested too deeply", where=str(path)) from None
    except yaml.YAMLError as error:
        raise InputError(f"not valid YAML: {str(error).splitlines()[0]}", where=str(path)) from None
    if not isinstance(value, dict):
        raise InputError("the YAML is no mapping", where=str(path))
    return value


def listed_files(front_matter: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield (config, split, path within the corpus) of every data file that the card lists, in order.

    Raises
    ------
    InputError
        If the list does not have the form that `load_dataset` reads.
    """
    try:
        for config in front_matter["configs"]:
            for entry in config["data_files"]:
                paths = entry["path"]
                for path in [paths] if isinstance(paths, str) else paths:
                    yield str(config["config_name"]), str(entry["split"]), str(path)
    except (KeyError, TypeError):
        raise InputError("`configs` is no list of configs with `config_name` and `data_files`", where=README) from None


def check_replaceable(corpus: Path) -> None:
    """Make sure that a build may replace the card in this folder.

    Raises
    ------
    InputError
        If there is a card that no build of ours wrote.
    """
    if not (corpus / README).exists():
        return
    try:
        tags = read_front_matter(corpus).get("tags")
    except InputError:
        tags = None
    if not isinstance(tags, list) or TAG not in tags:
        raise InputError(
            "is not the card of a corpus that standoff built, and will not be replaced",
            where=str(corpus / README),
            hint="name another folder with --corpus",
        )


@dataclass(frozen=True)
class Standing:
    """The articles of an earlier corpus as columns.

    Parameters
    ----------
    ids, sha256, groups
        Of each article: its id, the sha256 of its text as 32 bytes, and the name of its group.
    split
        In which of `SPLITS` each is.
    """

    ids: pa.Array
    sha256: pa.Array
    groups: pa.Array
    split: NDArray[np.int8]

    def find(self, ids: pa.Array, sha256: pa.Array) -> NDArray[np.int64]:
        """Return where articles stand here, known by id or else by text: their places in the columns, or -1."""
        found = _places(ids, self.ids)
        rest = np.flatnonzero(found < 0)
        if len(rest):
            found[rest] = _places(sha256.take(pa.array(rest)), self.sha256)
        return found


def read_standing(corpus: Path, *, fresh: bool = False) -> Standing:
    """Return where the articles of the corpus in this folder stand; none where there is none, or for a fresh start.

    Raises
    ------
    InputError
        If there is a corpus, but its articles cannot be read.
    """
    tables = []
    there = not fresh and (corpus / README).exists()
    for config, split, path in listed_files(read_front_matter(corpus)) if there else ():
        if config != DEFAULT_CONFIG:
            continue
        try:
            rows = _read_rows(corpus / path, ["id", "sha256", "group"])
            digests = bytes.fromhex("".join(rows["sha256"].to_pylist()))
            sha256 = pa.FixedSizeBinaryArray.from_buffers(_SHA256, len(rows), [None, pa.py_buffer(digests)])
            tables.append((rows["id"], sha256, rows["group"], SPLITS.index(split)))
        except (OSError, pa.ArrowException, KeyError, TypeError, ValueError) as error:
            raise InputError(
                f"cannot tell in which split its articles are: {error}",
                where=str(corpus / path),
                hint="bring the file back, or assign all splits anew with --fresh-splits",
            ) from None
    return Standing(
        _concatenated([chunk for ids, *_ in tables for chunk in ids.chunks], pa.string()),
        _concatenated([sha256 for _, sha256, *_ in tables], _SHA256),
        _concatenated([chunk for _, _, groups, _ in tables for chunk in groups.chunks], pa.string()),
        np.concatenate([np.zeros(0, np.int8), *(np.full(len(ids), split, np.int8) for ids, _, _, split in tables)]),
    )


def _read_rows(path: Path, columns: list[str]) -> pa.Table:
    # Without the threads and buffers of `read_table`, which stay in memory.
    with pq.ParquetFile(path) as file:
        return file.read(columns, use_threads=False)


def _places(values: pa.Array, known: pa.Array) -> NDArray[np.int64]:
    """Return where each value is first among those that are known, or -1."""
    found = np.full(len(values), -1, np.int64)
    for first in range(0, len(known), _KNOWN):
        some = pc.index_in(values, value_set=known.slice(first, _KNOWN)).fill_null(-1).to_numpy()
        new = np.flatnonzero((some >= 0) & (found < 0))
        found[new] = first + some[new]
    return found


def _concatenated(arrays: list[pa.Array], type_: pa.DataType) -> pa.Array:
    return pa.concat_arrays([pa.array([], type_), *arrays])
