"""What a stance classifier learns from and is measured on: rows of text, target and label."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from standoff.errors import MissingError

FAVOR, AGAINST, NEUTRAL, NONE = "favor", "against", "neutral", "none"


@dataclass(frozen=True, slots=True)
class Row:
    """One text with its label.

    Parameters
    ----------
    text
        What the classifier is given: a sentence, a tweet.
    label
        Its class; empty where it is not known.
    target
        What the stance is about; empty where it is not known before the label is.
    article
        The article that the text is from; rows of one article are never parted between training and test.
    group
        What the article's near-duplicates have in common, as far as that is known; never parted either.
    voice
        Who speaks (author, quoted, paraphrased), for scores apart; never seen by the classifier.
    mark
        Where in the text the target is named, as a half-open interval of code points, if that is known.
    span
        Where in the text the words are that express the stance, if that is known.
    holder
        Who holds the stance, in words; empty where that is not known.
    """

    text: str
    label: str = ""
    target: str = ""
    article: str = ""
    group: str = ""
    voice: str = ""
    mark: tuple[int, int] | None = None
    span: tuple[int, int] | None = None
    holder: str = ""


@dataclass(frozen=True)
class StanceData:
    """Rows to develop on and rows to test on, with what had to be said about them.

    Parameters
    ----------
    name
        What the data is called in reports.
    classes
        Every label that may occur, in the order of reports.
    development
        Rows that models are chosen and trained on.
    test
        Rows that the chosen model is measured on, once; may be empty.
    scheme
        Name and version of the label scheme, such as ``news-conflict 1``; empty where there is none.
    notes
        Sentences about the data: what was merged, left out or is not to be trusted.
    """

    name: str
    classes: tuple[str, ...]
    development: tuple[Row, ...]
    test: tuple[Row, ...] = ()
    scheme: str = ""
    notes: tuple[str, ...] = ()

    def leaving_out(self, classes: Sequence[str]) -> StanceData:
        """Return the data without the rows of some classes, and with a note on how many there were.

        Raises
        ------
        MissingError
            If there is no such class.
        """
        data = self
        for label in classes:
            if label not in data.classes:
                raise MissingError(f"there is no class {label!r}", hint=f"there are: {', '.join(data.classes)}")
            parts = [tuple(row for row in rows if row.label != label) for rows in (data.development, data.test)]
            lost = len(data.development) + len(data.test) - len(parts[0]) - len(parts[1])
            data = replace(
                data,
                classes=tuple(name for name in data.classes if name != label),
                development=parts[0],
                test=parts[1],
                notes=(*data.notes, f"The class {label} was left out on demand, with its {lost} rows."),
            )
        return data

    @property
    def digest(self) -> str:
        """The sha256 of all that is learned from: classes and development rows in order."""
        hashed = hashlib.sha256(json.dumps(self.classes).encode())
        for row in self.development:
            fields = (row.text, row.label, row.target, row.article, row.mark, row.span, row.holder)
            hashed.update(json.dumps(fields).encode() + b"\n")
        return hashed.hexdigest()


def data_of(
    name: str,
    classes: Sequence[str],
    development: Iterable[Row],
    test: Iterable[Row],
    *,
    scheme: str = "",
    notes: Iterable[str] = (),
    merge_test: bool = True,
) -> StanceData:
    """Make data of rows as they were read: repeated rows are merged, and those and contradictions are told in notes.

    Without `merge_test`, test rows stay as they are: an official measure is one over all rows of a file.
    """
    said, parts = list(notes), []
    for part, rows in (("training", development), ("test", test)):
        kept, repeats = merged_repeats(rows) if merge_test or part == "training" else (tuple(rows), 0)
        if repeats:
            said.append(f"{repeats} {part} rows repeat article, text and label of another and were merged with it.")
        if several := contradicted(kept):
            said.append(f"{several} {part} texts have more than one label: no classifier can get all of them right.")
        parts.append(kept)
    return StanceData(name, tuple(classes), parts[0], parts[1], scheme, tuple(said))


def merged_repeats(rows: Iterable[Row]) -> tuple[tuple[Row, ...], int]:
    """Keep the first of rows that are alike in article, label and all that a classifier sees, and count the others."""
    kept: dict[tuple[object, ...], Row] = {}
    total = 0
    for row in rows:
        total += 1
        kept.setdefault((row.article, row.label, *_seen(row)), row)
    return tuple(kept.values()), total - len(kept)


def contradicted(rows: Sequence[Row]) -> int:
    """Count the inputs that occur with more than one label: no classifier gets all of them right."""
    labels: dict[tuple[object, ...], set[str]] = {}
    for row in rows:
        labels.setdefault(_seen(row), set()).add(row.label)
    return sum(len(found) > 1 for found in labels.values())


def _seen(row: Row) -> tuple[object, ...]:
    return row.text, row.target, row.mark, row.span, row.holder


def label_counts(rows: Sequence[Row], classes: Sequence[str]) -> dict[str, int]:
    """Return how many rows each class has, in the order of `classes`."""
    counted = Counter(row.label for row in rows)
    return {label: counted[label] for label in classes}
