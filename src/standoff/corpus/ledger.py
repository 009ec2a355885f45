"""Reading back where the articles of an earlier corpus stand, so that they stay there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from standoff.corpus.features import DEFAULT_CONFIG
from standoff.corpus.groups import Place
from standoff.corpus.layout import README
from standoff.errors import InputError
from standoff.files import read_text
from standoff.records import Article

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


def read_places(corpus: Path, articles: Iterable[Article]) -> dict[str, Place]:
    """Return, by id, where those articles stand that the corpus in this folder has, known by id or else by text.

    Raises
    ------
    InputError
        If there is a corpus, but its articles cannot be read.
    """
    if not (corpus / README).exists():
        return {}
    import pyarrow as pa
    import pyarrow.parquet as pq

    by_id: dict[str, Place] = {}
    by_sha256: dict[str, Place] = {}
    for config, split, path in listed_files(read_front_matter(corpus)):
        if config != DEFAULT_CONFIG:
            continue
        try:
            rows = pq.read_table(corpus / path, columns=["id", "sha256", "group"]).to_pylist()
        except (OSError, pa.ArrowException, KeyError) as error:
            raise InputError(
                f"cannot tell in which split its articles are: {error}",
                where=str(corpus / path),
                hint="bring the file back, or assign all splits anew with --fresh-splits",
            ) from None
        for row in rows:
            by_id[row["id"]] = by_sha256[row["sha256"]] = Place(row["group"], split)
    found = {article.id: by_id.get(article.id) or by_sha256.get(article.sha256) for article in articles}
    return {article_id: place for article_id, place in found.items() if place is not None}
