"""Load every config and split of a built corpus, as its users do: with `datasets` alone.

Usage: python scripts/load_corpus.py [corpus]
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from datasets import disable_progress_bars, get_dataset_config_names, load_dataset


def main(folder: str = "corpus") -> None:
    """Print the number of rows of each config and split, and a few labels of the first article."""
    disable_progress_bars()
    # An absolute path: a relative one that does not exist would be looked up on the network.
    path = str(Path(folder).resolve(strict=True))
    for config in get_dataset_config_names(path):
        dataset = load_dataset(path, config)
        rows = "  ".join(f"{split} {part.num_rows:>5}" for split, part in dataset.items())
        print(f"{config:<12} {rows}")
    article = load_dataset(path, "articles", split="train")[0]
    print(f"\n{article['id']}, {article['dct']}:")
    types = load_dataset(path, "articles", split="train").features["spans"].feature["type"]
    counts = Counter(types.int2str(span["type"]) for span in article["spans"])
    print("  " + ", ".join(f"{count} × {name}" for name, count in sorted(counts.items())))
    for span in article["spans"][:5]:
        print(f"  {span['start']:>5} {span['end']:>5}  {types.int2str(span['type']):<8} {span['text']}")


if __name__ == "__main__":
    main(*sys.argv[1:])
