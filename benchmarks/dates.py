"""Score the date tagger on a file of annotated articles, by the measures of TempEval-3 task A (UzZaman et al. 2013).

FILE is JSON Lines: ``id``, ``dct`` (YYYY-MM-DD…), ``text``, and ``spans`` of ``start``, ``end`` (code points),
``type``, ``value``.

strict F1   an expression is found if its extent is exactly that of a gold one
relaxed F1  an expression is found if it overlaps a gold one; each counts once
value F1    as relaxed, but only those count that have the gold value; type F1 likewise

--part scores the quarter of the articles that is held back while rules are written (those whose id has a sha256 that
begins with a byte divisible by four), or the rest, which they are developed on.

--growth tags, instead of a file, rows of words that the grammar knows, drawn at random or repeated, and says how many
times as long a million characters take as a quarter of a million: 4 if time is linear in the length.

Intervals are 95 % percentiles of a bootstrap over articles. Speed is CPU time of one process, all taggers in one run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

Found = tuple[int, int, str, str]
Tagger = Callable[[str, date], list[Found]]

PARTS = ("held-back", "development")
LENGTHS = (250_000, 1_000_000)
REPEATED = ("one ", "twenty ", "and a ", "1", "1,", "1.", "May 1, ", "two days, ", "the early ", "of the ", "'", "\n ")

MEASURES = ("strict", "relaxed", "type", "value")
RESAMPLES = 1000


@dataclass(frozen=True)
class Counts:
    """What one article adds to the scores: expressions, and those that each measure counts as found."""

    gold: int
    found: int
    strict: int
    relaxed: int
    type: int
    value: int


def main() -> None:
    """Print a table of scores and speeds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--part", choices=PARTS)
    parser.add_argument("--growth", action="store_true", help="measure how time grows with the length of a text")
    parser.add_argument("--peers", action="store_true", help="run the peers that are installed too")
    parser.add_argument("--errors", action="store_true", help="list what ours missed, invented or resolved otherwise")
    arguments = parser.parse_args()
    if arguments.growth:
        growth()
        return
    if arguments.file is None:
        parser.error("name a FILE, or use --growth")
    articles = [json.loads(line) for line in arguments.file.read_text(encoding="utf-8").splitlines()]
    articles = [article for article in articles if arguments.part in (None, part_of(article))]
    taggers = {"standoff": standoff()} | (installed_peers() if arguments.peers else {})
    print(f"{len(articles)} articles, {sum(len(a['spans']) for a in articles)} expressions")
    print(f"{'tagger':18}" + "".join(f"{measure + ' F1':>22}" for measure in MEASURES) + f"{'kB/s':>9}")
    for name, tagger in taggers.items():
        tagger("Warm up on Monday.", date(2021, 3, 27))
        began = time.process_time()
        answers = [tagger(article["text"], day_of(article)) for article in articles]
        seconds = time.process_time() - began
        counts = [compare(article["spans"], answer) for article, answer in zip(articles, answers, strict=True)]
        speed = sum(len(article["text"].encode()) for article in articles) / 1000 / seconds
        print(f"{name:18}" + "".join(f"{cell(counts, measure):>22}" for measure in MEASURES) + f"{speed:9,.1f}")
        if arguments.errors and name == "standoff":
            for article, answer in zip(articles, answers, strict=True):
                print("\n".join(errors(article, answer)))


def part_of(article: dict[str, Any]) -> str:
    """Return the part that an article belongs to."""
    return PARTS[hashlib.sha256(article["id"].encode()).digest()[0] % 4 > 0]


