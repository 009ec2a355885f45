"""The dataset card: front matter that `load_dataset` reads, and a page that people read, both from the same data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

import yaml

from standoff.corpus.columns import ROWS, describe
from standoff.corpus.features import DEFAULT_CONFIG
from standoff.corpus.gold import POLICIES
from standoff.corpus.kinds import Columns
from standoff.corpus.ledger import TAG
from standoff.corpus.manifest import by_config, left_out
from standoff.corpus.metadata import UNKNOWN_LICENSE, Metadata
from standoff.corpus.shards import ShardFile
from standoff.corpus.splits import SPLITS
from standoff.corpus.views import LOSSES
from standoff.scheme import Scheme

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_SPLITTING: Final[Mapping[str, str]] = {
    "hash": "The split of an article is decided by the sha256 of its group's name, and kept by every later build, so "
    "that adding articles never moves one that was there.",
    "time": "The splits follow time: the earliest articles train, the latest test; a group is in the split of its "
    "earliest article.",
}
_NEAR: Final[Mapping[str, str]] = {
    "together": "Near-duplicates are in one group, and with that in one split.",
    "not looked for": "**Near-duplicates were not looked for**: an article and a changed copy of it can be in two "
    "splits, and a test on the one says too much of a model that was trained on the other.",
}
"""What is said of near-duplicates, by what the manifest says."""


@dataclass(frozen=True)
class CardSource:
    """Everything that a dataset card is made from.

    Parameters
    ----------
    columns
        Of every config that has rows.
    manifest
        As `standoff.corpus.manifest.make_manifest` returns it.
    """

    metadata: Metadata
    scheme: Scheme
    columns: Mapping[str, Columns]
    files: Sequence[ShardFile]
    manifest: Mapping[str, Any]

    @property
    def title(self) -> str:
        """The dataset's title."""
        return self.metadata.pretty_name or self.scheme.title


def render_card(source: CardSource) -> str:
    """Return the dataset card, which is the ``README.md`` of a corpus."""
    return f"---\n{_front_matter(source)}---\n\n{_page(source)}"


def _front_matter(source: CardSource) -> str:
    metadata, manifest = source.metadata, source.manifest
    articles = manifest["articles"]["number"]
    # In this order, and configs by name, as `datasets` and the Hub write them.
    by_name = sorted(by_config(source.files).items())
    infos = [_info(config, source.columns[config], files) for config, files in by_name]
    data = {
        "language": metadata.language,
        "license": metadata.license,
        "size_categories": next((name for limit, name in _SIZES if articles < limit), "n>1M"),
        "task_categories": ["token-classification", *(["text-classification"] if source.scheme.stance else [])],
        "pretty_name": source.title,
        "tags": [TAG, *source.scheme.spans],
        "dataset_info": infos if len(infos) > 1 else infos[0],
        "configs": [_config(config, files, manifest["configs"][config]["digest"]) for config, files in by_name],
    }
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True)


