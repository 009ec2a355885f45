"""W3C Web Annotation as JSON-LD."""

from standoff.formats.w3c.reading import from_w3c
from standoff.formats.w3c.writing import to_w3c

__all__ = ["from_w3c", "to_w3c"]
