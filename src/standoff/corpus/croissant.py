"""Croissant metadata (https://docs.mlcommons.org/croissant/), from the same features and files as the dataset card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import orjson

from standoff.corpus.card import CardSource, bibtex
from standoff.corpus.columns import ROWS, describe, type_in_words
from standoff.corpus.kinds import Choice, Columns, Kind, Many, Plain
from standoff.corpus.manifest import by_config
from standoff.corpus.metadata import UNKNOWN_LICENSE
from standoff.corpus.shards import ShardFile
from standoff.corpus.splits import SPLITS

_PARQUET = "application/x-parquet"
_VERSION = "http://mlcommons.org/croissant/1.0"
_TERMS = (
    *("citeAs", "column", "equivalentProperty", "extract", "field", "fileProperty", "fileObject", "fileSet", "format"),
    *("includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex"),
    *("repeated", "replace", "samplingRate", "separator", "source", "subField", "transform"),
)
_CONTEXT: Final[Mapping[str, Any]] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in _TERMS},
}
_TYPES = {
    "string": "sc:Text",
    "date32": "sc:Date",
    "timestamp[us, tz=UTC]": "sc:DateTime",
    "int32": "sc:Integer",
    "int64": "sc:Integer",
    "float64": "sc:Float",
}


def render_croissant(source: CardSource) -> bytes:
    """Return the metadata as JSON-LD: every file with its sha256, every config as a set of records with its fields.

    A record set is named like its config, a field ``<config>/<column>``, a part of a span or relation
    ``<config>/<column>/<part>``; besides its columns, each has a field ``<config>/split``.
    """
    metadata = source.metadata
    document = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": _VERSION,
        "name": source.title,
        "description": metadata.description or source.title,
        "license": "" if metadata.license == UNKNOWN_LICENSE else metadata.license,
        "version": metadata.version,
        "datePublished": metadata.year,
        "url": metadata.repository,
        "creator": [{"@type": "sc:Person", "name": author} for author in metadata.authors],
        "inLanguage": metadata.language,
        "keywords": list(source.scheme.spans),
        "citeAs": bibtex(source),
        "isLiveDataset": False,
        "rai:dataCollection": metadata.making,
        "rai:dataAnnotationProtocol": metadata.labelling,
        "rai:dataUseCases": metadata.uses,
        "rai:dataLimitations": metadata.limits,
        "rai:personalSensitiveInformation": metadata.sensitive,
        **describe_files(source.files, source.columns),
    }
    kept = {name: value for name, value in document.items() if value not in ("", [])}
    return orjson.dumps(kept, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def describe_files(files: Sequence[ShardFile], columns: Mapping[str, Columns]) -> dict[str, Any]:
    """Return those parts of the metadata that follow from the files and the columns of their configs alone."""
    configs = by_config(files)
    return {
        "distribution": [
            *_files([file for found in configs.values() for file in found]),
            *(_file_set(config, found) for config, found in configs.items()),
        ],
        "recordSet": [_split_set(), *(_record_set(config, columns[config]) for config in configs)],
    }


def _files(files: Sequence[ShardFile]) -> Iterator[dict[str, Any]]:
    for file in files:
        yield {
            "@type": "cr:FileObject",
            "@id": file.path,
            "name": file.path.rpartition("/")[2],
            "contentUrl": file.path,
            "contentSize": f"{file.size} B",
            "encodingFormat": _PARQUET,
            "sha256": file.sha256,
        }


def _file_set(config: str, files: Sequence[ShardFile]) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet",
        "@id": f"{config}-files",
        "name": f"{config}-files",
        "description": f"The Parquet files of the config {config}.",
        "encodingFormat": _PARQUET,
        "includes": [file.path for file in files],
    }


def _split_set() -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": "splits",
        "name": "splits",
        "description": "The names of the splits.",
        "dataType": "cr:Split",
        "key": {"@id": "splits/name"},
        "field": [{"@type": "cr:Field", "@id": "splits/name", "name": "name", "dataType": "sc:Text"}],
        "data": [{"splits/name": split} for split in SPLITS],
    }


def _record_set(config: str, columns: Columns) -> dict[str, Any]:
    meanings = {name: f"{meaning} ({kind})" for name, kind, meaning in describe(config, columns)}
    split = {
        "@type": "cr:Field",
        "@id": f"{config}/split",
        "name": "split",
        "description": "the split that the row is in",
        "dataType": "sc:Text",
        "source": {
            "fileSet": {"@id": f"{config}-files"},
            "extract": {"fileProperty": "fullpath"},
            "transform": {"regex": rf".*data/{config}/(\w+)-\d+-of-\d+-\w+\.parquet$"},
        },
    }
    return {
        "@type": "cr:RecordSet",
        "@id": config,
        "name": config,
        "description": f"Each record is {ROWS[config]}.",
        "field": [split, *(_field(config, name, kind, meanings[name]) for name, kind in columns.items())],
    }


def _field(config: str, column: str, kind: Kind, meaning: str) -> dict[str, Any]:
    field: dict[str, Any] = {"@type": "cr:Field", "@id": f"{config}/{column}", "name": column, "description": meaning}
    if isinstance(kind, Many):
        field["repeated"] = True
        kind = kind.item
    source = {"fileSet": {"@id": f"{config}-files"}, "extract": {"column": column}}
    if not isinstance(kind, dict):
        return field | {"dataType": _data_type(kind), "source": source}
    parts = [
        {
            "@type": "cr:Field",
            "@id": f"{config}/{column}/{name}",
            "name": name,
            "description": type_in_words(part),
            "dataType": _data_type(part),
            "source": source | {"transform": {"jsonPath": name}},
        }
        for name, part in kind.items()
    ]
    return field | {"subField": parts}


def _data_type(kind: Kind) -> str:
    return _TYPES[kind.dtype] if isinstance(kind, Plain) else "sc:Integer" if isinstance(kind, Choice) else ""
