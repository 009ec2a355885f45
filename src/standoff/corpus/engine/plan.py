"""Planning a build: every chunk of the input indexed, every article placed, every label set joined; no text kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from standoff.articles.chunks import Chunk, cut
from standoff.articles.listing import InputFile
from standoff.articles.reading import no_articles
from standoff.corpus.engine.cache import Cache
from standoff.corpus.engine.catalogue import Catalogue, Source, make_catalogue
from standoff.corpus.engine.converting import ShardSpec
from standoff.corpus.engine.golding import GoldAccount, choose
from standoff.corpus.engine.indexing import Indexed, IndexSpec, index_chunk
from standoff.corpus.engine.joining import LabelTable, check_specs, join
from standoff.corpus.engine.labelling import LabelChunk, ReadSpec, check_labels, cut_labels, read_labels
from standoff.corpus.engine.lean import give_memory_back
from standoff.corpus.engine.log import Log
from standoff.corpus.engine.placing import Placing, cut_shards, place_articles
from standoff.corpus.engine.running import Runner, in_order
from standoff.corpus.ledger import Standing, read_standing
from standoff.corpus.splits import SPLITS, Fractions
from standoff.errors import Finding, FindingsError, MissingError, StandoffError
from standoff.labels import LabelStore
from standoff.scheme import Scheme

S = TypeVar("S")
R = TypeVar("R")
Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, the number of articles, or of other parts, that are done, and of all where known."""


@dataclass(frozen=True)
class PlanSource:
    """What a build is planned from; the parameters are those of `standoff.corpus.build`."""

    scheme: Scheme
    files: Iterable[InputFile | Finding]
    labels: LabelStore
    corpus: Path
    gold: str
    fractions: Fractions
    fresh_splits: bool
    by_time: bool
    near_duplicates: bool
    shard_articles: int
    language: str
    configs: tuple[str, ...]


