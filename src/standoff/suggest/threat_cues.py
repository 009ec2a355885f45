"""The table of words with which a threat begins, compiled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from standoff.suggest.clauses import any_of, filled, forms_of


@dataclass(frozen=True)
class Cue:
    """Words with which a threat begins, as explained in ``threat_cues.toml``."""

    name: str
    pattern: str
    status: str
    score: float
    example: str
    asks: Sequence[str] = ()


@dataclass(frozen=True)
class Lists:
    """The lists of ``threats.toml`` as regular expressions: the words of modes, and all others."""

    modes: Mapping[str, str]
    words: Mapping[str, str]


@cache
def cues() -> tuple[Cue, ...]:
    """Return the table of cues."""
    return tuple(Cue(**row) for row in _table("threat_cues.toml")["cue"])


@cache
def lists() -> Lists:
    """Return the lists of words, each as a regular expression."""
    table = _table("threats.toml")
    words = {name: any_of(row) for name, row in table["words"].items()}
    verbs = {name: _verbs(row) for name, row in table["acts"].items()}
    return Lists({mode: any_of(row) for mode, row in table["modes"].items()}, words | verbs)


def compiled(cue: Cue) -> re.Pattern[str]:
    """Return the pattern of a cue with its parts filled in."""
    parts = {name: _on_one_line(part) for name, part in _table("threat_cues.toml")["parts"].items()}
    return re.compile(filled(_on_one_line(cue.pattern), {**lists().words, **parts}))


def _on_one_line(pattern: str) -> str:
    return re.sub(r"\n\s*", "", pattern)


def _verbs(words: str) -> str:
    return f"(?:{'|'.join(forms_of(word.strip()) for word in words.split(','))})\\b"


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "data" / name).read_text("utf-8"))
