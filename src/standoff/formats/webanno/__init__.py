"""WebAnno TSV 3, the format that INCEpTION reads and writes."""

from standoff.formats.webanno.reading import from_webanno
from standoff.formats.webanno.writing import to_webanno

__all__ = ["from_webanno", "to_webanno"]
