from __future__ import annotations

from pathlib import Path

from standoff.cli import COMMANDS
from standoff.cli.reference import command_reference

REFERENCE = Path(__file__).parents[3] / "docs" / "cli.md"


def test_the_committed_reference_is_that_of_the_commands() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == command_reference(), "run: make derived"


def test_every_command_has_a_section() -> None:
    text = command_reference()
    assert all(f"## standoff {name}\n" in text for name in COMMANDS)
    assert "### standoff articles check\n" in text


def test_examples_of_every_command_keep_their_lines() -> None:
    """In a raw docstring click does not see the ``\\b`` that keeps lines apart, and shows it."""
    assert "\\b" not in command_reference()