class _Dumper(yaml.SafeDumper):
    """Writes every value in full, where an alias would stand for one that is there already."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def _info(config: str, columns: Columns, files: Sequence[ShardFile]) -> dict[str, Any]:
    splits = []
    for split in SPLITS:
        shards = [file for file in files if file.split == split]
        if shards:
            nbytes, rows = sum(file.nbytes for file in shards), sum(file.rows for file in shards)
            splits.append({"name": split, "num_bytes": nbytes, "num_examples": rows})
    return {
        "config_name": config,
        "features": columns.to_yaml(),
        "splits": splits,
        "download_size": sum(file.size for file in files),
        "dataset_size": sum(file.nbytes for file in files),
    }


def _config(config: str, files: Sequence[ShardFile], digest: str) -> dict[str, Any]:
    return {
        "config_name": config,
        # load_dataset knows a dataset it has cached by this text, not by the files' content.
        "description": f"Each row is {ROWS[config]}. Content sha256: {digest}",
        "data_files": [
            {"split": split, "path": paths}
            for split in SPLITS
            if (paths := [file.path for file in files if file.split == split])
        ],
    } | ({"default": True} if config == DEFAULT_CONFIG else {})


def _page(source: CardSource) -> str:
    from jinja2 import Environment, StrictUndefined

    manifest, metadata = source.manifest, source.metadata
    # Markdown, not HTML: what comes from data goes through `cell`.
    environment = Environment(  # noqa: S701
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters["cell"] = _cell
    template = resources.files("standoff.corpus").joinpath("card.md.jinja").read_text(encoding="utf-8")
    return environment.from_string(template).render(
        title=source.title,
        summary=_summary(manifest),
        size=_size(manifest),
        plain_words=list(_plain_words(manifest)),
        meta=metadata,
        licence="not stated" if metadata.license == UNKNOWN_LICENSE else metadata.license,
        scheme=source.scheme,
        manifest=manifest,
        default_config=DEFAULT_CONFIG,
        splits=SPLITS,
        row_meaning=ROWS,
        empty=list(_empty(source)),
        features={name: list(describe(name, columns)) for name, columns in source.columns.items()},
        total=lambda kind, name: sum(manifest["splits"][split][kind][name] for split in SPLITS),
        splitting=f"{_SPLITTING[manifest['split_by']]} {_NEAR[manifest['near_duplicates']]}",
        policies=POLICIES,
        missing_articles=left_out(manifest, "articles"),
        missing_labels=left_out(manifest, "label_sets"),
        losses=[
            (config, LOSSES[name], lost)
            for config, found in manifest["configs"].items()
            for name, lost in found["losses"].items()
        ],
        number=_number,
        bibtex=bibtex(source),
    )


def _summary(manifest: Mapping[str, Any]) -> str:
    articles = manifest["articles"]
    spans = sum(sum(split["spans"].values()) for split in manifest["splits"].values())
    relations = sum(sum(split["relations"].values()) for split in manifest["splits"].values())
    return (
        f"{_number(articles['number'], 'news article')} of {articles['first_date']} to {articles['last_date']}, "
        f"{articles['labelled']:,} of them labelled: {_number(spans, 'span')} and {_number(relations, 'relation')}."
    )


def _size(manifest: Mapping[str, Any]) -> str:
    annotators = len(manifest["annotators"])
    label_sets = sum(annotator["label_sets"] for annotator in manifest["annotators"].values())
    return (
        f"There are {_number(label_sets, 'label set')} by {_number(annotators, 'annotator')}; "
        "the config `annotations` has them all, the others have one for each article, its gold."
    )


def _plain_words(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield what nobody may overlook: which articles and which labels a machine made."""
    articles = manifest["articles"]
    made_so = {origin: number for origin, number in articles["origins"].items() if "machine" in origin.lower()}
    for origin, number in made_so.items():
        yield f"{_share(number, articles['number'], 'article')} {_cell(origin)}."
    if made_so:
        yield "What a machine wrote is no source about the events that it recounts."
    annotators = manifest["annotators"].values()
    made = sum(annotator["origins"].get("machine", 0) for annotator in annotators)
    if made:
        label_sets = sum(annotator["label_sets"] for annotator in annotators)
        share = _share(made, label_sets, "label set")
        yield f"{share} machine-made: a score on them says how well a machine is imitated."


def _share(part: int, whole: int, noun: str) -> str:
    if part == whole:
        return f"All {_number(whole, noun)} are" if whole > 1 else f"The only {noun} is"
    return f"{part:,} of {_number(whole, noun)} {'is' if part == 1 else 'are'}"


def _empty(source: CardSource) -> Iterator[str]:
    for config, features in source.manifest["configs"].items():
        missing = [split for split in SPLITS if split not in features["rows"]]
        if missing:
            yield f"{', '.join(missing)} of `{config}`"


def bibtex(source: CardSource) -> str:
    """Return how the dataset is cited, as an entry of BibTeX."""
    metadata = source.metadata
    fields = {
        "title": f"{{{source.title}}}",
        "author": " and ".join(f"{{{author}}}" for author in metadata.authors),
        "year": metadata.year,
        "version": metadata.version,
        "url": metadata.repository,
        "note": f"Articles content sha256 {source.manifest['configs'][DEFAULT_CONFIG]['digest'][:12]}",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return "@misc{standoff-corpus,\n" + ",\n".join(lines) + "\n}"


def _number(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {plural or noun + 's'}"


def _cell(text: str) -> str:
    """Make a text from the data safe within a Markdown table or list."""
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
