"""Articles in: the seed format, JSON Lines, CSV and Parquet."""

from standoff.articles.model import Columns, Entry, Reading
from standoff.articles.reading import DATASET_FILE, SUFFIXES, iter_entries, read_articles
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
