"""What is committed, but made from something else, is what that makes today."""

from __future__ import annotations

import shutil
from pathlib import Path

from click.testing import CliRunner

from standoff.cli import main

ROOT = Path(__file__).parents[2]


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".lock"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_corpus_is_that_of_seeds_and_labels(tmp_path: Path) -> None:
    # The committed one comes along, since it says which splits its articles are in.
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    paths = ["--seeds", str(ROOT / "seeds"), "--labels", str(ROOT / "labels"), "--corpus", str(tmp_path / "corpus")]
    built = CliRunner().invoke(main, ["build", *paths])
    assert built.exit_code == 0, built.output
    assert contents(tmp_path / "corpus") == contents(ROOT / "corpus"), "run: standoff build"
    assert CliRunner().invoke(main, ["verify", str(ROOT / "corpus")]).exit_code == 0


def test_the_corpus_does_not_depend_on_the_one_it_replaces(tmp_path: Path) -> None:
    paths = ["--seeds", str(ROOT / "seeds"), "--labels", str(ROOT / "labels"), "--corpus", str(tmp_path / "corpus")]
    assert CliRunner().invoke(main, ["build", *paths]).exit_code == 0
    assert contents(tmp_path / "corpus") == contents(ROOT / "corpus")


def test_the_interface_is_that_of_the_built_in_scheme() -> None:
    printed = CliRunner().invoke(main, ["scheme", "interface"]).stdout
    assert (ROOT / "labels" / "interface.xml").read_text(encoding="utf-8") == printed, "run: make derived"


def test_articles_and_labels_have_no_fault() -> None:
    articles = CliRunner().invoke(main, ["articles", "check", str(ROOT / "seeds")])
    assert articles.stdout == "26 articles fine, 0 faults\n"
    labels = ["--labels", str(ROOT / "labels"), "--articles", str(ROOT / "seeds")]
    checked = CliRunner().invoke(main, ["labels", "check", *labels])
    assert checked.exit_code == 0, checked.output
