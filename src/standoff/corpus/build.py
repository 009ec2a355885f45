"""The build: articles and labels in, a dataset out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from standoff.articles import read_articles
from standoff.corpus.card import CardSource, render_card
from standoff.corpus.commit import commit, only_build
from standoff.corpus.croissant import render_croissant
from standoff.corpus.features import corpus_features
from standoff.corpus.gold import Gold, check_complete, choose_gold
from standoff.corpus.groups import Grouping, Place, group_articles
from standoff.corpus.items import Item
from standoff.corpus.ledger import check_replaceable, read_places
from standoff.corpus.manifest import Account, by_config, make_manifest
from standoff.corpus.metadata import read_metadata
from standoff.corpus.shards import ShardFile, ShardSpec, convert_shard
from standoff.corpus.splits import SPLITS, Fractions, split_by_hash, split_by_time
from standoff.errors import Finding, FindingsError, MissingError
from standoff.labels import Joined, LabelStore, join_labels
from standoff.records import Article, LabelSet
from standoff.scheme import Scheme

Progress = Callable[[int, int | None], None]
"""Called with the number of articles that are done, and of all."""

_SHARD_ARTICLES = 10_000


@dataclass(frozen=True)
class Build:
    """What a build made.

    Parameters
    ----------
    manifest
        The content of its ``manifest.json``.
    findings
        What was wrong with the articles and labels, and what is worth knowing about the result.
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
    shard_articles: int = _SHARD_ARTICLES,
    progress: Progress = lambda _done, _total: None,
) -> Build:
    """Build the corpus and put it in the place of an earlier one.

    It is a function of the articles, the labels, the scheme and, for the splits, of the earlier corpus: the same inputs
    give the same content and, under the same versions, the same bytes. A faulty article or label set is left out,
    counted and named.

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
    shard_articles
        How many articles a Parquet file has at most.

    Raises
    ------
    FindingsError
        If there is no article at all, or the metadata has faults.
    InputError
        If there is something in the folder `corpus` that no build of ours made in the place of the card, or an earlier
        corpus cannot be read, or the folder cannot be written.
    MissingError
        If nobody called `gold` has labelled an article.
    ConflictError
        If another build is at work on the same folder.
    """
    metadata = read_metadata(seeds)
    reading = read_articles([*([seeds] if seeds.exists() or not articles else []), *articles])
    if not reading.articles:
        raise FindingsError("there is no article to build a corpus from", reading.findings)
    joined = join_labels(LabelStore(labels), scheme, reading.articles)
    chosen = _choose_gold(joined, gold)
    check_replaceable(corpus)
    with only_build(corpus):
        places = {} if fresh_splits else read_places(corpus, reading.articles)
        grouping = group_articles(reading.articles, places)
        rule = _rule(reading.articles, grouping.groups, fractions or Fractions(), by_time=by_time)
        splits = rule if by_time else rule | {place.group: place.split for place in places.values()}
        items = _items(reading.articles, grouping.groups, splits, joined.label_sets, chosen, metadata.language)
        files = _convert(list(_specs(corpus, items, scheme, shard_articles)), len(reading.articles), progress)
        manifest = make_manifest(
            Account(
                scheme=scheme,
                split_by="time" if by_time else "hash",
                kept_against_rule=sum(splits[group] != rule[group] for group in grouping.groups.values()),
                items=items,
                gold=chosen,
                files=files,
                left_out_articles=reading.findings,
                left_out_labels=joined.left_out,
            )
        )
        features = {name: found for name, found in corpus_features(scheme).items() if name in manifest["configs"]}
        source = CardSource(metadata, scheme, features, files, manifest)
        paths = [file.path for file in files]
        commit(corpus, render_card(source), manifest, paths, croissant=render_croissant(source))
    unlabelled = () if LabelStore(labels).files() else (_no_labels(labels),)
    findings = (
        *reading.findings,
        *unlabelled,
        *joined.findings,
        *check_complete(chosen, LabelStore(labels).gold_path),
        *_remarks(grouping, places, files, scheme),
    )
    return Build(corpus, manifest, findings)


