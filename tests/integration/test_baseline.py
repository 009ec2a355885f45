"""From this repository's articles and labels to a corpus, a model and its predictions, as processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STANDOFF = Path(sys.executable).with_name("standoff")


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | environment
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("baseline")
    (folder / "seeds").symlink_to(ROOT / "seeds")
    (folder / "labels").symlink_to(ROOT / "labels")
    built = run(STANDOFF, "build", cwd=folder)
    assert (folder / "corpus" / "README.md").is_file(), built.stderr
    return folder


@pytest.fixture(scope="module")
def models(project: Path) -> list[Path]:
    """Models of the same corpus, trained under two hash seeds and with one thread and four."""
    folders = [project / "models" / seed for seed in ("1", "2")]
    for folder in folders:
        threads = {"1": "1", "2": "4"}[folder.name]
        environment = {"PYTHONHASHSEED": folder.name, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        trained = run(STANDOFF, "train", "--out", folder, cwd=project, **environment)
        assert trained.returncode == 0, trained.stderr
    return folders


def test_the_same_corpus_gives_the_same_model_under_any_hash_seed_and_number_of_threads(models: list[Path]) -> None:
    metrics = [json.loads((folder / "metrics.json").read_text(encoding="utf-8")) for folder in models]
    assert metrics[0] == metrics[1]
    for name in ("README.md", "report.html", "confusion_matrix.png", "model.skops"):
        assert (models[0] / name).read_bytes() == (models[1] / name).read_bytes()
    scheme = json.loads((models[0].parents[1] / "corpus" / "manifest.json").read_text(encoding="utf-8"))["scheme"]
    assert metrics[0]["data"]["scheme"] == f"{scheme['name']} {scheme['version']}"
    model = metrics[0]["cross_validation"]["contestants"]["model"]
    dummies = metrics[0]["cross_validation"]["contestants"]
    assert model["macro_f1"]["value"] > max(dummies[name]["macro_f1"]["value"] for name in ("majority", "stratified"))
    assert any("Targets are not shown" in caution for caution in metrics[0]["cautions"])


def test_the_script_is_the_command(project: Path) -> None:
    script = ROOT / "scripts" / "train_baseline.py"
    helped = run(sys.executable, script, "--help", cwd=project)
    assert helped.returncode == 0
    assert "Train and evaluate the stance baseline." in helped.stdout
    assert len(script.read_text(encoding="utf-8").splitlines()) <= 40


def test_a_trained_model_predicts_the_sentences_of_articles(project: Path, models: list[Path]) -> None:
    article = next(iter(sorted((ROOT / "seeds").glob("*.txt"))))
    predicted = run(STANDOFF, "predict", article, "--model", models[0], "--json", cwd=project)
    assert predicted.returncode == 0, predicted.stderr
    lines = [json.loads(line) for line in predicted.stdout.splitlines()]
    assert {line["article"] for line in lines} == {article.stem}
    assert {line["label"] for line in lines} <= {"favor", "against", "neutral", "none"}
    assert all(line["start"] < line["end"] for line in lines)
