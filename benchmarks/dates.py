"""Score the date tagger on a file of annotated articles, by the measures of TempEval-3 task A (UzZaman et al. 2013).

FILE is JSON Lines: ``id``, ``dct`` (YYYY-MM-DD…), ``text``, ``spans`` of ``start``, ``end``, ``type``, ``value`` (code points).

strict F1   an expression is found if its extent is exactly that of the gold one
relaxed F1  an expression is found if it overlaps a gold one; each counts once
value F1    relaxed F1 times the share of the found ones that have the gold value

Intervals are 95 % percentiles of a bootstrap over articles. Speed is CPU time of one process, all taggers in one run.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

Found = tuple[int, int, str, str]
Tagger = Callable[[str, date], list[Found]]

_RESAMPLES = 1000


@dataclass(frozen=True)
class Counts:
    """What one article adds to the scores."""

    gold: int
    found: int
    exact: int
    overlapping: int
    right_type: int
    right_value: int


@dataclass(frozen=True)
class Scores:
    """F1 in percent."""

    strict: float
    relaxed: float
    type: float
    value: float


def main() -> None:
    """Print a table of scores and speeds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--peers", action="store_true", help="run the peers that are installed too")
    parser.add_argument("--errors", action="store_true", help="list what ours missed, invented or resolved otherwise")
    arguments = parser.parse_args()
    articles = [json.loads(line) for line in arguments.file.read_text(encoding="utf-8").splitlines()]
    taggers = {"standoff": standoff()}
    if arguments.peers:
        taggers |= {name: tagger for name, make in PEERS.items() if (tagger := installed(make))}
    print(f"{len(articles)} articles, {sum(len(a['spans']) for a in articles)} expressions")
    print(f"{'tagger':26}{'strict F1':>20}{'relaxed F1':>20}{'type F1':>20}{'value F1':>20}{'kB/s':>9}")
    for name, tagger in taggers.items():
        tagger("Warm up on Monday.", date(2021, 3, 27))
        began = time.process_time()
        answers = [tagger(article["text"], day_of(article)) for article in articles]
        seconds = time.process_time() - began
        counts = [count(article["spans"], answer) for article, answer in zip(articles, answers, strict=True)]
        speed = sum(len(article["text"].encode()) for article in articles) / 1000 / seconds
        print(f"{name:26}" + "".join(f"{cell:>20}" for cell in cells(counts)) + f"{speed:9,.1f}")
        if arguments.errors and name == "standoff":
            for article, answer in zip(articles, answers, strict=True):
                show_errors(article, answer)


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


def count(gold: Sequence[dict[str, Any]], found: Sequence[Found]) -> Counts:
    """Compare the expressions of one article."""
    matched = pairs(gold, found)
    return Counts(
        gold=len(gold),
        found=len(found),
        exact=sum((g["start"], g["end"]) == f[:2] for g, f in matched),
        overlapping=len(matched),
        right_type=sum(g["type"] == f[2] for g, f in matched),
        right_value=sum(g["value"] == f[3] for g, f in matched),
    )


def scores(counts: Sequence[Counts]) -> Scores:
    """Return the scores of articles together."""
    possible = sum(c.gold + c.found for c in counts)

    def f1(name: str) -> float:
        return 200 * sum(getattr(c, name) for c in counts) / possible if possible else 0.0

    return Scores(f1("exact"), f1("overlapping"), f1("right_type"), f1("right_value"))


def cells(counts: Sequence[Counts]) -> list[str]:
    """Return the scores with their intervals."""
    generator = random.Random(1)
    resampled = [scores(generator.choices(counts, k=len(counts))) for _ in range(_RESAMPLES)]
    whole = scores(counts)
    texts = []
    for name in ("strict", "relaxed", "type", "value"):
        values = sorted(getattr(sample, name) for sample in resampled)
        low, high = values[int(0.025 * _RESAMPLES)], values[int(0.975 * _RESAMPLES)]
        texts.append(f"{getattr(whole, name):.1f} [{low:.1f}, {high:.1f}]")
    return texts


def show_errors(article: dict[str, Any], found: Sequence[Found]) -> None:
    """Print every expression on which gold and tagger differ."""
    text = article["text"]
    matched = pairs(article["spans"], found)
    rows = [(g, f) for g, f in matched if (g["start"], g["end"]) != f[:2] or g["value"] != f[3] or g["type"] != f[2]]
    rows += [(g, None) for g in article["spans"] if not any(g is m for m, _ in matched)]
    rows += [(None, f) for f in found if not any(f is m for _, m in matched)]
    for gold, answer in sorted(rows, key=lambda row: row[0]["start"] if row[0] else row[1][0]):
        start, end = (gold["start"], gold["end"]) if gold else answer[:2]
        if gold and answer:
            start, end = min(start, answer[0]), max(end, answer[1])
        around = " ".join(f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 25]}".split())
        expected = f"{gold['type']} {gold['value']} {text[gold['start'] : gold['end']]!r}" if gold else "-"
        given = f"{answer[2]} {answer[3]} {text[answer[0] : answer[1]]!r}" if answer else "-"
        print(f"{article['id']} {article['dct'][:10]} | {expected} | {given} | {around}")


def standoff() -> Tagger:
    """Return our tagger."""
    from standoff.dates import find

    return lambda text, dct: [(t.start, t.end, t.type, t.value) for t in find(text, dct)]


def dateparser() -> Tagger:
    """Return the search of dateparser."""
    from dateparser.search import search_dates

    def tag(text: str, dct: date) -> list[Found]:
        settings = {"RELATIVE_BASE": datetime(dct.year, dct.month, dct.day)}
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
    import parsedatetime as pdt

    calendar = pdt.Calendar()

    def tag(text: str, dct: date) -> list[Found]:
        base = datetime(dct.year, dct.month, dct.day)
        found = calendar.nlp(text, base) or ()
        types = {1: "DATE", 2: "TIME", 3: "TIME"}
        return [
            (start, end, types[flag], value.date().isoformat() if flag == 1 else value.strftime("%Y-%m-%dT%H:%M"))
            for value, flag, start, end, _ in found
        ]

    return tag


def recognizers() -> Tagger:
    """Return Microsoft's recognizers-text."""
    from recognizers_date_time import Culture, DateTimeRecognizer

    model = DateTimeRecognizer(Culture.English).get_datetime_model()

    def tag(text: str, dct: date) -> list[Found]:
        base = datetime(dct.year, dct.month, dct.day)
        found = []
        for result in model.parse(text, base):
            kind = result.type_name.rpartition(".")[2]
            values = (result.resolution or {}).get("values") or [{}]
            type_ = {"duration": "DURATION", "set": "SET", "time": "TIME", "datetime": "TIME", "timerange": "TIME"}
            past = values[0]
            found.append((result.start, result.end + 1, type_.get(kind, "DATE"), past.get("timex") or past.get("value", "")))
        return found

    return tag


def installed(make: Callable[[], Tagger]) -> Tagger | None:
    """Return a peer, or None where it is not installed."""
    try:
        return make()
    except ImportError:
        return None


PEERS: dict[str, Callable[[], Tagger]] = {
    "dateparser": dateparser,
    "parsedatetime": parsedatetime,
    "recognizers-text": recognizers,
}

if __name__ == "__main__":
    main()
