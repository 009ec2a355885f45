"""Measure what share each step has in the CPU time of a build of text files, in this process and once it is warm.

    python benchmarks/shares.py --articles 20000

Timers stand around a few functions that are called once a chunk, a block or a shard; a function's time is without that
of the others in it. Articles are those of benchmarks/build.py.
"""

from __future__ import annotations

import argparse
import importlib
import os
import tempfile
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from build import make_input

from standoff.corpus import build
from standoff.scheme import load_scheme

ENGINE = "standoff.corpus.engine"
STEPS = {
    "list and cut files, plan": "standoff.corpus.build:plan_build",
    "near-duplicates, splits": f"{ENGINE}.plan:place_articles",
    "read files": "standoff.articles.chunks:Chunk.read",
    "digests of chunks": "standoff.articles.chunks:Chunk.digest",
    "check articles, write them": f"{ENGINE}.plan:index_chunk",
    "sketches": f"{ENGINE}.indexing:sketch",
    "read articles again, all else": "standoff.corpus.build:convert_shard",
    "sentences": "standoff.corpus.blocks:sentences_of_all",
    "rows of articles": "standoff.corpus.views:article_rows",
    "rows of sentences": "standoff.corpus.views:sentence_rows",
    "digests of content": "standoff.corpus.shards:content_digest",
    "Parquet": "standoff.corpus.shards:to_parquet",
}


def main() -> None:
    """Build a little, put the timers in, build again, and print the times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000, help="how many are made up")
    number = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as name:
        make_input(Path(name, "warm"), 100, None, labelled=False)
        make_input(Path(name, "all"), number, None, labelled=False)
        build_in(Path(name, "warm"))
        timers = Timers()
        begin = time.process_time()
        build_in(Path(name, "all"))
        total = time.process_time() - begin
    print(f"{total / number * 1e6:8.1f} µs an article")
    for step, seconds in sorted(timers.own.items(), key=lambda found: -found[1]):
        print(f"{seconds / number * 1e6:8.1f} {step}")


def build_in(folder: Path) -> None:
    """Build a corpus of the seed files there."""
    os.chdir(folder)
    build(scheme=load_scheme(), labels=Path("none"))


class Timers:
    """Counts CPU time while it is in the functions of `STEPS`.

    Attributes
    ----------
    own
        Seconds of each, without those of others that it called.
    """

    def __init__(self) -> None:
        self.own = dict.fromkeys(STEPS, 0.0)
        self._within = [0.0]
        for step, place in STEPS.items():
            module, _, name = place.partition(":")
            *path, last = name.split(".")
            owner: Any = importlib.import_module(module)
            for part in path:
                owner = getattr(owner, part)
            timed = self._timed(step, getattr(owner, last))
            if isinstance(getattr(owner, "VIEWS", None), dict):
                owner.VIEWS.update({key: timed for key, view in owner.VIEWS.items() if view is getattr(owner, last)})
            setattr(owner, last, timed)

    def _timed(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def run(*arguments: Any, **named: Any) -> Any:
            begin = time.process_time()
            self._within.append(0.0)
            try:
                return function(*arguments, **named)
            finally:
                spent = time.process_time() - begin
                self.own[step] += spent - self._within.pop()
                self._within[-1] += spent

        return run


if __name__ == "__main__":
    main()
