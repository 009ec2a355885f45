"""The label store: one JSON Lines file per annotator, one label set a line, no article text.

``labels/annotations/<annotator>.jsonl`` holds one annotator's label sets in the order of article ids;
``labels/gold.jsonl`` holds adjudicated ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import filelock
import orjson

from standoff.errors import ConflictError, Finding, FindingsError, InputError, MissingError, StandoffError
from standoff.files import read_bytes, write_bytes
from standoff.records import ANNOTATOR, LabelSet, from_json, to_json

_LOCK_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class PutResult:
    """How many label sets `LabelStore.put` added, changed and found equal already."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One label set of a label file, with its 1-based line there."""

    labels: LabelSet
    path: Path
    number: int


class LabelStore:
    """A folder of label files.

    Parameters
    ----------
    root
        The folder, usually ``labels``; it need not exist yet.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def gold_path(self) -> Path:
        """The file of adjudicated label sets."""
        return self.root / "gold.jsonl"

    @property
    def queue_path(self) -> Path:
        """The file of what adjudication left for a person to decide (see `standoff.labels.read_queue`)."""
        return self.root / "queue.jsonl"

    def path(self, annotator: str) -> Path:
        """Return the file of that annotator.

        Raises
        ------
        InputError
            If nobody can be called so.
        """
        if not ANNOTATOR.fullmatch(annotator):
            hint = "use up to 100 letters, digits and . _ @ + -, beginning with a letter or digit"
            raise InputError(f"{annotator!r} cannot be an annotator's name", hint=hint)
        return self.root / "annotations" / f"{annotator}.jsonl"

    def files(self) -> list[Path]:
        """Return the files of all annotators, sorted, and after them the one of gold, if there is one.

        Raises
        ------
        InputError
            If something that is no folder stands where the store or its folder of annotators should be.
        """
        folder = self.root / "annotations"
        for place in (self.root, folder):
            if place.exists() and not place.is_dir():
                raise InputError("is no folder", where=str(place), hint="name the folder of the label store")
        found = sorted(path for path in folder.glob("*.jsonl") if not path.name.startswith("."))
        return [*found, self.gold_path] if self.gold_path.exists() else found

    def annotators(self) -> list[str]:
        """Return the names of all annotators, sorted."""
        return sorted(path.stem for path in self.files() if path != self.gold_path)

    def read(self, annotator: str) -> tuple[LabelSet, ...]:
        """Return the label sets of one annotator, sorted by article id.

        Raises
        ------
        MissingError
            If there is no file of that annotator.
        FindingsError
            If a line is not a label set; all such lines are named.
        """
        path = self.path(annotator)
        if not path.is_file():
            names = ", ".join(self.annotators()) or "nobody"
            raise MissingError(f"no labels by {annotator!r}", where=str(path), hint=f"there are labels by: {names}")
        return _label_sets(path)

    def read_all(self) -> tuple[LabelSet, ...]:
        """Return the label sets of all annotators, sorted by (article id, annotator); gold is not among them.

        Raises
        ------
        FindingsError
            If a line is not a label set.
        """
        everything = [labels for annotator in self.annotators() for labels in self.read(annotator)]
        return tuple(sorted(everything, key=lambda labels: (labels.article_id, labels.annotator)))

    def read_gold(self) -> tuple[LabelSet, ...]:
        """Return the adjudicated label sets; none where there is no such file.

        Raises
        ------
        FindingsError
            If a line is not a label set.
        """
        return _label_sets(self.gold_path) if self.gold_path.is_file() else ()

    def read_with_gold(self) -> list[tuple[LabelSet, bool]]:
        """Return the label sets of all annotators and then those of gold, each with whether it is gold.

        Raises
        ------
        FindingsError
            If a line is not a label set.
        """
        return [*((labels, False) for labels in self.read_all()), *((labels, True) for labels in self.read_gold())]

    def put(self, label_sets: Iterable[LabelSet]) -> PutResult:
        """Add label sets, each in the place of an earlier one of the same article and annotator.

        Files are replaced as a whole, one annotator after the other.

        Raises
        ------
        ConflictError
            If another process keeps writing to the store.
        FindingsError
            If a file that is to be changed has a line that is not a label set; nothing is changed then.
        """
        by_file: dict[Path, dict[str, LabelSet]] = defaultdict(dict)
        for labels in label_sets:
            by_file[self.path(labels.annotator)][labels.article_id] = labels
        return self._put(by_file)

    def put_gold(self, label_sets: Iterable[LabelSet]) -> PutResult:
        """Add adjudicated label sets, each in the place of an earlier one of the same article.

        Raises
        ------
        ConflictError
            If another process keeps writing to the store.
        FindingsError
            If the gold file has a line that is not a label set; nothing is changed then.
        """
        return self._put({self.gold_path: {labels.article_id: labels for labels in label_sets}})

    def put_with_gold(self, label_sets: Iterable[tuple[LabelSet, bool]]) -> int:
        """Put each label set where it belongs, given whether it is gold, and return how many stood there and changed.

        Raises
        ------
        ConflictError
            If another process keeps writing to the store.
        FindingsError
            If a file that is to be changed has a line that is not a label set.
        """
        pairs = list(label_sets)
        gold = [labels for labels, is_gold in pairs if is_gold]
        done = self.put(labels for labels, is_gold in pairs if not is_gold)
        return done.changed + (self.put_gold(gold).changed if gold else 0)

    def _put(self, by_file: Mapping[Path, Mapping[str, LabelSet]]) -> PutResult:
        counts = {"added": 0, "changed": 0, "unchanged": 0}
        with self._locked():
            contents = {}
            for path, new in by_file.items():
                old = {labels.article_id: labels for labels in (_label_sets(path) if path.is_file() else ())}
                for article_id, labels in new.items():
                    before = old.get(article_id)
                    counts["added" if before is None else "unchanged" if before == labels else "changed"] += 1
                if any(old.get(article_id) != labels for article_id, labels in new.items()):
                    contents[path] = {**old, **new}
            for path, content in contents.items():
                write_bytes(path, dump_lines(content.values()))
        return PutResult(**counts)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        try:
            with filelock.FileLock(self.root / ".lock", timeout=_LOCK_SECONDS):
                yield
        except filelock.Timeout:
            raise ConflictError(
                "another process is writing labels", where=str(self.root), hint="wait until it is done, then try again"
            ) from None


def dump_lines(label_sets: Iterable[LabelSet]) -> bytes:
    """Return label sets as JSON Lines, sorted by article id and annotator."""
    ordered = sorted(label_sets, key=lambda labels: (labels.article_id, labels.annotator))
    return b"".join(orjson.dumps(to_json(labels)) + b"\n" for labels in ordered)


def read_lines(path: Path) -> Iterator[Line | Finding]:
    """Yield the label sets of a label file, and a finding for every fault of form."""
    try:
        data = read_bytes(path)
    except StandoffError as error:
        yield Finding("unreadable", error.message, str(path))
        return
    yield from parse_lines(data, path)


def parse_lines(data: bytes, path: Path, first_line: int = 1) -> Iterator[Line | Finding]:
    """Yield the label sets of some lines of a label file, and a finding for every fault of form."""
    for number, raw in enumerate(data.split(b"\n"), first_line):
        if not raw.strip():
            continue
        try:
            value = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            yield Finding("json", f"not JSON: {error}", str(path), number)
            continue
        labels, findings = from_json(value)
        yield from (replace(finding, path=str(path), line=number) for finding in findings)
        if labels is not None:
            yield Line(labels, path, number)


def _label_sets(path: Path) -> tuple[LabelSet, ...]:
    items = list(read_lines(path))
    findings = [item for item in items if isinstance(item, Finding)]
    if findings:
        raise FindingsError("the label file has faults", findings, where=str(path), hint="run `standoff labels check`")
    return tuple(
        sorted((item.labels for item in items if isinstance(item, Line)), key=lambda labels: labels.article_id)
    )