def growth() -> None:
    """Print how the time that tagging takes grows with the length of a text."""
    from standoff.dates import find

    texts = {"words at random": random_words(max(LENGTHS))}
    texts |= {repr(words): words * (max(LENGTHS) // len(words)) for words in REPEATED}
    print(f"{'text':20}" + "".join(f"{length:>14,} chars" for length in LENGTHS) + f"{'times':>8}")
    for name, text in texts.items():
        seconds = []
        for length in LENGTHS:
            began = time.process_time()
            find(text[:length], date(2021, 3, 27))
            seconds.append(time.process_time() - began)
        print(f"{name:20}" + "".join(f"{one:18.2f} s" for one in seconds) + f"{seconds[-1] / seconds[0]:8.1f}")


def random_words(length: int) -> str:
    """Return words that the grammar knows, numbers and marks at random, `length` characters of them."""
    from standoff.dates.grammar import grammar
    from standoff.dates.vocabulary import SHAPES

    marks = ", . - ( 's $5 10:30 2021-05-01 5/1/21 1990s '98 said".split()  # noqa: SIM905
    numbers = [str(number) for number in range(0, 3000, 7)]
    known = [word for word in grammar().vocabulary.symbols if word not in SHAPES]
    words = random.Random(1).choices([*known, *numbers, *marks, "\n\n"], k=length // 2)
    return " ".join(words)[:length]


def day_of(article: dict[str, Any]) -> date:
    """Return the document creation time as a day."""
    return datetime.fromisoformat(article["dct"]).date()


def pairs(gold: Sequence[dict[str, Any]], found: Sequence[Found]) -> list[tuple[dict[str, Any], Found]]:
    """Return gold and found expressions that overlap, each at most once, exact ones first."""
    candidates = [(g, f) for g in gold for f in found if g["start"] < f[1] and f[0] < g["end"]]
    candidates.sort(key=lambda pair: (pair[0]["start"], pair[0]["end"]) != pair[1][:2])
    taken: set[int] = set()
    chosen = []
    for one, other in candidates:
        if id(one) not in taken and id(other) not in taken:
            taken |= {id(one), id(other)}
            chosen.append((one, other))
    return chosen


def compare(gold: Sequence[dict[str, Any]], found: Sequence[Found]) -> Counts:
    """Compare the expressions of one article."""
    matched = pairs(gold, found)
    return Counts(
        gold=len(gold),
        found=len(found),
        strict=sum((g["start"], g["end"]) == f[:2] for g, f in matched),
        relaxed=len(matched),
        type=sum(g["type"] == f[2] for g, f in matched),
        value=sum(g["value"] == f[3] for g, f in matched),
    )


def f1(counts: Sequence[Counts], measure: str) -> float:
    """Return a measure over articles together, in percent."""
    possible = sum(c.gold + c.found for c in counts)
    return 200 * sum(getattr(c, measure) for c in counts) / possible if possible else 0.0


def cell(counts: Sequence[Counts], measure: str) -> str:
    """Return a measure with its interval."""
    generator = random.Random(1)
    samples = sorted(f1(generator.choices(counts, k=len(counts)), measure) for _ in range(RESAMPLES))
    low, high = samples[int(0.025 * RESAMPLES)], samples[int(0.975 * RESAMPLES)]
    return f"{f1(counts, measure):.1f} [{low:.1f}, {high:.1f}]"


def errors(article: dict[str, Any], found: Sequence[Found]) -> Iterator[str]:
    """Describe every expression on which gold and tagger differ."""
    text, matched = article["text"], pairs(article["spans"], found)
    rows: list[tuple[dict[str, Any] | None, Found | None]] = [
        (g, f) for g, f in matched if (g["start"], g["end"], g["type"], g["value"]) != f
    ]
    rows += [(g, None) for g in article["spans"] if not any(g is m for m, _ in matched)]
    rows += [(None, f) for f in found if not any(f is m for _, m in matched)]
    for gold, answer in rows:
        expected = (gold["start"], gold["end"], gold["type"], gold["value"]) if gold else None
        spans = [span for span in (expected, answer) if span]
        start, end = min(span[0] for span in spans), max(span[1] for span in spans)
        around = " ".join(f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 25]}".split())
        shown = [f"{span[2]} {span[3]} {text[span[0] : span[1]]!r}" if span else "-" for span in (expected, answer)]
        yield " | ".join((f"{article['id']} {article['dct'][:10]}", *shown, around))


def standoff() -> Tagger:
    """Return our tagger."""
    from standoff.dates import find

    return lambda text, dct: [(t.start, t.end, t.type, t.value) for t in find(text, dct)]


def dateparser() -> Tagger:
    """Return the search of dateparser."""
    from dateparser.search import search_dates  # type: ignore[import-untyped, import-not-found, unused-ignore]

    def tag(text: str, dct: date) -> list[Found]:
        settings = {"RELATIVE_BASE": noon(dct)}
        found, position = [], 0
        for words, time_ in search_dates(text, languages=["en"], settings=settings) or []:
            start = text.find(words, position)
            if start >= 0:
                position = start + len(words)
                found.append((start, position, "DATE", time_.date().isoformat()))
        return found

    return tag


def parsedatetime() -> Tagger:
    """Return parsedatetime."""
    import parsedatetime as pdt  # type: ignore[import-untyped, import-not-found, unused-ignore]

    calendar = pdt.Calendar()

    def tag(text: str, dct: date) -> list[Found]:
        return [
            (start, end, "DATE", value.date().isoformat())
            if flag == 1
            else (start, end, "TIME", value.strftime("%Y-%m-%dT%H:%M"))
            for value, flag, start, end, _ in calendar.nlp(text, noon(dct)) or ()
        ]

    return tag


def recognizers() -> Tagger:
    """Return Microsoft's recognizers-text; of an ambiguous day the past one."""
    from recognizers_date_time import (  # type: ignore[import-untyped, import-not-found, unused-ignore]
        Culture,
        DateTimeRecognizer,
    )

    model = DateTimeRecognizer(Culture.English).get_datetime_model()
    types = {"duration": "DURATION", "set": "SET", "time": "TIME", "datetime": "TIME", "timerange": "TIME"}

    def tag(text: str, dct: date) -> list[Found]:
        found = []
        for result in model.parse(text, noon(dct)):
            kind = result.type_name.rpartition(".")[2]
            past = ((result.resolution or {}).get("values") or [{}])[0]
            timex = past.get("timex", "")
            value = past.get("value", timex) if kind in ("date", "datetime") else re.sub(r"^\((.*?),.*", r"\1", timex)
            found.append((result.start, result.end + 1, types.get(kind, "DATE"), value.replace(" ", "T")[:16]))
        return found

    return tag


def noon(day: date) -> datetime:
    """Return the middle of a day; the peers know no time zones."""
    return datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001


def installed_peers() -> dict[str, Tagger]:
    """Return those peers that are installed."""
    peers = {}
    for name, make in (("dateparser", dateparser), ("parsedatetime", parsedatetime), ("recognizers-text", recognizers)):
        try:
            peers[name] = make()
        except ImportError:
            print(f"{name} is not installed")
    return peers


if __name__ == "__main__":
    main()
