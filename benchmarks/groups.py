"""What near-duplicate groups cost, and how many planted near-copies they find.

The articles are invented from the words of the seeds, most of which follow two others as they do there, unless a JSON
Lines file with `text` fields is named. One in twenty is a copy of an earlier one with some words replaced,
so that similarities from 0.7 to 1 are there. Every true similarity is computed on sets of strings in plain Python, and
so is the time beside ours: regular expression and sets of strings, then MinHash and its index by rensa as it comes.

    python benchmarks/groups.py --articles 20000
    python benchmarks/groups.py --articles 1000000 --add 100 --only-ours
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import tempfile
import time
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np

from standoff.articles import read_articles
from standoff.corpus.grouping import NEW, Links, group_sketches
from standoff.corpus.sketch_table import SketchFile
from standoff.corpus.sketches import SKETCH_ROWS, sketch

CHUNK = 2_000
COPIES = 20


def main() -> None:
    """Print CPU times of an article, peak memory, and recall by similarity."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--add", type=int, default=100, help="how many more come to those that have groups")
    parser.add_argument("--words", type=int, default=330, help="of an invented article")
    parser.add_argument("--texts", type=Path, help="JSON Lines with real articles instead of invented ones")
    parser.add_argument("--seeds", type=Path, default=Path("seeds"))
    parser.add_argument("--only-ours", action="store_true", help="leave the plain way and the recall out")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        Run(arguments, Path(folder)).report()


class Run:
    """One measurement; texts lie in files, so that memory is that of the groups."""

    def __init__(self, arguments: argparse.Namespace, folder: Path) -> None:
        self.arguments = arguments
        self.folder = folder
        self.planted: list[tuple[int, int]] = []
        self.offsets = array("q", [0])
        real = self.arguments.texts
        texts = invented(self.arguments.seeds, self.arguments.words) if real is None else read_texts(real)
        with (folder / "texts").open("wb") as file:
            for text in islice(self.with_copies(texts), self.arguments.articles + self.arguments.add):
                file.write(text.encode())
                self.offsets.append(file.tell())
        self.count = len(self.offsets) - 1
        self.source = (folder / "texts").open("rb")

    def with_copies(self, texts: Iterator[str]) -> Iterator[str]:
        """Yield texts, with changed copies among them."""
        random = Random(1)
        recent: list[tuple[int, str]] = []
        for number, text in enumerate(texts):
            if number % COPIES == COPIES - 1 and recent:
                original, base = random.choice(recent)
                words = base.split(" ")
                for place in random.sample(range(len(words)), int(len(words) * random.uniform(0, 0.06))):
                    words[place] = "replaced"
                self.planted.append((original, number))
                yield " ".join(words)
            else:
                recent = [*recent[-200:], (number, text)]
                yield text

    def fetch(self, numbers: Sequence[int]) -> list[str]:
        """Read the texts of articles."""
        found = []
        for number in numbers:
            self.source.seek(self.offsets[number])
            found.append(self.source.read(self.offsets[number + 1] - self.offsets[number]).decode())
        return found

    def report(self) -> None:
        """Measure and print."""
        old = self.count - self.arguments.add
        print(f"{self.count} articles of {self.offsets[-1] / self.count:.0f} bytes, {len(self.planted)} changed copies")
        texts_time, sketch_time, chunks = self.sketch()
        rank = np.arange(self.count)
        start = time.process_time()
        links = group_sketches(chunks, rank, np.full(self.count, NEW, np.int8), self.fetch)
        group_time = time.process_time() - start
        ours = (sketch_time + group_time) / self.count * 1e6
        print(f"sketches             {sketch_time / self.count * 1e6:7.1f} µs an article, {SKETCH_ROWS * 4} bytes each")
        print(f"groups from sketches {group_time / self.count * 1e6:7.1f} µs an article")
        print(f"together             {ours:7.1f} µs an article")
        split = np.full(self.count, NEW, np.int8)
        split[:old] = 0
        start = time.process_time()
        group_sketches(chunks, rank, split, self.fetch)
        added = time.process_time() - start
        print(
            f"{self.arguments.add} added: {added:.2f} s from kept sketches, "
            f"{added / (sketch_time + group_time):.2%} of the time of all"
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak memory {peak:.0f} MB, reading texts {texts_time / self.count * 1e6:.1f} µs an article")
        if not self.arguments.only_ours:
            self.compare(ours, links)

    def sketch(self) -> tuple[float, float, list[SketchFile]]:
        """Sketch all texts into files; return the time that reading them took, that of sketches, and the files."""
        sketch([""])
        reading = sketching = 0.0
        chunks = []
        for low in range(0, self.count, CHUNK):
            start = time.process_time()
            texts = self.fetch(range(low, min(low + CHUNK, self.count)))
            middle = time.process_time()
            sketches = sketch(texts)
            sketching += time.process_time() - middle
            reading += middle - start
            chunks.append(SketchFile(self.folder / f"{low}.npy"))
            np.save(chunks[-1].path, sketches)
        return reading, sketching, chunks

    def compare(self, ours: float, links: Links) -> None:
        """Print the time of plain Python, and recall by similarity."""
        from rensa import RMinHash, RMinHashLSH

        texts = self.fetch(range(self.count))
        start = time.process_time()
        sets = [shingles(text) for text in texts]
        middle = time.process_time()
        index = RMinHashLSH(threshold=0.8, num_perm=128, num_bands=32)
        candidates = 0
        for number, words in enumerate(sets):
            (minima,) = RMinHash.from_token_sets([words], 128, 1)
            candidates += len(index.query(minima))
            index.insert(number, minima)
        end = time.process_time()
        print(f"plain: sets of strings {(middle - start) / self.count * 1e6:7.1f} µs an article")
        print(f"plain: MinHash, index  {(end - middle) / self.count * 1e6:7.1f} µs an article, {candidates} candidates")
        print(f"plain ÷ ours {(end - start) / self.count * 1e6 / ours:.1f}")
        found: dict[float, list[bool]] = defaultdict(list)
        for one, other in self.planted:
            similarity = len(sets[one] & sets[other]) / len(sets[one] | sets[other])
            low = min(int(similarity * 20), 19) / 20
            found[low].append(links.leader[one] == links.leader[other])
        for low, joined in sorted(found.items()):
            print(f"similarity {low:.2f} … {low + 0.05:.2f}: {sum(joined)} of {len(joined)} copies with their original")


def shingles(text: str) -> set[str]:
    """Return the three-word sequences of a text as strings."""
    words = re.findall(r"\w+", text.casefold())
    return {" ".join(words[first : first + 3]) for first in range(max(1, len(words) - 2))}


def invented(seeds: Path, words: int) -> Iterator[str]:
    """Yield texts without end that read like the seeds from afar."""
    follow: dict[tuple[str, str], list[str]] = defaultdict(list)
    every: list[str] = []
    for article in read_articles([seeds]).articles:
        found = article.text.split()
        every += found
        for one, two, three in zip(found, found[1:], found[2:], strict=False):
            follow[one, two].append(three)
    random = Random(2)
    while True:
        text = [random.choice(every), random.choice(every)]
        for _ in range(words):
            # Now and then another word, so that sequences of three repeat no more often than in real news.
            after = follow.get((text[-2], text[-1])) if random.random() < 0.7 else None
            text.append(random.choice(after or every))
        yield " ".join(text)


def read_texts(path: Path) -> Iterator[str]:
    """Yield the texts of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


if __name__ == "__main__":
    main()
