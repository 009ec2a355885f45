"""The passes over an article: all label sets that point into the same text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from standoff.errors import Finding, FindingsError, InputError, errors_in
from standoff.records import LabelSet, check_label_set
from standoff.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Passes:
    """Two or more annotators' labels of the same text.

    Parameters
    ----------
    by_annotator
        The label set of each annotator, in the order of their names.
    """

    article_id: str
    sha256: str
    by_annotator: Mapping[str, LabelSet]


def group_passes(
    label_sets: Iterable[LabelSet], scheme: Scheme, texts: Mapping[str, str] | None = None
) -> tuple[tuple[Passes, ...], tuple[LabelSet, ...]]:
    """Bring together the label sets that can be compared.

    Parameters
    ----------
    texts
        Canonical texts by their sha256; where there is one, the ends and edges of spans are checked too.

    Returns
    -------
    tuple
        The texts that two or more annotators labelled, sorted by article id; and the label sets that are alone on
        their text, in the same order.

    Raises
    ------
    FindingsError
        If a label set breaks a rule or was made under another scheme or version: comparing it would mislead.
    InputError
        If no text was labelled by two annotators.
    """
    by_text: dict[tuple[str, str], dict[str, LabelSet]] = {}
    findings: list[Finding] = []
    texts = texts or {}
    for labels in label_sets:
        where = f"{labels.annotator}, article {labels.article_id}"
        found = check_label_set(labels, scheme, texts.get(labels.sha256))
        findings += [replace(finding, path=where) for finding in errors_in(found)]
        by_text.setdefault((labels.article_id, labels.sha256), {})[labels.annotator] = labels
    if findings:
        raise FindingsError("the labels have faults", findings, hint="run `standoff labels check`")
    passes: list[Passes] = []
    alone: list[LabelSet] = []
    for (article_id, sha256), by_annotator in sorted(by_text.items()):
        if len(by_annotator) > 1:
            passes.append(Passes(article_id, sha256, dict(sorted(by_annotator.items()))))
        else:
            alone += by_annotator.values()
    if not passes:
        names = ", ".join(sorted({labels.annotator for labels in alone})) or "nobody"
        raise InputError(
            f"no text was labelled by two annotators; there are labels by: {names}",
            hint="a second annotator must label the same text",
        )
    return tuple(passes), tuple(alone)
