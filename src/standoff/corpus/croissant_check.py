"""Comparing the Croissant metadata of a corpus with its files and features."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import orjson

from standoff.corpus.croissant import describe_files
from standoff.corpus.kinds import Columns
from standoff.corpus.layout import CROISSANT
from standoff.corpus.shards import ShardFile
from standoff.errors import Finding, StandoffError
from standoff.files import read_bytes

_HINT = "build the corpus again"


def check_croissant(corpus: Path, files: Sequence[ShardFile], columns: Mapping[str, Columns]) -> Iterator[Finding]:
    """Yield where the metadata does not describe these files, which are all that the card lists, and these columns."""
    path = str(corpus / CROISSANT)
    try:
        document = orjson.loads(read_bytes(corpus / CROISSANT))
        there = {part: {entry["@id"]: entry for entry in document[part]} for part in ("distribution", "recordSet")}
    except StandoffError as error:
        yield Finding("croissant", error.message, path, hint=_HINT)
        return
    except orjson.JSONDecodeError as error:
        yield Finding("croissant", f"is not JSON: {error}", path, hint=_HINT)
        return
    except (KeyError, TypeError) as error:
        yield Finding("croissant", f"does not have the form of Croissant metadata: {error!r}", path, hint=_HINT)
        return
    for part, entries in describe_files(files, columns).items():
        expected = {entry["@id"]: entry for entry in entries}
        for name in sorted(expected.keys() | there[part].keys()):
            if expected.get(name) != there[part].get(name):
                message = f"{name!r} is not described as it is in the corpus"
                yield Finding("croissant", message, path, field=f"$.{part}", hint=_HINT)
