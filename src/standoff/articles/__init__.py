"""Articles in: the seed format, JSON Lines, CSV and Parquet."""

from standoff.articles.listing import DATASET_FILE, SUFFIXES
from standoff.articles.model import Columns, Entry, Reading
from standoff.articles.reading import iter_entries, read_articles
from standoff.articles.seed import read_seed

__all__ = [
    "DATASET_FILE",
    "SUFFIXES",
    "Columns",
    "Entry",
    "Reading",
    "iter_entries",
    "read_articles",
    "read_seed",
]
