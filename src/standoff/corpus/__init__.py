"""The dataset: built from articles and labels, and checked."""

from standoff.corpus.build import Build, build
from standoff.corpus.splits import Fractions
from standoff.corpus.verify import verify

__all__ = ["Build", "Fractions", "build", "verify"]
