"""Comparing the manifest of a corpus with the files and rows that are there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from standoff.corpus.layout import MANIFEST
from standoff.corpus.manifest import FORMAT
from standoff.corpus.shards import ShardFile, config_digest
from standoff.corpus.tally import Tally
from standoff.errors import Finding, StandoffError
from standoff.files import read_bytes


def check_manifest(
    corpus: Path, files: Sequence[ShardFile], tally: Tally | None, damaged: Collection[str] = ()
) -> Iterator[Finding]:
    """Yield every disagreement between the manifest and what was found.

    Parameters
    ----------
    files
        The listed files that could be read; a digest is empty where the content could not be told.
    tally
        What was counted in their rows; None if not all of them could be counted.
    damaged
        Configs of which only is said what has no other cause.
    """
    path = str(corpus / MANIFEST)
    try:
        manifest = orjson.loads(read_bytes(corpus / MANIFEST))
        if manifest["format"] != FORMAT:
            yield Finding("manifest", f"is of format {manifest['format']}, not {FORMAT}", path, field="$.format")
            return
        entries = {
            entry["path"]: entry | {"config": config}
            for config, value in manifest["configs"].items()
            for entry in value["files"]
        }
        digests = {config: value["digest"] for config, value in manifest["configs"].items()}
    except StandoffError as error:
        yield Finding("manifest", error.message, path)
        return
    except orjson.JSONDecodeError as error:
        yield Finding("manifest", f"is not JSON: {error}", path)
        return
    except (AttributeError, KeyError, TypeError) as error:
        yield Finding("manifest", f"does not have the form of a manifest: {error!r}", path)
        return
    yield from _check_files(corpus, files, entries, damaged)
    contents: dict[str, list[tuple[str, str]]] = {}
    for file in files:
        contents.setdefault(file.config, []).append((file.split, file.digest))
    there = {config: config_digest(found) for config, found in contents.items()}
    for config in sorted(there.keys() | digests.keys()):
        if there.get(config) != digests.get(config) and config not in damaged:
            message = f"the content of {config!r} does not have this sha256"
            yield Finding("manifest-digest", message, path, field=f"$.configs.{config}.digest")
    # Of other rows than those that the manifest is about, all its counts would be wrong.
    if there == digests and tally is not None:
        for field, message in tally.disagreements(manifest):
            yield Finding("manifest-count", message, path, field=field)


def _check_files(
    corpus: Path, files: Sequence[ShardFile], entries: Mapping[str, Mapping[str, Any]], damaged: Collection[str]
) -> Iterator[Finding]:
    path = str(corpus / MANIFEST)
    for file in (file for file in files if file.config not in damaged):
        entry = entries.get(file.path)
        if entry is None:
            yield Finding("manifest-file", f"has no entry for {file.path}", path, field="$.configs")
            continue
        found: dict[str, Any] = {"config": file.config, "rows": file.rows, "sha256": file.sha256}
        if file.digest:
            found["digest"] = file.digest
        if entry.get("sha256") == file.sha256:
            found["bytes"] = file.size
        for name, value in found.items():
            if entry.get(name) != value:
                message = f"{name} is {value}, the manifest says {entry.get(name)}"
                yield Finding(f"manifest-{name}", message, str(corpus / file.path))
    whole = {path for path, entry in entries.items() if entry["config"] not in damaged}
    for missing in sorted(whole - {file.path for file in files}):
        message = f"has an entry for {missing}, which is not listed in the dataset card or cannot be read"
        yield Finding("manifest-file", message, path, field="$.configs")