def _choose_gold(joined: Joined, annotator: str) -> dict[str, Gold]:
    names = sorted({labels.annotator for labels in joined.label_sets})
    if annotator and annotator not in names:
        raise MissingError(
            f"no article is labelled by {annotator!r}", hint=f"there are labels by: {', '.join(names) or 'nobody'}"
        )
    return choose_gold(joined.label_sets, joined.adjudicated, annotator=annotator)


def _rule(
    articles: Sequence[Article], groups: Mapping[str, str], fractions: Fractions, *, by_time: bool
) -> dict[str, str]:
    """Return the split that every group would have if there had been no corpus before."""
    if by_time:
        return split_by_time(articles, groups, fractions)
    return {group: split_by_hash(group, fractions) for group in groups.values()}


def _items(
    articles: Sequence[Article],
    groups: Mapping[str, str],
    splits: Mapping[str, str],
    label_sets: Sequence[LabelSet],
    gold: Mapping[str, Gold],
    language: str,
) -> dict[str, tuple[Item, ...]]:
    """Return the articles of every split, in the order of their ids."""
    by_article: dict[str, list[LabelSet]] = {}
    for labels in label_sets:
        by_article.setdefault(labels.article_id, []).append(labels)
    items: dict[str, list[Item]] = {split: [] for split in SPLITS}
    for article in articles:
        chosen = gold.get(article.id)
        items[splits[groups[article.id]]].append(
            Item(
                article,
                groups[article.id],
                chosen.labels if chosen else None,
                tuple(by_article.get(article.id, ())),
                language,
            )
        )
    return {split: tuple(found) for split, found in items.items()}


def _specs(
    corpus: Path, items: Mapping[str, Sequence[Item]], scheme: Scheme, shard_articles: int
) -> Iterator[ShardSpec]:
    for split, found in items.items():
        pieces = [found[first : first + shard_articles] for first in range(0, len(found), shard_articles)]
        for index, piece in enumerate(pieces):
            yield ShardSpec(corpus, split, index, len(pieces), tuple(piece), scheme)


def _convert(specs: Sequence[ShardSpec], articles: int, progress: Progress) -> list[ShardFile]:
    """Convert all shards; the files come in the order of configs, splits and shards."""
    files: list[ShardFile] = []
    done = 0
    progress(done, articles)
    for spec in specs:
        files += convert_shard(spec)
        done += len(spec.items)
        progress(done, articles)
    return [file for found in by_config(files).values() for file in found]


def _no_labels(labels: Path) -> Finding:
    hint = "if there are labels elsewhere, name their folder with --labels"
    return Finding(
        "no-labels", "there are no labels to put into the corpus", str(labels), hint=hint, severity="warning"
    )


def _remarks(
    grouping: Grouping, places: Mapping[str, Place], files: Sequence[ShardFile], scheme: Scheme
) -> Iterator[Finding]:
    """Yield what the user should know about the result."""
    for article_id, neighbours in grouping.bridges.items():
        known = ", ".join(f"{neighbour} ({places[neighbour].split})" for neighbour in neighbours)
        yield Finding(
            "near-two-splits",
            f"article {article_id!r} is a near-duplicate of articles in different splits: {known}",
            hint="remove one of them, or assign all splits anew with --fresh-splits",
            severity="warning",
        )
    there = {(file.config, file.split) for file in files}
    for config in corpus_features(scheme):
        missing = [split for split in SPLITS if (config, split) not in there]
        if missing:
            message = f"config {config!r} has no rows in {', '.join(missing)}"
            yield Finding(
                "empty-split",
                f"{message}; load_dataset cannot open {'it' if len(missing) == len(SPLITS) else 'such a split'}",
                severity="warning",
            )
