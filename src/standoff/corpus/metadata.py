"""What people say about their dataset: the file ``dataset.yaml`` in the folder of seed articles."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from standoff.articles import DATASET_FILE
from standoff.errors import FindingsError
from standoff.files import read_text
from standoff.scheme import read_yaml
from standoff.scheme.located import Reader

UNKNOWN_LICENSE: Final = "unknown"
"""The licence identifier of a dataset whose licence nobody stated."""


@dataclass(frozen=True)
class Metadata:
    """What a dataset card says that does not follow from the data; each field is a key of ``dataset.yaml``.

    Parameters
    ----------
    pretty_name
        The dataset's title; empty means the scheme's.
    description
        What it is, in a few sentences.
    origin
        How those articles came about that do not say it themselves, such as ``machine-written``.
    license
        The data's licence as an SPDX identifier in lower case, such as ``cc-by-4.0``.
    language
        The articles' language as an ISO 639-1 code.
    authors
        Who made the dataset and is to be cited.
    version, year
        For the citation.
    repository, paper, contact
        Where it lives, what describes it, whom to ask.
    making
        How the articles were chosen, gathered or written, and by whom.
    labelling
        How the labels were made and by whom, beyond what the label sets say.
    rationale, uses, misuses, sensitive, limits, recommendations
        Why it was made; what it is good for and what not; personal and sensitive information in it; its biases and
        limits; what its users should do about them.
    """

    pretty_name: str = ""
    description: str = ""
    origin: str = ""
    license: str = UNKNOWN_LICENSE
    language: str = "en"
    authors: tuple[str, ...] = ()
    version: str = ""
    year: str = ""
    repository: str = ""
    paper: str = ""
    contact: str = ""
    making: str = ""
    labelling: str = ""
    rationale: str = ""
    uses: str = ""
    misuses: str = ""
    sensitive: str = ""
    limits: str = ""
    recommendations: str = ""


_TEXTS = tuple(name for name in Metadata.__dataclass_fields__ if name != "authors")
_FORMS = {
    "license": (re.compile(r"[a-z0-9.+-]+"), "an identifier in lower case such as cc-by-4.0"),
    "language": (re.compile(r"[a-z]{2}"), "an ISO 639-1 code such as en"),
    "year": (re.compile(r"\d{4}|"), "a year such as 2026"),
}


def read_metadata(folder: Path) -> Metadata:
    """Read the metadata in a folder of seed articles; without a file there, everything has its default.

    Raises
    ------
    FindingsError
        If the file has faults; all of them are in its `findings`.
    """
    path = folder / DATASET_FILE
    if not path.is_file():
        return Metadata()
    raw, lines = read_yaml(read_text(path), str(path))
    reader = Reader(str(path), lines)
    default = Metadata()
    top = reader.mapping(raw, "$", known=Metadata.__dataclass_fields__)
    values = {name: reader.string(top, name, "$", default=getattr(default, name)) for name in _TEXTS}
    for name, (form, meaning) in _FORMS.items():
        if not form.fullmatch(values[name]):
            reader.fault(f"$.{name}", f"{values[name]!r} must be {meaning}")
    authors = []
    for author, at in reader.items(top.get("authors"), "$.authors"):
        if not isinstance(author, str) or not author.strip():
            reader.fault(at, "must be a name")
        else:
            authors.append(author.strip())
    if reader.findings:
        findings = [replace(finding, code="dataset-file") for finding in reader.findings]
        raise FindingsError("the description of the dataset has faults", findings, where=str(path))
    return Metadata(authors=tuple(authors), **values)
