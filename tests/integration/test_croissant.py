"""What mlcroissant, the reference reader, makes of our Croissant metadata."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import filelock

from tests.integration.conftest import NEWEST, ROOT, Load, loader_python

LOADER = Path(__file__).with_name("croissant_loader.py")


def by_mlcroissant(corpus: Path, folder: Path) -> Any:
    """Read all records in the environment that has `datasets` and mlcroissant, made as the Makefile does it."""
    python = loader_python(NEWEST)
    with filelock.FileLock(Path(tempfile.gettempdir()) / "standoff.venv-plain.lock"):
        if not list(python.parents[1].glob("lib/python*/site-packages/mlcroissant")):
            constraints = ROOT / "tests" / "loaders" / "constraints-mlcroissant.txt"
            install: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--constraint", constraints]
            subprocess.run([*install, "mlcroissant"], check=True)
    environment = {"PATH": os.environ["PATH"], "HF_HUB_OFFLINE": "1", "HOME": str(folder)}
    command = [python, LOADER, corpus / "croissant.json"]
    result = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def as_strings(value: Any) -> Any:
    """Return a row as mlcroissant gives it, where a day is a time."""
    return value | {"dct": f"{value['dct']}T00:00:00"} if "dct" in value else value


def test_the_committed_metadata_is_valid_and_gives_every_record_of_every_config(
    tmp_path: Path, plain_load: Load
) -> None:
    corpus = ROOT / "corpus"
    found = by_mlcroissant(corpus, tmp_path)
    assert found["errors"] == found["warnings"] == []
    records = found["records"]
    assert records.pop("splits") == {"": [{"name": name} for name in ("train", "validation", "test")]}
    loaded = plain_load(corpus)
    loaded.pop("default")
    assert records.keys() == loaded.keys()
    for config, splits in loaded.items():
        assert records[config].keys() == splits.keys()
        for split, part in splits.items():
            assert records[config][split] == [as_strings(row) for row in part["rows"]], (config, split)
