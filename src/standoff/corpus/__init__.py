"""The dataset: built from articles and labels, and checked."""

from standoff.corpus.build import Build, build
from standoff.corpus.engine.clusters import Dask
from standoff.corpus.engine.running import InProcess, Pool
from standoff.corpus.splits import Fractions
from standoff.corpus.verify import verify

__all__ = ["Build", "Dask", "Fractions", "InProcess", "Pool", "build", "verify"]
