"""Build the dataset from articles and labels: the command `standoff build` as a script.

Usage: python scripts/build_corpus.py [--seeds seeds] [--articles PATH]... [--labels labels] [--corpus corpus] [--json]
"""

from __future__ import annotations

import sys

from standoff.cli import main

if __name__ == "__main__":
    main(["build", *sys.argv[1:]])
