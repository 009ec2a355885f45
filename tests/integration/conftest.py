"""Environments and processes apart from the one that the tests run in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import filelock
import pytest

Load = Callable[..., dict[str, Any]]

ROOT = Path(__file__).parents[2]
LOADER = Path(__file__).with_name("plain_loader.py")
NEWEST = "newest"
OLD = ("2.21", "3.6", "4.0", "4.8")
LOADERS = (NEWEST, *(OLD if os.environ.get("TEST_ALL") else OLD[:1]))
"""The versions of `datasets` that corpora are read with; `make test-all` sets TEST_ALL."""


def loader_python(version: str) -> Path:
    """Return the Python of an environment that has `datasets`, but not standoff; made as the Makefile does it."""
    folder = ROOT / (".venv-plain" if version == NEWEST else f".venv-datasets-{version}")
    constraints = ROOT / "constraints.txt" if version == NEWEST else ROOT / f"tests/loaders/constraints-{version}.txt"
    python = folder / "bin" / "python"
    with filelock.FileLock(Path(tempfile.gettempdir()) / f"standoff{folder.name}.lock"):
        if not list(folder.glob("lib/python*/site-packages/datasets")):
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
            install: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--constraint", constraints]
            subprocess.run([*install, "datasets"], check=True)
    return python


def loader(version: str, folder: Path) -> Load:
    """Load all of a corpus in fresh processes without standoff, which share a cache in a folder.

    They have no network, unless they are given the address of a Hub and a token: then the corpus is a name there.
    """
    python = loader_python(version)

    def load(corpus: Path | str, hub: str = "", token: str = "") -> dict[str, Any]:
        environment = {
            "HF_HOME": str(folder / "hf_home"),
            "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
            "PATH": os.environ["PATH"],
        }
        environment |= {"HF_ENDPOINT": hub, "HF_TOKEN": token} if hub else {"HF_HUB_OFFLINE": "1"}
        command = [python, LOADER, corpus]
        result = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
        loaded: dict[str, Any] = json.loads(result.stdout)
        return loaded

    return load


@pytest.fixture(params=LOADERS)
def every_load(request: pytest.FixtureRequest, tmp_path: Path) -> Load:
    """Load with each version of `datasets` in turn."""
    return loader(request.param, tmp_path)


@pytest.fixture
def plain_load(tmp_path: Path) -> Load:
    """Load with the newest version of `datasets`."""
    return loader(NEWEST, tmp_path)
