"""Checking that everything in a built corpus agrees: card, Parquet files, manifest and rows."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from standoff.corpus.croissant_check import check_croissant
from standoff.corpus.features import DEFAULT_CONFIG
from standoff.corpus.kinds import Columns
from standoff.corpus.layout import CROISSANT, MANIFEST, README, owned_files, shard_digest, shard_index
from standoff.corpus.ledger import listed_files, read_front_matter
from standoff.corpus.manifest_check import check_manifest
from standoff.corpus.rows import RowChecks
from standoff.corpus.shards import ShardFile, config_digest, content_digest
from standoff.errors import Finding, InputError

if TYPE_CHECKING:
    from datasets import Features

Progress = Callable[[int, int | None], None]
"""Called with the number of files that are done, and of all."""


_HINT = "it is not as a build leaves it: run standoff build"
_HINTS = {
    "article-split": "train and test are not apart: build the corpus again with --fresh-splits",
    "article-twice": "remove one of the two from the articles, then run standoff build",
    "group-split": "near-duplicates are in several splits: build the corpus again with --fresh-splits",
    "row-count": "load_dataset fails on it, or counts on what is not there: run standoff build",
    "schema-metadata": "load_dataset goes by the card and takes the labels for others: run standoff build",
}


@dataclass(frozen=True)
class _Declared:
    """What the card declares about one config."""

    features: Features
    columns: Columns
    rows: Mapping[str, int]
    description: str


@dataclass
class _Verification:
    """What was found so far.

    Parameters
    ----------
    damaged
        Configs with a fault that makes their counts and digests wrong, too: these are not told as faults of their own.
    """

    corpus: Path
    findings: list[Finding] = field(default_factory=list)
    damaged: set[str] = field(default_factory=set)

    def fault(self, code: str, message: str, path: str, at: str = "", hint: str = "", damages: str = "") -> None:
        self.findings.append(Finding(code, message, str(self.corpus / path), field=at, hint=hint))
        self.damaged |= {damages} - {""}


def verify(corpus: Path, progress: Progress = lambda _done, _total: None) -> tuple[Finding, ...]:
    """Return every disagreement within the corpus in a folder; none if all is as a build left it.

    Looked at are the files that the card lists and those that it does not, their schemas against the card's features,
    numbers of rows, sha256 of files and of content, the range of class labels, offsets with the words they cover,
    relations, whether rows are doubled or left out, and whether an article, or a group, is in more than one split.
    Nothing is changed.

    Raises
    ------
    MissingError
        If there is no dataset card in the folder.
    """
    check = _Verification(corpus)
    try:
        front_matter = read_front_matter(corpus)
        listed = list(listed_files(front_matter))
    except InputError as error:
        check.fault("card", error.message, README, hint=_HINT)
        return tuple(check.findings)
    declared = _declared(check, front_matter)
    _check_listing(check, listed, declared)
    rows = RowChecks()
    order = {path: place for place, (_, _, path) in enumerate(listed)}
    found = sorted(_check_files(check, rows, listed, declared, progress), key=lambda file: order[file.path])
    _check_counts(check, found, declared)
    findings = [*check.findings, *check_manifest(corpus, found, None if rows.faulty else rows.tally, check.damaged)]
    # What does not fit together among these does not fit the metadata either, and is told already.
    if all(finding.code == "stray-file" for finding in findings):
        findings += check_croissant(corpus, found, {name: value.columns for name, value in declared.items()})
    return tuple(replace(finding, hint=finding.hint or _HINTS.get(finding.code, _HINT)) for finding in findings)


def _declared(check: _Verification, front_matter: Mapping[str, Any]) -> dict[str, _Declared]:
    from datasets import Features
    from datasets.info import DatasetInfosDict
    from huggingface_hub import DatasetCardData

    descriptions = {str(config["config_name"]): config.get("description") for config in front_matter["configs"]}
    infos = front_matter.get("dataset_info")
    declared = {}
    for index, info in enumerate(infos if isinstance(infos, list) else [infos]):
        try:
            parsed = DatasetInfosDict.from_dataset_card_data(DatasetCardData(dataset_info=info))
            for name, value in parsed.items():
                rows = {split: int(found.num_examples) for split, found in value.splits.items()}
                features = Features(value.features)
                said = str(descriptions.get(str(name)))
                declared[str(name)] = _Declared(features, Columns.from_features(features), rows, said)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            check.fault("card", f"cannot be read: {error}", README, f"$.dataset_info[{index}]")
    return declared


def _check_listing(
    check: _Verification, listed: Sequence[tuple[str, str, str]], declared: Mapping[str, _Declared]
) -> None:
    splits: dict[str, set[str]] = {config: set() for config, _, _ in listed}
    for config, split, _ in listed:
        splits[config].add(split)
    for config in sorted(splits.keys() | declared.keys()):
        if config not in declared or config not in splits:
            where = "dataset_info" if config not in declared else "configs"
            check.fault("config", f"config {config!r} is missing", README, f"$.{where}", damages=config)
        elif splits[config] != declared[config].rows.keys():
            message = (
                f"the files of {config!r} are of {', '.join(sorted(splits[config]))}, "
                f"its declared splits are {', '.join(sorted(declared[config].rows))}"
            )
            check.fault("split", message, README, "$.dataset_info", damages=config)
    paths = Counter(path for _, _, path in listed)
    for config, path in sorted({(config, path) for config, _, path in listed if paths[path] > 1}):
        check.fault("file-twice", "is listed more than once", path, damages=config)
    known = {check.corpus / path for path in [*paths, README, MANIFEST, CROISSANT]}
    strays = {*owned_files(check.corpus), *(check.corpus / "data").rglob("*.parquet")} - known
    for stray in sorted(strays):
        check.fault(
            "stray-file",
            "is not listed in the dataset card",
            stray.relative_to(check.corpus).as_posix(),
            hint="the next build removes it if a build made it",
        )


def _check_files(
    check: _Verification,
    rows: RowChecks,
    listed: Sequence[tuple[str, str, str]],
    declared: Mapping[str, _Declared],
    progress: Progress,
) -> Iterator[ShardFile]:
    """Check every listed file on its own and row by row; yield what those are that can be read.

    The digest of a file whose columns are not those of the card is empty.
    """
    # The rows of other configs are compared with the articles of the same shard, so these come first in each.
    by_shard = all(shard_index(path) is not None for _, _, path in listed)
    shards = [(split, shard_index(path) if by_shard else None) for _, split, path in listed]
    first = {shard: place for place, shard in reversed(list(enumerate(shards)))}
    ordered = sorted(
        dict.fromkeys(zip(listed, shards, strict=True)),
        key=lambda item: (first[item[1]] if by_shard else 0, item[0][0] != DEFAULT_CONFIG),
    )
    previous = None
    for done, ((config, split, path), shard) in enumerate(ordered):
        progress(done, len(ordered))
        if by_shard and previous not in (None, shard):
            _end_shard(check, rows, declared)
        previous = shard
        target = check.corpus / path
        if not target.is_file():
            check.fault("file-missing", "is listed in the dataset card, but is not there", path, damages=config)
            rows.incomplete.add(config)
            continue
        if config not in declared:
            continue
        features = declared[config].features
        data = target.read_bytes()
        try:
            content = pq.read_table(pa.BufferReader(data))
            content.validate(full=True)
        except (pa.ArrowException, OSError) as error:
            check.fault("file-unreadable", f"cannot be read: {error}", path, damages=config)
            rows.incomplete.add(config)
            continue
        digest = ""
        embedded = _agreed_features(check, content.schema, features, path, config)
        if embedded is None:
            rows.incomplete.add(config)
        if embedded is not None:
            digest = content_digest(content, Columns.from_features(embedded))
            named = shard_digest(path)
            if not named or not digest.startswith(named):
                message = f"the content has the sha256 {digest[:12]}…, unlike the file's name"
                check.fault("content", message, path, damages=config)
            for code, message, at in rows.check(config, split, content, declared[config].columns, path):
                check.fault(code, message, path, at)
        sha256 = hashlib.sha256(data).hexdigest()
        yield ShardFile(config, split, path, content.num_rows, content.nbytes, len(data), digest, sha256, losses={})
    _end_shard(check, rows, declared)
    for code, message, path, at in rows.finish():
        check.fault(code, message, path or README, at)
    progress(len(ordered), len(ordered))


def _end_shard(check: _Verification, rows: RowChecks, configs: Iterable[str]) -> None:
    for code, message, config in rows.end_shard(configs):
        check.fault(code, message, f"data/{config}")


def _agreed_features(
    check: _Verification, schema: pa.Schema, features: Features, path: str, config: str
) -> Features | None:
    """Return the features of a file with the columns that the card declares; None if it has others."""
    from datasets import Features

    expected = features.arrow_schema
    if not schema.equals(expected):
        wanted, there = ({field.name: field for field in fields} for fields in (expected, schema))
        for name in wanted | there:
            want, have = wanted.get(name), there.get(name)
            if want is None or have is None or not have.equals(want):
                message = f"there is {have or f'no {name}'}, the card says {want or 'no such column'}"
                check.fault("schema", message, path, damages=config)
        if schema.names != expected.names and wanted.keys() == there.keys():
            message = "the columns stand in another order than in the card, or twice"
            check.fault("schema", message, path, damages=config)
        return None
    try:
        embedded = Features.from_arrow_schema(schema)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        check.fault("schema-metadata", f"the features in the file cannot be read: {error}", path)
        return features
    for name, feature in features.items():
        if embedded.get(name) != feature:
            check.fault("schema-metadata", f"the features in the file say otherwise of {name!r} than the card", path)
    return embedded if embedded.keys() == features.keys() else features


def _check_counts(check: _Verification, found: Sequence[ShardFile], declared: Mapping[str, _Declared]) -> None:
    for config, value in declared.items():
        if config in check.damaged:
            continue
        for split, rows in value.rows.items():
            there = sum(file.rows for file in found if (file.config, file.split) == (config, split))
            if there != rows:
                message = f"{split} of {config!r} has {there} rows, the card says {rows}"
                check.fault("row-count", message, README, "$.dataset_info")
        digests = [(file.split, file.digest) for file in found if file.config == config]
        if all(digest for _, digest in digests) and config_digest(digests) not in value.description:
            message = f"the description of {config!r} does not have the sha256 of its content: caches may be stale"
            check.fault("description", message, README, "$.configs", "build the corpus again")
