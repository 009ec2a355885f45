"""Score threats on sentences, one a line, with the words of a threat in square brackets or without any.

A suggestion is right if it overlaps the words in brackets; 95 % intervals are bootstrapped over sentences.

    python benchmarks/threats.py tests/golden/suggest/threats_dev.txt
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from standoff.labels import estimate
from standoff.records import Article
from standoff.suggest.threats import suggest_threats


def main() -> None:
    """Print precision and recall, and with --errors the sentences that are wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--errors", action="store_true", help="show what is missed and what is no threat")
    arguments = parser.parse_args()
    lines = arguments.sentences.read_text(encoding="utf-8").splitlines()
    tallies = [tally(line, errors=arguments.errors) for line in lines if line and not line.startswith("#")]
    with_threat = sum(int(one["labelled"]) for one in tallies)
    print(f"{len(tallies)} sentences, {with_threat} with a threat")
    for name, part, whole in (("precision", "right", "suggested"), ("recall", "found", "labelled")):
        one = estimate(tallies, share(part, whole))
        print(f"{name} {100 * (one.value or 0):.1f} [{100 * (one.low or 0):.1f}, {100 * (one.high or 0):.1f}]")


def tally(line: str, *, errors: bool) -> dict[str, float]:
    """Return what was suggested, right, labelled and found in a sentence."""
    begin, end = line.find("["), line.find("]") - 1
    text = line.replace("[", "").replace("]", "")
    found = list(suggest_threats(Article("sentence", date(2021, 3, 27), text)))
    right = [one for one in found if begin >= 0 and one.start < end and begin < one.end]
    if errors and begin >= 0 and not right:
        print("missed   ", line)
    for one in found if errors else ():
        if one not in right:
            print("no threat", f"{text[: one.start]}{{{text[one.start : one.end]}}}{text[one.end :]}", one.why)
    return {"suggested": len(found), "right": len(right), "labelled": begin >= 0, "found": bool(right)}


def share(part: str, whole: str) -> Callable[[Mapping[str, float]], float | str]:
    """Return what gives the share of a part in the whole, or says why there is none."""
    return lambda total: total.get(part, 0) / total[whole] if total.get(whole) else "nothing to count"


if __name__ == "__main__":
    main()
