"""What a build writes down about itself: ``manifest.json``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from standoff import __version__
from standoff.corpus.gold import POLICIES, Gold
from standoff.corpus.items import Item
from standoff.corpus.shards import ShardFile, config_digest
from standoff.corpus.splits import SPLITS
from standoff.corpus.views import LOSSES
from standoff.errors import Finding, errors_in
from standoff.labels import LeftOut
from standoff.records import LabelSet
from standoff.scheme import Scheme

FORMAT: Final = 1
"""Version of the form of a manifest. To change the form: raise it, and let `verify` read every older one."""

# What decides the rows, or the bytes, of a corpus besides our own code.
_PACKAGES = ("datasets", "nupunkt", "pyarrow", "rensa", "sentencex")


@dataclass(frozen=True)
class Account:
    """Everything that a manifest accounts for.

    Parameters
    ----------
    split_by
        ``hash`` or ``time``.
    kept_against_rule
        How many articles are in the split of an earlier corpus that `split_by` would not give them.
    items
        The articles of every split.
    gold
        By article id, for the labelled ones.
    """

    scheme: Scheme
    split_by: str
    kept_against_rule: int
    items: Mapping[str, Sequence[Item]]
    gold: Mapping[str, Gold]
    files: Sequence[ShardFile]
    left_out_articles: Sequence[Finding]
    left_out_labels: Sequence[LeftOut]


def make_manifest(account: Account) -> dict[str, Any]:
    """Return the manifest as a JSON object; the same account gives the same object, in the same key order."""
    scheme = account.scheme
    return {
        "format": FORMAT,
        "standoff": __version__,
        "packages": {name: version(name) for name in _PACKAGES},
        "scheme": {"name": scheme.name, "version": scheme.version, "digest": scheme.digest},
        "split_by": account.split_by,
        "splits_kept_against_rule": account.kept_against_rule,
        "configs": {config: _config(files) for config, files in by_config(account.files).items()},
        "articles": _articles([item for split in SPLITS for item in account.items[split]]),
        "splits": {split: _labels(account.items[split], scheme) for split in SPLITS},
        "gold": _gold(account),
        "annotators": _annotators([item for split in SPLITS for item in account.items[split]]),
        "left_out": {
            "articles": [
                {"file": Path(finding.path).name, "line": finding.line, "why": finding.code}
                for finding in errors_in(account.left_out_articles)
            ],
            "label_sets": [
                {"article_id": left.article_id, "annotator": left.annotator, "why": left.why}
                for left in account.left_out_labels
            ],
        },
    }


def by_config(files: Iterable[ShardFile]) -> dict[str, list[ShardFile]]:
    """Return the files of every config, in their order."""
    found: dict[str, list[ShardFile]] = {}
    for file in files:
        found.setdefault(file.config, []).append(file)
    return found


def _config(files: Sequence[ShardFile]) -> dict[str, Any]:
    losses = sum((Counter(file.losses) for file in files), Counter[str]())
    return {
        "digest": config_digest((file.split, file.digest) for file in files),
        "rows": {split: rows for split in SPLITS if (rows := sum(f.rows for f in files if f.split == split))},
        "losses": {name: losses[name] for name in LOSSES if losses[name]},
        "files": [
            {
                "path": file.path,
                "rows": file.rows,
                "bytes": file.size,
                "sha256": file.sha256,
                "digest": file.digest,
            }
            for file in files
        ],
    }


def _articles(items: Sequence[Item]) -> dict[str, Any]:
    members = Counter(item.group for item in items)
    days = sorted(item.article.dct for item in items)
    return {
        "number": len(items),
        "labelled": sum(item.gold is not None for item in items),
        "origins": _sorted(Counter(item.article.origin for item in items)),
        "first_date": days[0].isoformat(),
        "last_date": days[-1].isoformat(),
        "groups": len(members),
        "groups_of_several": sum(number > 1 for number in members.values()),
    }


def _labels(items: Sequence[Item], scheme: Scheme) -> dict[str, Any]:
    labelled = [item.gold for item in items if item.gold is not None]
    return {"articles": len(items), "labelled": len(labelled)} | _label_counts(labelled, scheme)


def _label_counts(label_sets: Iterable[LabelSet], scheme: Scheme) -> dict[str, Any]:
    label_sets = list(label_sets)
    spans = Counter(span.type for labels in label_sets for span in labels.spans)
    relations = Counter(relation.type for labels in label_sets for relation in labels.relations)
    return {
        "spans": {name: spans[name] for name in scheme.spans},
        "relations": {name: relations[name] for name in scheme.relations},
    }


def _gold(account: Account) -> dict[str, Any]:
    passes = {item.article.id: len(item.label_sets) for split in SPLITS for item in account.items[split]}
    policies = Counter(gold.policy for gold in account.gold.values())
    decided = [gold.labels.adjudication for gold in account.gold.values()]
    incomplete = sorted(article_id for article_id, gold in account.gold.items() if gold.incomplete)
    return {
        "articles": {policy: policies[policy] for policy in POLICIES if policies[policy]},
        "adjudicated_by": _sorted(Counter(found.policy for found in decided if found)),
        "open_labels": sum(found.open for found in decided if found),
        "several_passes_not_adjudicated": sum(
            passes[article_id] > 1 and gold.policy != "adjudicated" for article_id, gold in account.gold.items()
        ),
        **({"incomplete": incomplete} if incomplete else {}),
    }


def _annotators(items: Sequence[Item]) -> dict[str, Any]:
    by_annotator: dict[str, list[LabelSet]] = {}
    for item in items:
        for labels in item.label_sets:
            by_annotator.setdefault(labels.annotator, []).append(labels)
    gold = Counter(item.annotator for item in items)
    return {
        name: {
            "origins": _sorted(Counter(labels.origin for labels in found)),
            "tools": sorted({labels.tool for labels in found if labels.tool}),
            "label_sets": len(found),
            "gold": gold[name],
            "spans": _sorted(Counter(span.type for labels in found for span in labels.spans)),
            "relations": _sorted(Counter(relation.type for labels in found for relation in labels.relations)),
        }
        for name, found in sorted(by_annotator.items())
    }


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items()))
