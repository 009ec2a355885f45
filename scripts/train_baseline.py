"""Train and evaluate the stance baseline on a built corpus: the command `standoff train` as a script.

Usage: python scripts/train_baseline.py [--corpus corpus] [--out models/stance] [--json]
"""

from __future__ import annotations

import sys

from standoff.cli import main

if __name__ == "__main__":
    main(["train", *sys.argv[1:]])
