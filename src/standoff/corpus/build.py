"""The build: articles and labels in, a dataset out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from standoff.articles.listing import list_files
from standoff.corpus.card import CardSource, render_card
from standoff.corpus.commit import commit, only_build
from standoff.corpus.croissant import render_croissant
from standoff.corpus.engine.cache import Cache
from standoff.corpus.engine.converting import Shard, convert_shard
from standoff.corpus.engine.counting import add_up
from standoff.corpus.engine.plan import BuildPlan, PlanSource, Progress, plan_build
from standoff.corpus.engine.running import InProcess, Runner, in_order
from standoff.corpus.features import DEFAULT_CONFIG, corpus_columns
from standoff.corpus.layout import CONFIGS
from standoff.corpus.ledger import check_replaceable
from standoff.corpus.manifest import Account, by_config, make_manifest
from standoff.corpus.metadata import read_metadata
from standoff.corpus.shards import ShardFile
from standoff.corpus.splits import SPLITS, Fractions
from standoff.errors import Finding
from standoff.labels import LabelStore
from standoff.scheme import Scheme

SHARD_ARTICLES = 3000
"""So many articles a shard has at most; on average it is about half."""


@dataclass(frozen=True)
class Build:
    """What a build made.

    Parameters
    ----------
    manifest
        The content of its ``manifest.json``.
    findings
        What was wrong with the articles and labels, and what is worth knowing about the result; of a kind that there
        is too much of, the first thousand, and how many there are more.
    """

    corpus: Path
    manifest: Mapping[str, Any]
    findings: tuple[Finding, ...]


def build(
    *,
    scheme: Scheme,
    seeds: Path = Path("seeds"),
    articles: Sequence[Path] = (),
    labels: Path = Path("labels"),
    corpus: Path = Path("corpus"),
    gold: str = "",
    fractions: Fractions | None = None,
    fresh_splits: bool = False,
    by_time: bool = False,
    near_duplicates: bool = True,
    configs: Sequence[str] = CONFIGS,
    shard_articles: int = SHARD_ARTICLES,
    work: Path | None = None,
    runner: Runner | None = None,
    progress: Progress = lambda _stage, _done, _total: None,
) -> Build:
    """Build the corpus and put it in the place of an earlier one.

    It is a function of the articles, the labels, the scheme and, for the splits, of the earlier corpus: the same inputs
    give the same content and, under the same versions, the same bytes, whatever runs it. A faulty article or label set
    is left out, counted and named.

    Parameters
    ----------
    seeds
        Folder of articles that may also have a ``dataset.yaml``; may be missing if `articles` are given.
    articles
        Further files and folders of articles.
    gold
        The annotator whose labels are gold wherever there are some.
    fresh_splits
        Assign all groups and splits anew, instead of keeping those of the earlier corpus.
    by_time
        Split by time instead of by hash.
    near_duplicates
        Look for near-duplicates, and keep them in one split. Where it is known that there are none, looking costs a
        good part of a build for nothing; the card and the manifest say that nobody looked.
    configs
        Which configs the corpus has; `articles` always is one.
    shard_articles
        How many articles a Parquet file has at most.
    work
        Folder of what is kept for the next build, which can be deleted; where none is given, below ``.standoff``
        beside the corpus.
    runner
        What runs the pieces; this process where none is given.

    Raises
    ------
    FindingsError
        If there is no article at all, or the metadata has faults.
    InputError
        If there is something in the folder `corpus` that no build of ours made in the place of the card, or an earlier
        corpus cannot be read, or a folder cannot be written, or an input changes or vanishes during the build. What was
        there before is kept.
    MissingError
        If nobody called `gold` has labelled an article.
    ConflictError
        If another build is at work on the same folder.
    """
    metadata = read_metadata(seeds)
    cache = Cache(work.absolute()) if work else Cache.beside(corpus)
    runner = runner or InProcess()
    check_replaceable(corpus)
    with cache.locked():
        runner.check([Path.cwd(), cache.root])
        plan = plan_build(
            PlanSource(
                scheme=scheme,
                files=list_files([*([seeds] if seeds.exists() or not articles else []), *articles]),
                labels=LabelStore(labels),
                corpus=corpus.absolute(),
                gold=gold,
                fractions=fractions or Fractions(),
                fresh_splits=fresh_splits,
                by_time=by_time,
                near_duplicates=near_duplicates,
                shard_articles=shard_articles,
                language=metadata.language,
                configs=tuple(config for config in CONFIGS if config in {DEFAULT_CONFIG, *configs}),
            ),
            cache,
            runner,
            progress,
        )
        with only_build(corpus):
            shards = _convert(plan, runner, progress)
            by_name = by_config(file for shard in shards for file in shard.files)
            files = [file for config in CONFIGS for file in by_name.get(config, ())]
            manifest = make_manifest(_account(plan, scheme, shards, files, by_time=by_time))
            columns = {name: found for name, found in corpus_columns(scheme).items() if name in manifest["configs"]}
            source = CardSource(metadata, scheme, columns, files, manifest)
            paths = [file.path for file in files]
            commit(corpus, render_card(source), manifest, paths, croissant=render_croissant(source))
        cache.keep_only([*plan.used, *(f"{shard.key}.shard" for shard in shards)])
    return Build(corpus, manifest, (*plan.findings(), *_empty_splits(files, plan.source)))


def _convert(plan: BuildPlan, runner: Runner, progress: Progress) -> list[Shard]:
    """Convert all shards; they come in the order of splits and shards."""
    done, total = 0, len(plan.catalogue)
    progress("convert", 0, total)

    def count(shard: Shard) -> None:
        nonlocal done
        done += shard.articles
        progress("convert", done, total)

    return in_order(runner.run(convert_shard, plan.specs()), count)


def _account(
    plan: BuildPlan, scheme: Scheme, shards: Sequence[Shard], files: Sequence[ShardFile], *, by_time: bool
) -> Account:
    by_split: dict[str, list[Mapping[str, Any]]] = {split: [] for split in SPLITS}
    for shard in shards:
        by_split[shard.files[0].split].append(shard.counts)
    groups, several = plan.group_counts()
    return Account(
        scheme=scheme,
        split_by="time" if by_time else "hash",
        near_duplicates=plan.source.near_duplicates,
        kept_against_rule=plan.placing.kept_against_rule,
        counts={split: add_up(found) for split, found in by_split.items() if found},
        groups=groups,
        groups_of_several=several,
        gold=plan.gold.to_json(),
        files=files,
        left_out_articles=plan.article_log.findings,
        left_out_labels=plan.labels.left_out,
        articles_by=plan.article_log.errors(),
        labels_by=plan.labels.left_out_by,
    )


def _empty_splits(files: Sequence[ShardFile], source: PlanSource) -> list[Finding]:
    """Return a warning about every config that has a split without rows."""
    there = {(file.config, file.split) for file in files}
    findings = []
    for config in [config for config in corpus_columns(source.scheme) if config in source.configs]:
        missing = [split for split in SPLITS if (config, split) not in there]
        if missing:
            message = f"config {config!r} has no rows in {', '.join(missing)}"
            which = "it" if len(missing) == len(SPLITS) else "such a split"
            findings.append(Finding("empty-split", f"{message}; load_dataset cannot open {which}", severity="warning"))
    return findings
