"""What ``standoff export`` and ``standoff import`` share: their formats, file names, and how losses are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import click

from standoff.cli.common import count
from standoff.errors import Finding
from standoff.formats import Format
from standoff.records import Article

_LABEL_STUDIO: Final = "label-studio"
FORMAT_NAMES: Final = ("brat", "conll", _LABEL_STUDIO, "spacy", "w3c", "webanno")
"""The names of all formats, here so that ``--help`` loads none."""

_LONGEST_STEM: Final = 200
_UNSAFE: Final = frozenset('/\\:*?"<>|%')


def format_named(name: str) -> Format:
    """Return one of the formats of `FORMAT_NAMES`."""
    if name == _LABEL_STUDIO:
        from standoff.labelstudio.exchange import LABEL_STUDIO

        return LABEL_STUDIO
    from standoff.formats import FORMATS

    return FORMATS[name]


@dataclass(frozen=True, slots=True)
class Group:
    """Equal findings: how many there are, and the first of them."""

    first: Finding
    count: int

    def __str__(self) -> str:
        first = self.first
        text = f"{self.count:>7,} × {first.message} [{first.code}], first at {first.where}"
        return f"{text}\n{'':>10}{first.hint}" if first.hint else text


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """Return findings, those of one code and message as one, in the order of these."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.message), []).append(finding)
    return [Group(found[0], len(found)) for _, found in sorted(groups.items())]


def show_groups(heading: str, groups: Sequence[Group], color: str) -> None:
    """Show groups of findings on standard error under a heading with their number, if there are any."""
    if groups:
        total = count(sum(group.count for group in groups), "finding")
        click.secho(f"{heading} ({total}):", err=True, fg=color)
    for group in groups:
        click.echo(str(group), err=True)


def groups_json(groups: Iterable[Group]) -> list[dict[str, object]]:
    """Return groups of findings as JSON objects."""
    return [
        {"code": group.first.code, "message": group.first.message, "count": group.count, "first": group.first.where}
        for group in groups
    ]


def stem_of(article: Article) -> str:
    """Return the name that an article's files have without their ending; an import turns ``%2F`` and the like back.

    An id too long for a file system gives way to the sha256 of the text, by which an import finds the article too.
    """
    name = "".join(f"%{ord(char):02X}" if char in _UNSAFE else char for char in article.id)
    name = f"%2E{name[1:]}" if name.startswith(".") else name
    return name if len(name.encode()) <= _LONGEST_STEM else article.sha256
