"""What a build writes down about itself: ``manifest.json``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from standoff import __version__
from standoff.corpus.engine.counting import add_up
from standoff.corpus.shards import ShardFile, config_digest
from standoff.corpus.splits import SPLITS
from standoff.corpus.views import LOSSES
from standoff.errors import Finding, errors_in
from standoff.labels import LeftOut
from standoff.scheme import Scheme

FORMAT: Final = 1
"""Version of the form of a manifest. To change the form: raise it, and let `verify` read every older one."""

# What decides the rows, or the bytes, of a corpus besides our own code.
_PACKAGES = ("nupunkt", "pyarrow", "rensa", "sentencex")


@dataclass(frozen=True)
class Account:
    """Everything that a manifest accounts for.

    Parameters
    ----------
    split_by
        ``hash`` or ``time``.
    near_duplicates
        Whether they were looked for.
    kept_against_rule
        How many articles are in the split of an earlier corpus that `split_by` would not give them.
    counts
        For each split, what was counted in its articles (see `standoff.corpus.engine.counting`).
    groups, groups_of_several
        How many groups of near-duplicates there are, and how many of them have more than one article.
    gold
        How gold was chosen.
    left_out_articles
        Faults of articles, the first of each kind.
    left_out_labels
        Label sets that could not be used, the first of each kind.
    articles_by, labels_by
        How many faults there are of each kind, by code.
    """

    scheme: Scheme
    split_by: str
    near_duplicates: bool
    kept_against_rule: int
    counts: Mapping[str, Mapping[str, Any]]
    groups: int
    groups_of_several: int
    gold: Mapping[str, Any]
    files: Sequence[ShardFile]
    left_out_articles: Sequence[Finding]
    left_out_labels: Sequence[LeftOut]
    articles_by: Mapping[str, int]
    labels_by: Mapping[str, int]


def make_manifest(account: Account) -> dict[str, Any]:
    """Return the manifest as a JSON object; the same account gives the same object, in the same key order."""
    scheme = account.scheme
    total = add_up(account.counts.values())
    errors = errors_in(account.left_out_articles)
    return {
        "format": FORMAT,
        "standoff": __version__,
        "packages": {name: version(name) for name in _PACKAGES},
        "scheme": {"name": scheme.name, "version": scheme.version, "digest": scheme.digest},
        "split_by": account.split_by,
        "near_duplicates": "together" if account.near_duplicates else "not looked for",
        "splits_kept_against_rule": account.kept_against_rule,
        "configs": {config: _config(files) for config, files in by_config(account.files).items()},
        "articles": {
            "number": total["articles"],
            "labelled": total["labelled"],
            "origins": _sorted(total["origins"]),
            "first_date": total["first_date"],
            "last_date": total["last_date"],
            "groups": account.groups,
            "groups_of_several": account.groups_of_several,
        },
        "splits": {split: _labels(account.counts.get(split, {}), scheme) for split in SPLITS},
        "gold": dict(account.gold),
        "annotators": {
            name: {
                "origins": _sorted(found["origins"]),
                "tools": sorted(found["tools"]),
                "label_sets": found["label_sets"],
                "gold": total["gold"].get(name, 0),
                "spans": _sorted(found["spans"]),
                "relations": _sorted(found["relations"]),
            }
            for name, found in sorted(total["annotators"].items())
        },
        "left_out": {
            "articles": [
                {"file": Path(finding.path).name, "line": finding.line, "why": finding.code} for finding in errors
            ],
            "label_sets": [
                {"article_id": left.article_id, "annotator": left.annotator, "why": left.why}
                for left in account.left_out_labels
            ],
            **_not_listed(
                articles=Counter(account.articles_by) - Counter(finding.code for finding in errors),
                label_sets=Counter(account.labels_by) - Counter(left.why for left in account.left_out_labels),
            ),
        },
    }


def _not_listed(**counts: Counter[str]) -> dict[str, Any]:
    """Return how many more were left out than are listed, by the code of the fault, where there are any."""
    found = {name: _sorted(count) for name, count in counts.items() if count}
    return {"not_listed": found} if found else {}


def left_out(manifest: Mapping[str, Any], kind: str) -> int:
    """Return how many articles or label sets (``articles``, ``label_sets``) were left out, listed or not."""
    found = manifest["left_out"]
    not_listed: Mapping[str, int] = found.get("not_listed", {}).get(kind, {})
    return len(found[kind]) + sum(not_listed.values())


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


def _labels(counts: Mapping[str, Any], scheme: Scheme) -> dict[str, Any]:
    spans, relations = counts.get("spans", {}), counts.get("relations", {})
    return {
        "articles": counts.get("articles", 0),
        "labelled": counts.get("labelled", 0),
        "spans": {name: spans.get(name, 0) for name in scheme.spans},
        "relations": {name: relations.get(name, 0) for name in scheme.relations},
    }


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items()))