@dataclass(frozen=True)
class BuildPlan:
    """A build that is yet to be done.

    Parameters
    ----------
    use
        What each label set is to the corpus.
    shards
        For each split, the numbers of the articles of its shards.
    article_log, label_log
        What is wrong with articles and labels, or worth knowing.
    used
        The files in the cache that it goes by.
    """

    source: PlanSource
    cache: Cache
    catalogue: Catalogue
    standing: Standing
    placing: Placing
    labels: LabelTable
    use: NDArray[np.uint8]
    gold: GoldAccount
    shards: tuple[tuple[int, list[NDArray[np.int64]]], ...]
    article_log: Log
    label_log: Log
    used: tuple[str, ...]

    def specs(self) -> Iterator[ShardSpec]:
        """Yield what each shard is made from, in the order of splits and shards."""
        for split, shards in self.shards:
            for index, numbers in enumerate(shards):
                yield self._spec(SPLITS[split], index, len(shards), numbers)

    def _spec(self, split: str, index: int, count: int, numbers: NDArray[np.int64]) -> ShardSpec:
        catalogue, labels = self.catalogue, self.labels
        packs, pack = np.unique(catalogue.chunk[numbers], return_inverse=True)
        rows, owner = self._labels_of(numbers)
        stored, place = np.unique(labels.chunk[rows], return_inverse=True)
        return ShardSpec(
            corpus=self.source.corpus,
            cache=self.cache.root,
            split=split,
            index=index,
            count=count,
            scheme=self.source.scheme,
            language=self.source.language,
            configs=self.source.configs,
            packs=tuple(str(catalogue.packs[number]) for number in packs.tolist()),
            pack=pack.astype(np.int32),
            offset=catalogue.offset[numbers],
            size=catalogue.size[numbers],
            record=catalogue.record[numbers],
            groups=tuple(self.placing.names.take(self.placing.group[numbers]).to_pylist()),
            stored=tuple(labels.stored[number] for number in stored.tolist()),
            labels=np.stack([owner, place, labels.row[rows], self.use[rows]], axis=1, dtype=np.int64),
            digest=labels.digest[rows],
        )

    def _labels_of(self, numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the rows of the label sets that go with some articles, and the place of each one's article there."""
        first = np.searchsorted(self.labels.article, numbers, "left")
        last = np.searchsorted(self.labels.article, numbers, "right")
        owner = np.repeat(np.arange(len(numbers)), last - first)
        rows = np.arange(len(owner)) - np.repeat(np.cumsum(last - first) - last, last - first)
        used = self.use[rows] > 0
        return rows[used], owner[used]

    def group_counts(self) -> tuple[int, int]:
        """Return the number of groups, and of those with more than one article."""
        members = np.bincount(self.placing.group)
        return int(np.sum(members > 0)), int(np.sum(members > 1))

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong with the input, or worth knowing."""
        for log in (self.article_log, self.label_log, self._bridges()):
            yield from log.findings
            yield from log.rest()

    def _bridges(self) -> Log:
        log = Log()
        if not self.placing.bridges:
            return log
        there = self.standing.find(self.catalogue.ids, self.catalogue.sha256)
        for number, others in sorted(self.placing.bridges.items()):
            names = sorted(
                (self.catalogue.ids[other].as_py(), SPLITS[self.standing.split[there[other]]]) for other in others
            )
            known = ", ".join(f"{name} ({split})" for name, split in names)
            log.add(
                Finding(
                    "near-two-splits",
                    f"article {self.catalogue.ids[number].as_py()!r} is a near-duplicate of articles in different "
                    f"splits: {known}",
                    hint="remove one of them, or assign all splits anew with --fresh-splits",
                    severity="warning",
                )
            )
        return log


def plan_build(source: PlanSource, cache: Cache, runner: Runner, progress: Progress) -> BuildPlan:
    """Read and check all input, and plan what is to be built of it.

    Raises
    ------
    FindingsError
        If there is no article.
    MissingError
        If nobody called `source.gold` has labelled an article.
    """
    log = Log()
    chunks = _index(source, cache, runner, log, progress)
    catalogue, twice = make_catalogue(cache, chunks)
    log.extend(twice)
    if not len(catalogue):
        raise FindingsError("there is no article to build a corpus from", [*log.findings, *log.rest()])
    label_log = Log()
    labels, used = _labels(source, cache, runner, catalogue, label_log, progress)
    there = [labels.annotators[number] for number in np.unique(labels.annotator[labels.annotator >= 0]).tolist()]
    if source.gold and source.gold not in there:
        hint = f"there are labels by: {', '.join(there) or 'nobody'}"
        raise MissingError(f"no article is labelled by {source.gold!r}", hint=hint)
    use, gold = choose(labels, catalogue, source.gold, source.labels.gold_path, label_log)
    standing = read_standing(source.corpus, fresh=source.fresh_splits)
    give_memory_back()
    placing = place_articles(
        catalogue,
        standing,
        source.fractions,
        by_time=source.by_time,
        near_duplicates=source.near_duplicates,
        progress=lambda done, total: progress("group", done, total),
    )
    give_memory_back()
    return BuildPlan(
        source=source,
        cache=cache,
        catalogue=catalogue,
        standing=standing,
        placing=placing,
        labels=labels,
        use=use,
        gold=gold,
        shards=tuple(cut_shards(catalogue, placing, source.shard_articles)),
        article_log=log,
        label_log=label_log,
        used=(*(f"{found.key}.{kind}" for _, found in chunks for kind in ("arrow", "npy", "pack")), *used),
    )


def _index(
    source: PlanSource, cache: Cache, runner: Runner, log: Log, progress: Progress
) -> list[tuple[Source, Indexed]]:
    """Index all chunks, and log what is wrong with the articles in the order of the input."""
    order: list[Source | Finding] = []
    done = 0

    def specs() -> Iterator[IndexSpec]:
        for item in cut(source.files):
            order.append(Source.of(item) if isinstance(item, Chunk) else item)
            if isinstance(item, Chunk):
                yield IndexSpec(item, cache.root, source.near_duplicates)

    def count(found: Indexed) -> None:
        nonlocal done
        done += found.articles
        progress("read", done, None)

    results = iter(in_order(runner.run(index_chunk, specs()), count))
    chunks: list[tuple[Source, Indexed]] = []
    for item in order:
        if isinstance(item, Finding):
            log.add(item)
        else:
            found = next(results)
            chunks.append((item, found))
            paths = item.paths if found.log.findings else []
            log.merge(found.log.placed(paths))
    log.extend(_empty_files(chunks))
    return chunks


def _empty_files(chunks: Iterable[tuple[Source, Indexed]]) -> Iterator[Finding]:
    """Yield a warning about every file, other than a seed file, in which nothing stands."""
    there: dict[str, bool] = {}
    for chunk, found in chunks:
        if chunk.kind != "seed":
            path = chunk.paths[0]
            there[path] = there.get(path, False) or bool(found.articles or found.log.counts)
    yield from (no_articles(path) for path, is_something in there.items() if not is_something)


def _labels(
    source: PlanSource, cache: Cache, runner: Runner, catalogue: Catalogue, log: Log, progress: Progress
) -> tuple[LabelTable, list[str]]:
    """Return the label sets that go with articles, and the files in the cache that say so."""
    chunks: list[LabelChunk] = []
    paths = source.labels.files()
    if not paths:
        hint = "if there are labels elsewhere, name their folder with --labels"
        message = "there are no labels to put into the corpus"
        log.add(Finding("no-labels", message, str(source.labels.root), hint=hint, severity="warning"))
    for path in paths:
        try:
            chunks += cut_labels(path, Path())
        except StandoffError as error:
            log.add(Finding("unreadable", error.message, str(path)))
    read = in_order(runner.run(read_labels, (ReadSpec(chunk, cache.root) for chunk in chunks)))
    specs = check_specs(cache, list(zip(chunks, read, strict=True)), catalogue, source.scheme)
    results = runner.run(check_labels, specs)
    done = 0

    def count(_found: object) -> None:
        nonlocal done
        done += 1
        progress("check labels", done, len(chunks))

    checked = in_order(results, count)
    joined = join(cache, source.labels, list(zip(chunks, read, checked, strict=True)), catalogue, log)
    return joined, [*(labels.name for labels in read), *(f"{found.key}.check" for found in checked)]
