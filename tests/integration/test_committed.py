"""What is committed, but made from something else, is what that makes today."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from standoff.cli import main

ROOT = Path(__file__).parents[2]


def test_the_interface_is_that_of_the_built_in_scheme() -> None:
    printed = CliRunner().invoke(main, ["scheme", "interface"]).stdout
    assert (ROOT / "labels" / "interface.xml").read_text(encoding="utf-8") == printed, "run: make derived"


def test_articles_and_labels_have_no_fault() -> None:
    articles = CliRunner().invoke(main, ["articles", "check", str(ROOT / "seeds")])
    assert articles.stdout == "26 articles fine, 0 faults\n"
    labels = ["--labels", str(ROOT / "labels"), "--articles", str(ROOT / "seeds")]
    checked = CliRunner().invoke(main, ["labels", "check", *labels])
    assert checked.exit_code == 0, checked.output
