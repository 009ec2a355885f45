"""Labels in the formats of other tools, out and in, with every loss named.

Each format has ``to_<format>``, which gives files and what they do not hold, and ``from_<format>``, which gives
articles and label sets and what the files have beyond them. What is not named as a loss comes back unchanged.
"""

from standoff.formats.brat import brat_configuration, from_brat, to_brat
from standoff.formats.choice import chosen
from standoff.formats.conll import from_conll, to_conll
from standoff.formats.docbin import from_docbin, to_docbin
from standoff.formats.folders import import_files
from standoff.formats.model import Context, Exported, Files, Imported, KnownArticles, Segmenter
from standoff.formats.registry import FORMATS, Format
from standoff.formats.w3c import from_w3c, to_w3c
from standoff.formats.webanno import from_webanno, to_webanno

__all__ = [
    "FORMATS",
    "Context",
    "Exported",
    "Files",
    "Format",
    "Imported",
    "KnownArticles",
    "Segmenter",
    "brat_configuration",
    "chosen",
    "from_brat",
    "from_conll",
    "from_docbin",
    "from_w3c",
    "from_webanno",
    "import_files",
    "to_brat",
    "to_conll",
    "to_docbin",
    "to_w3c",
    "to_webanno",
]
