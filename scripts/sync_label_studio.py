"""Bring a project in Label Studio and the folders here up to date: the commands of `standoff studio` as a script.

Sends the articles that the server lacks, brings its annotations into the label store, then shows what still differs.
Ends with the worst exit code of the three: 1 faults in articles, 3 labels changed on both sides, 4 the server failed.

Usage: python scripts/sync_label_studio.py [ARTICLES]... [--project TITLE] [--scheme NAME|FILE] [--labels PATH]
"""

from __future__ import annotations

import sys

from standoff.cli import main

if __name__ == "__main__":
    codes = []
    for name in ("push", "pull", "status"):
        try:
            main(["studio", name, *sys.argv[1:]])
        except SystemExit as end:
            codes.append(end.code if isinstance(end.code, int) else 1)
    sys.exit(max(codes))
