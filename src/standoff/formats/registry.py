"""The formats by the names that people give them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from standoff.formats.brat import ANN, CONFIGURATION, TXT, brat_configuration, from_brat, to_brat
from standoff.formats.conll import CONLL, from_conll, to_conll
from standoff.formats.docbin import SPACY, from_docbin, to_docbin
from standoff.formats.model import Context, Exported, Files, Imported, Segmenter
from standoff.formats.w3c import from_w3c, to_w3c
from standoff.formats.w3c.writing import JSONLD
from standoff.formats.webanno import from_webanno, to_webanno
from standoff.formats.webanno.writing import TSV
from standoff.records import Article, LabelSet
from standoff.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Format:
    """A format with its two directions.

    Parameters
    ----------
    title
        What it is, in a few words.
    suffixes
        Endings of the files that an import begins from; the first is that of an export.
    beside
        Endings of files with the same stem that belong to it.
    write, read
        Label set to files, files to label sets.
    settings
        From a scheme to files that a folder of documents needs once, by their names.
    """

    title: str
    suffixes: tuple[str, ...]
    write: Callable[[Article, LabelSet, Scheme, Segmenter], Exported]
    read: Callable[[Files, Context], Imported]
    beside: tuple[str, ...] = ()
    settings: Callable[[Scheme], Mapping[str, str]] = lambda _scheme: {}


FORMATS: Final[Mapping[str, Format]] = {
    "brat": Format(
        title="brat standoff",
        suffixes=(ANN,),
        beside=(TXT,),
        write=lambda article, labels, scheme, _segment: to_brat(article, labels, scheme),
        read=from_brat,
        settings=lambda scheme: {CONFIGURATION: brat_configuration(scheme)},
    ),
    "conll": Format(
        title="CoNLL-2003 with BIO tags",
        suffixes=(CONLL, ".bio", ".iob", ".iob2"),
        write=to_conll,
        read=from_conll,
    ),
    "spacy": Format(
        title="spaCy DocBin",
        suffixes=(SPACY,),
        write=lambda article, labels, _scheme, segment: to_docbin(article, labels, segment),
        read=from_docbin,
    ),
    "w3c": Format(
        title="W3C Web Annotation JSON-LD",
        suffixes=(JSONLD, ".json"),
        beside=(TXT,),
        write=lambda article, labels, _scheme, _segment: to_w3c(article, labels),
        read=from_w3c,
    ),
    "webanno": Format(
        title="INCEpTION / WebAnno TSV 3",
        suffixes=(TSV,),
        write=to_webanno,
        read=from_webanno,
    ),
}
"""Every format by its name on the command line."""
