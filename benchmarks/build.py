"""Measure what a build costs, as ratios of CPU time in one run beside the barest way to the same Parquet files.

text       seed files: a loop that only reads, hashes and writes them, a build of all configs, one that looks for no
           near-duplicates, one of the config `articles` alone, the sketches for near-duplicates alone, and
           `load_dataset("text", sample_by="document")`
lines      JSON Lines and a label file: pyarrow's own JSON → Parquet of one file with both, a build of all configs, one
           of the config `articles` alone, and `Dataset.from_generator(features=...)` of that config
workers    the text build in two processes, and the verification of what it made
again      the text build with 100 articles more: first with ids that come last, then with ids here and there

Articles are made up from the sentences in seeds/ and their labels, or taken from the JSON Lines named by --news (id,
date, text), whose labels are made up. Linux only: processes are waited for as a subreaper, so that all CPU time counts.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from standoff.labels import LabelStore
from standoff.records import Article, LabelSet, Span, to_json
from standoff.scheme import load_scheme

SCHEME = load_scheme()
ROOT = Path(__file__).parents[1]
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
SENTENCES = 14
COPIES = 0.02
"""Share of articles that are another one with a sentence more."""
SPANS = 5
_NUMBER = re.compile(r"\d+")
_SUBREAPER = 36
_BEFORE = "before-"
_MADE = "number.txt"
"""Says, in a folder of articles, how many there are; it comes last."""


@dataclass(frozen=True)
class Cost:
    """CPU and wall time in seconds, and the largest memory of the process and of those that it started in MB."""

    cpu: float
    memory: float
    workers: float
    wall: float


def main() -> None:
    """Make the input, run every way once, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000, help="how many are made up")
    parser.add_argument("--news", type=Path, help="JSON Lines of real articles instead")
    parser.add_argument("--only", action="append", choices=[*PARTS, *STEPS], help="a part, or a step")
    parser.add_argument("--folder", type=Path, help="where the files go; a temporary folder where none is named")
    parser.add_argument("--input", type=Path, help="a folder that keeps the articles, for another run to use again")
    parser.add_argument("--step", nargs=2, metavar=("NAME", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        name, place = arguments.step
        (BEFORE[name.removeprefix(_BEFORE)] if name.startswith(_BEFORE) else STEPS[name])(Path(place))
        return
    steps = [step for part in arguments.only or PARTS for step in PARTS.get(part, [part])]
    if arguments.input and {*PARTS["again"]} & {*steps}:
        parser.error("text-later and text-again add articles: leave out --input")
    ctypes.CDLL(None).prctl(_SUBREAPER, 1)
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        folder = Path(name)
        labelled = bool(arguments.input) or any(step.startswith("lines") for step in steps)
        if arguments.input and (arguments.input / _MADE).exists():
            number = int((arguments.input / _MADE).read_text())
        else:
            place = arguments.input or folder
            number = make_input(place, arguments.articles, arguments.news, labelled=labelled)
            (place / _MADE).write_text(str(number))
        for path in arguments.input.iterdir() if arguments.input else ():
            (folder / path.name).symlink_to(path.absolute())
        print(f"{number:,} articles, {(folder / 'news.jsonl').stat().st_size / number:,.0f} bytes each\n", flush=True)
        costs: dict[str, Cost] = {}
        for step in steps:
            costs[step] = cost = measure(step, folder)
            memory = f"{cost.memory:.0f} MB" + (f", others {cost.workers:.0f} MB" if cost.workers else "")
            each = cost.cpu / number * 1e6
            print(f"{step:16} {cost.cpu:8.1f} s CPU {each:7.0f} us each {cost.wall:8.1f} s  {memory}", flush=True)
        print()
        for ours, other in RATIOS:
            if ours in costs and other in costs:
                print(f"{ours} / {other}: {costs[ours].cpu / costs[other].cpu:.2f}")


def measure(name: str, folder: Path) -> Cost:
    """Run a step in a process of its own, and wait for all that it started."""
    if name in BEFORE:
        subprocess.run([sys.executable, __file__, "--step", f"{_BEFORE}{name}", str(folder)], check=True)
    begin = time.monotonic()
    environment = os.environ | {"HF_HOME": str(folder / "hf"), "HF_HUB_OFFLINE": "1"}
    process = subprocess.Popen([sys.executable, __file__, "--step", name, str(folder)], env=environment)
    cpu = memory = workers = 0.0
    while True:
        try:
            pid, status, usage = os.wait4(-1, 0)
        except ChildProcessError:
            break
        cpu += usage.ru_utime + usage.ru_stime
        if pid == process.pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            memory = usage.ru_maxrss / 1024
        else:
            workers = max(workers, usage.ru_maxrss / 1024)
    if process.returncode:
        sys.exit(f"{name} failed")
    return Cost(cpu, memory, workers, time.monotonic() - begin)


def make_input(folder: Path, number: int, news: Path | None, *, labelled: bool = True) -> int:
    """Write the same articles as seed files, and as JSON Lines; if `labelled`, with labels beside them and within, too.

    Returns how many there are.
    """
    (folder / "seeds").mkdir(parents=True)
    (folder / "labels" / "annotations").mkdir(parents=True)
    source = real_articles(news) if news else made_up(number)
    with (
        (folder / "news.jsonl").open("wb") as plain,
        (folder / "both.jsonl").open("wb") as both,
        LabelStore(folder / "labels").path("maker").open("wb") as labels,
    ):
        count = -1
        for count, (article, spans) in enumerate(source):
            day = article.dct.isoformat()
            place = folder / "seeds" / f"{count // 10_000:03d}"
            place.mkdir(exist_ok=True)
            (place / f"{article.id}.txt").write_text(f"date {day} {article.text}\n", encoding="utf-8")
            row = {"id": article.id, "date": day, "text": article.text}
            plain.write(orjson.dumps(row) + b"\n")
            if not labelled:
                continue
            label_set = to_json(
                LabelSet(
                    article.id, article.sha256, SCHEME.name, SCHEME.version, "maker", "machine", NOON, NOON, spans=spans
                )
            )
            both.write(orjson.dumps(row | {"labels": label_set}) + b"\n")
            labels.write(orjson.dumps(label_set) + b"\n")
    return count + 1


def made_up(number: int) -> Iterator[tuple[Article, tuple[Span, ...]]]:
    """Yield articles of sentences from seeds/, with other numbers, and the labels that those have."""
    import pyarrow.parquet as pq

    pool = [
        (row["text"], [(span["type"], span["start"], span["end"], span) for span in row["spans"]])
        for path in sorted((ROOT / "corpus" / "data" / "sentences").glob("*.parquet"))
        for row in pq.read_table(path).to_pylist()
    ]
    random_ = random.Random(1)
    width = len(str(number))
    earlier: tuple[str, tuple[Span, ...]] = ("", ())
    for count in range(number):
        if earlier[0] and random_.random() < COPIES:
            text, spans = f"{earlier[0]} It was said again on day {count}.", earlier[1]
        else:
            text, spans = _compose(random_, pool, count)
        earlier = text, spans
        yield Article(f"a{count:0{width}d}", date(2015, 1, 1) + timedelta(count % 3650), text), spans


def _compose(random_: random.Random, pool: list[tuple[str, list[Any]]], count: int) -> tuple[str, tuple[Span, ...]]:
    pieces: list[str] = []
    spans: list[Span] = []
    length = 0
    for place, (text, labels) in enumerate(random_.choices(pool, k=SENTENCES)):
        changed = _NUMBER.sub(lambda match: str(random_.randrange(10 ** len(match[0]))).zfill(len(match[0])), text)
        for type_, start, end, _ in labels if len(spans) < SPANS else ():
            name = list(SCHEME.spans)[type_]
            spans.append(Span(f"s{len(spans)}", name, length + start, length + end, _attributes(name)))
        pieces.append(changed)
        separator = "\n\n" if place % 3 == 2 else " "
        pieces.append(separator)
        length += len(changed) + len(separator)
    text = "".join(pieces).strip() + f" No. {count}."
    return text, tuple(spans)


def _attributes(type_: str) -> dict[str, str]:
    values = {}
    for name, attribute in SCHEME.spans[type_].attributes.items():
        if attribute.kind == "choice":
            values[name] = next(iter(attribute.values))
        elif attribute.required:
            values[name] = "2021" if attribute.kind == "timex3" else "talks"
    return values


def real_articles(path: Path) -> Iterator[tuple[Article, tuple[Span, ...]]]:
    """Yield the articles of a file, each with its first words as labels."""
    with path.open("rb") as file:
        for line in file:
            row = orjson.loads(line)
            text = row["text"].strip().replace("\r\n", "\n").replace("\r", "\n")
            words = [match.span() for match in re.finditer(r"\w+", text)][:SPANS]
            spans = [Span(f"s{place}", "actor", *extent, _attributes("actor")) for place, extent in enumerate(words)]
            yield Article(str(row["id"]), date.fromisoformat(row["date"][:10]), text), tuple(spans)


def text_floor(folder: Path) -> None:
    """Read every file, hash it, and write Parquet: nothing else."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    pa.set_cpu_count(1)
    schema = pa.schema({"id": pa.string(), "text": pa.string(), "sha256": pa.string()})
    with pq.ParquetWriter(folder / "floor.parquet", schema, compression="zstd") as writer:
        rows: list[tuple[str, str, str]] = []

        def flush() -> None:
            writer.write_table(pa.table(dict(zip(schema.names, zip(*rows, strict=True), strict=True)), schema=schema))
            rows.clear()

        for parent, _, names in os.walk(folder / "seeds"):
            for name in sorted(names):
                with open(f"{parent}/{name}", "rb") as file:  # noqa: PTH123 - the barest way
                    data = file.read()
                rows.append((name[:-4], data.decode(), hashlib.sha256(data).hexdigest()))
                if len(rows) == 10_000:
                    flush()
        if rows:
            flush()


def text_load_dataset(folder: Path) -> None:
    """Let `datasets` read the files, one row a file."""
    from datasets import load_dataset

    # The builder of that name; a folder beside the script is not looked at.
    os.chdir(folder)
    load_dataset("text", data_files=str(folder / "seeds" / "*" / "*.txt"), sample_by="document", split="train")


def build(folder: Path, name: str, *more: str, workers: int = 1) -> None:
    """Run a build with all its configs, from nothing."""
    from standoff.cli import main as standoff

    os.chdir(folder)
    arguments = ["build", "--corpus", name, "--workers", str(workers), *more]
    standoff(arguments, standalone_mode=False)


def text_build(folder: Path) -> None:
    """Build from seed files."""
    build(folder, "text", "--labels", "none")


def text_plain(folder: Path) -> None:
    """Build from seed files without the search for near-duplicates."""
    build(folder, "plain", "--labels", "none", "--no-near-duplicates")


def text_articles(folder: Path) -> None:
    """Build the config `articles` alone."""
    build(folder, "bare", "--labels", "none", "--configs", "articles")


def text_sketches(folder: Path) -> None:
    """Make the sketches of all texts, which the search for near-duplicates needs."""
    from standoff.corpus.sketches import sketch

    texts: list[str] = []
    with (folder / "news.jsonl").open("rb") as file:
        for line in file:
            texts.append(orjson.loads(line)["text"])
            if len(texts) == 250:
                sketch(texts)
                texts.clear()
    sketch(texts)


def text_two_workers(folder: Path) -> None:
    """Build from seed files in two processes."""
    build(folder, "two", "--labels", "none", workers=2)


def text_verify(folder: Path) -> None:
    """Verify what the build in two processes made."""
    from standoff.cli import main as standoff

    os.chdir(folder)
    standoff(["verify", "two"], standalone_mode=False)


def text_again(folder: Path) -> None:
    """Build again after articles were added."""
    build(folder, "text", "--labels", "none")


def add_here_and_there(folder: Path) -> None:
    """Add 100 seed files."""
    random_ = random.Random(2)
    places = sorted((folder / "seeds").glob("*/*.txt"))
    for number, (article, _) in enumerate(made_up(100)):
        beside = random_.choice(places)
        text = f"date 2026-01-01 {article.text[::-1]}"
        beside.with_name(f"{beside.stem}x{number}.txt").write_text(text, encoding="utf-8")


def add_at_the_end(folder: Path) -> None:
    """Add 100 seed files whose ids come last, as those of news do."""
    for number, (article, _) in enumerate(made_up(100)):
        text = f"date 2026-01-01 {article.text[::-1].upper()}"
        (folder / "seeds" / f"z{number:03d}.txt").write_text(text, encoding="utf-8")


def lines_floor(folder: Path) -> None:
    """Let pyarrow turn JSON Lines with labels within into Parquet."""
    import pyarrow as pa
    import pyarrow.json as pj
    import pyarrow.parquet as pq

    pa.set_cpu_count(1)
    with (
        pj.open_json(folder / "both.jsonl", pj.ReadOptions(use_threads=False, block_size=8 << 20)) as reader,
        pq.ParquetWriter(folder / "lines.parquet", reader.schema, compression="zstd") as writer,
    ):
        for batch in reader:
            writer.write_batch(batch)


def lines_build(folder: Path) -> None:
    """Build from JSON Lines and a label file."""
    build(folder, "lines", "--seeds", "none", "--articles", "news.jsonl")


def lines_articles(folder: Path) -> None:
    """Build the config `articles` alone, of JSON Lines and a label file."""
    build(folder, "lines-bare", "--seeds", "none", "--articles", "news.jsonl", "--configs", "articles")


def lines_from_generator(folder: Path) -> None:
    """Let `datasets` make the articles config from Python objects."""
    from datasets import Dataset

    from standoff.corpus.features import corpus_features

    features = corpus_features(SCHEME)["articles"]
    names = list(features["spans"].feature)

    def rows() -> Iterator[dict[str, Any]]:
        with (folder / "both.jsonl").open("rb") as file:
            for line in file:
                row = orjson.loads(line)
                text, labels = row["text"], row["labels"]
                spans = []
                for span in labels["spans"]:
                    value = dict.fromkeys(names) | {key: span[key] for key in ("id", "type", "start", "end")}
                    value["text"] = text[span["start"] : span["end"]]
                    value |= {f"{span['type']}_{key}": found for key, found in span["attributes"].items()}
                    spans.append(value)
                yield {
                    **dict.fromkeys(features),
                    "id": row["id"],
                    "dct": date.fromisoformat(row["date"]),
                    "text": text,
                    "sha256": labels["sha256"],
                    "group": row["id"],
                    "annotator": labels["annotator"],
                    "spans": spans,
                    "relations": [],
                }

    Dataset.from_generator(rows, features=features, cache_dir=str(folder / "generated"))


STEPS: dict[str, Callable[[Path], None]] = {
    "text-floor": text_floor,
    "text-build": text_build,
    "text-plain": text_plain,
    "text-articles": text_articles,
    "text-sketches": text_sketches,
    "text-datasets": text_load_dataset,
    "lines-floor": lines_floor,
    "lines-build": lines_build,
    "lines-articles": lines_articles,
    "lines-datasets": lines_from_generator,
    "text-two": text_two_workers,
    "text-verify": text_verify,
    "text-later": text_again,
    "text-again": text_again,
}
BEFORE: dict[str, Callable[[Path], None]] = {"text-later": add_at_the_end, "text-again": add_here_and_there}
"""What is done before a step, in another process, so that it does not count."""
PARTS = {
    "text": ["text-floor", "text-build", "text-plain", "text-articles", "text-sketches", "text-datasets"],
    "lines": ["lines-floor", "lines-build", "lines-articles", "lines-datasets"],
    "workers": ["text-two", "text-verify"],
    "again": ["text-later", "text-again"],
}
RATIOS = [
    ("text-build", "text-floor"),
    ("text-plain", "text-floor"),
    ("text-articles", "text-floor"),
    ("text-datasets", "text-build"),
    ("text-datasets", "text-plain"),
    ("lines-build", "lines-floor"),
    ("lines-articles", "lines-floor"),
    ("lines-datasets", "lines-articles"),
    ("text-two", "text-build"),
    ("text-verify", "text-two"),
    ("text-later", "text-build"),
    ("text-again", "text-build"),
]

if __name__ == "__main__":
    main()
