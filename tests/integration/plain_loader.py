"""Load every config and split of a corpus, in map style and streaming, and print the features and rows as JSON.

Runs in an environment that has `datasets` alone, of a version from 2.21 on.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from typing import Any

from datasets import ClassLabel, Value, get_dataset_config_names, load_dataset


def described(feature: Any) -> Any:
    """Say what a feature is in words that do not depend on the version of `datasets`."""
    if isinstance(feature, ClassLabel):
        return {"classes": feature.names}
    if isinstance(feature, Value):
        return feature.dtype
    if isinstance(feature, dict):
        return {name: described(part) for name, part in feature.items()}
    # Before 4.0 a list is that of its one feature, and `Sequence` would turn lists of structs inside out.
    (item,) = feature if isinstance(feature, list) else [feature.feature]
    assert type(feature).__name__ in ("list", "List"), feature
    return [described(item)]


def main(corpus: str) -> None:
    assert importlib.util.find_spec("standoff") is None, "standoff must not be installed here"
    loaded: dict[str, Any] = {"default": {split: part.num_rows for split, part in load_dataset(corpus).items()}}
    for config in get_dataset_config_names(corpus):
        whole = load_dataset(corpus, config)
        streamed = load_dataset(corpus, config, streaming=True)
        loaded[config] = {
            split: {
                "features": described(part.features),
                "streamed_features": described(streamed[split].features),
                "rows": list(part),
                "streamed_rows": list(streamed[split]),
                "split_alone": load_dataset(corpus, config, split=split).num_rows,
            }
            for split, part in whole.items()
        }
    json.dump(loaded, sys.stdout, default=lambda value: value.isoformat())


if __name__ == "__main__":
    main(sys.argv[1])
