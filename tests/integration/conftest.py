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

ROOT = Path(__file__).parents[2]
LOADER = Path(__file__).with_name("plain_loader.py")


@pytest.fixture(scope="session")
def plain_python() -> Path:
    """Python of an environment that has `datasets`, but not standoff; made as the Makefile does if it is not there."""
    folder = ROOT / ".venv-plain"
    python = folder / "bin" / "python"
    with filelock.FileLock(Path(tempfile.gettempdir()) / "standoff-venv-plain.lock"):
        if not list(folder.glob("lib/python*/site-packages/datasets")):
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
            install: list[str | Path] = [
                python,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--constraint",
                ROOT / "constraints.txt",
            ]
            subprocess.run([*install, "datasets"], check=True)
    return python


@pytest.fixture
def plain_load(plain_python: Path, tmp_path: Path) -> Callable[[Path], dict[str, Any]]:
    """Load all of a corpus in a fresh process without standoff or network; the loads of one test share a cache."""

    def load(corpus: Path) -> dict[str, Any]:
        environment = {
            "HF_HOME": str(tmp_path / "hf_home"),
            "HF_HUB_OFFLINE": "1",
            "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
            "PATH": os.environ["PATH"],
        }
        command = [plain_python, LOADER, corpus]
        result = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
        loaded: dict[str, Any] = json.loads(result.stdout)
        return loaded

    return load
