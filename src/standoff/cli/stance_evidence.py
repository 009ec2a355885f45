"""A trained stance model as evidence for suggested stances."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from standoff.errors import InputError, MissingError
from standoff.records import Article
from standoff.scheme import Scheme
from standoff.suggest import Evidence, Suggestion

if TYPE_CHECKING:
    from standoff.baseline import StanceModel

_FILE: Final = "model.skops"


def chosen_evidence(scheme: Scheme, folder: Path | None, *, rules_only: bool) -> Evidence | None:
    """Return the stance model that was named; None without one, for it was not shown to help.

    Raises
    ------
    click.UsageError
        If the options contradict each other.
    MissingError
        If there is none where it should be.
    InputError
        If it cannot be used.
    """
    if rules_only and folder:
        raise click.UsageError("--stance-model and --rules-only exclude each other")
    if folder is None or "stance" not in scheme.spans:
        return None
    from standoff.baseline import read_model

    path = folder / _FILE if folder.is_dir() else folder
    if not path.is_file():
        raise MissingError("no stance model", where=str(folder), hint="make one with `standoff train --given`")
    model = read_model(path)
    polarities = scheme.spans["stance"].attributes.get("polarity")
    if polarities is None or not set(polarities.values) & set(model.classes):
        message = f"its classes ({', '.join(model.classes)}) are no polarities of the scheme {scheme.name}"
        raise InputError(message, where=str(path), hint="name another with --stance-model")
    return evidence_of(model)


def evidence_of(model: StanceModel) -> Evidence:
    """Return what a model says of suggested stances: of each in its sentence, with its words and its target."""
    from standoff.baseline import Row
    from standoff.baseline.persistence import model_digest
    from standoff.corpus.sentences import sentences

    def ask(article: Article, stances: Sequence[Suggestion]) -> list[Mapping[str, float] | None]:
        bounds = sentences(article.text)
        starts = [start for start, _ in bounds]
        rows = []
        for one in stances:
            start, end = bounds[max(bisect_right(starts, one.start) - 1, 0)]
            text = article.text[start : max(end, one.end)]
            span = (one.start - start, one.end - start)
            rows.append(Row(text, target=one.attributes.get("target", ""), article=article.id, span=span))
        found = model.predict(rows)
        chances = found.probabilities.tolist()
        return [
            None if fell_back else dict(zip(model.classes, row, strict=True))
            for row, fell_back in zip(chances, found.fell_back.tolist(), strict=True)
        ]

    return Evidence(model_digest(model), ask)
