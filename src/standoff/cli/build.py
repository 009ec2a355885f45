"""``standoff build``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from standoff.cli.common import (
    count,
    exit_on_errors,
    findings_json,
    json_option,
    print_json,
    progress,
    scheme_option,
    show_findings,
)
from standoff.scheme import Scheme

if TYPE_CHECKING:
    from standoff.corpus import Dask, InProcess, Pool

_UNITS = {"group": "band", "check labels": "part"}


_CONFIGS = ("articles", "sentences", "tokens", "stance", "annotations")


def _configs(_context: click.Context, _parameter: click.Parameter, names: str | None) -> tuple[str, ...]:
    found = _CONFIGS if names is None else tuple(name.strip() for name in names.split(","))
    unknown = [name for name in found if name not in _CONFIGS]
    if unknown:
        raise click.BadParameter(f"no config {', '.join(unknown)}; there are: {', '.join(_CONFIGS)}")
    return found


@click.command()
@click.option(
    "--seeds", default="seeds", show_default=True, type=click.Path(path_type=Path), help="Folder of articles."
)
@click.option(
    "--articles",
    multiple=True,
    metavar="PATH",
    type=click.Path(exists=True, path_type=Path),
    help="Another file or folder of articles; may be given several times.",
)
@click.option("--labels", default="labels", show_default=True, type=click.Path(path_type=Path), help="The label store.")
@click.option("--corpus", default="corpus", show_default=True, type=click.Path(path_type=Path), help="Folder to build.")
@scheme_option
@click.option("--gold", default="", metavar="NAME", help="The annotator whose labels are gold wherever there are some.")
@click.option(
    "--fresh-splits", is_flag=True, help="Assign all splits anew, instead of keeping those of the old corpus."
)
@click.option("--split-by-time", is_flag=True, help="The earliest articles train, the latest test.")
@click.option(
    "--no-near-duplicates",
    is_flag=True,
    help="Do not look for near-duplicates, where you know that there are none: it saves about a fifth of the CPU time "
    "of a build of text files, and nothing keeps changed copies in one split.",
)
@click.option(
    "--configs",
    metavar="NAMES",
    callback=_configs,
    help="Make these configs only, such as articles,sentences; articles is always made.  [default: all]",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that work on this machine.  [default: as many as there are cores, where there is enough to do]",
)
@click.option("--scheduler", default="", metavar="ADDRESS", help="Work on the Dask cluster with this scheduler.")
@click.option("--dask", is_flag=True, help="Work on the Dask cluster that DASK_SCHEDULER_ADDRESS names.")
@click.option(
    "--work",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of intermediate files, kept for the next build; may be deleted.  [default: .standoff/build/CORPUS]",
)
@json_option
def command(
    seeds: Path,
    articles: tuple[Path, ...],
    labels: Path,
    corpus: Path,
    scheme: Scheme,
    gold: str,
    *,
    fresh_splits: bool,
    split_by_time: bool,
    no_near_duplicates: bool,
    configs: tuple[str, ...],
    workers: int | None,
    scheduler: str,
    dask: bool,
    work: Path | None,
    as_json: bool,
) -> None:
    """Build the dataset from articles and labels.

    An earlier dataset in the folder is replaced at once: whoever reads it sees the old one or the new one, even if the
    build is killed. Its articles keep their splits. A faulty article or label set is left out and named, and the rest
    is built.

    What has not changed since the last build is not made again, and a build that was killed goes on where it was. The
    result is the same, byte by byte, whatever works on it: this process, several, or a Dask cluster whose workers see
    the same folders.

    \b
        standoff build
        standoff build --articles more/news.jsonl
        standoff build --articles news/ --workers 8
        standoff build --articles news/ --scheduler tcp://10.0.0.5:8786
        python -c 'from datasets import load_dataset; print(load_dataset("corpus"))'
    """
    # Read when Arrow is loaded, here and in the workers: its own allocator keeps 40 MB more of a build.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    from standoff.corpus import build
    from standoff.corpus.engine.lean import without_pandas
    from standoff.corpus.manifest import left_out

    without_pandas()
    if (dask or scheduler) and workers:
        raise click.UsageError("a cluster has its own workers: leave out --workers, or --scheduler and --dask")
    with _stages() as report, _runner(workers, scheduler, dask=dask) as runner:
        result = build(
            scheme=scheme,
            seeds=seeds,
            articles=articles,
            labels=labels,
            corpus=corpus,
            gold=gold,
            fresh_splits=fresh_splits,
            by_time=split_by_time,
            near_duplicates=not no_near_duplicates,
            configs=configs,
            work=work,
            runner=runner,
            progress=report,
        )
    if as_json:
        print_json({"manifest": result.manifest, "findings": findings_json(result.findings)})
    else:
        show_findings(result.findings)
        click.echo("\n".join(_table(result.manifest)))
        click.echo(
            f"{corpus}: {count(result.manifest['articles']['number'], 'article')}, "
            f"{result.manifest['articles']['labelled']:,} labelled; left out: "
            f"{count(left_out(result.manifest, 'articles'), 'article')}, "
            f"{count(left_out(result.manifest, 'label_sets'), 'label set')}"
        )
    exit_on_errors(result.findings)


def _runner(workers: int | None, scheduler: str, *, dask: bool) -> Dask | Pool | InProcess:
    from standoff.corpus import Dask, InProcess, Pool
    from standoff.corpus.engine.running import cores

    if dask or scheduler:
        return Dask(scheduler)
    number = workers or cores()
    return Pool(number) if number > 1 else InProcess()


@contextmanager
def _stages() -> Iterator[Callable[[str, int, int | None], None]]:
    """Show a progress bar for each stage of a build."""
    with ExitStack() as stack:
        shown: dict[str, Callable[[int, int | None], None]] = {}

        def report(stage: str, done: int, total: int | None) -> None:
            if stage not in shown:
                stack.close()
                shown[stage] = stack.enter_context(progress(stage, _UNITS.get(stage, "article")))
            shown[stage](done, total)

        yield report


def _table(manifest: Mapping[str, Any]) -> list[str]:
    """Return the number of rows of every config and split as lines of a table."""
    splits = list(manifest["splits"])
    rows = [["config", *splits]]
    for config, found in manifest["configs"].items():
        rows.append([config, *(f"{found['rows'].get(split, 0):,}" for split in splits)])
    widths = [max(len(row[column]) for row in rows) for column in range(len(splits) + 1)]
    return [
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    ]
