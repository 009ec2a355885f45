"""standoff: news articles to a citable, human-annotated, Arrow-backed dataset of actors, dates, stances and threats."""

__version__ = "0.1.0"
