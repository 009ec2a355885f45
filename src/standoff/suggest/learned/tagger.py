"""A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001) that marks spans of one type."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from math import log
from pathlib import Path
from typing import Any, Final

from standoff.errors import InputError
from standoff.records import Span
from standoff.suggest.learned.words import Word

_BEGIN, _INSIDE, _OUTSIDE, _PERHAPS = "B", "I", "O", "?"

_LEAST: Final = 0.3
"""How likely words must be inside a span to be suggested although the likeliest tags leave them out."""

_SETTINGS: Final = {"c1": 0.0, "c2": 1.0, "max_iterations": 80}
"""Weights of the L1 and L2 penalties, and where to stop at the latest. Others gave the same F within a point."""

_REASONS: Final = 3

_MAGIC: Final = b"lCRF"
_SIZE: Final = slice(4, 8)


class Tagger:
    """A trained tagger.

    Parameters
    ----------
    data
        The content of a file of CRFsuite.

    Raises
    ------
    InputError
        If it is none, or is not whole.
    """

    def __init__(self, data: bytes) -> None:
        if data[: len(_MAGIC)] != _MAGIC or int.from_bytes(data[_SIZE], "little") != len(data):
            raise InputError("is no model of CRFsuite, or is not whole")
        self.data = data

    @cached_property
    def _crf(self) -> Any:
        import pycrfsuite

        crf = pycrfsuite.Tagger()
        crf.open_inmemory(self.data)
        return crf

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        """How much each feature speaks for being inside a span rather than outside."""
        weights: dict[str, float] = {}
        for (feature, tag), weight in self._crf.info().state_features.items():
            weights[feature] = weights.get(feature, 0.0) + (-weight if tag == _OUTSIDE else weight)
        return weights

    def reasons(self, row: Sequence[Word], start: int, end: int) -> list[str]:
        """Return which words in and beside a span speak most for it, the strongest first."""
        features = {
            feature for word in row if start <= word.start < end for feature in word.features if "word=" in feature
        }
        ranked = sorted(features, key=lambda feature: (-self._weights.get(feature, 0.0), feature))
        return [feature for feature in ranked[:_REASONS] if self._weights.get(feature, 0.0) > 0]

    def entropies(self, row: Sequence[Word]) -> list[float]:
        """Return for each word of a sentence how unsure its tag is: the entropy of the tags' chances, in nats."""
        self._crf.set([word.features for word in row])
        tags = self._crf.labels()
        chances = ([self._crf.marginal(tag, index) for tag in tags] for index in range(len(row)))
        return [-sum(chance * log(chance) for chance in of_word if chance > 0) for of_word in chances]

    def spans(self, row: Sequence[Word]) -> Iterator[tuple[int, int, float]]:
        """Return the spans of a sentence and the less likely ones beside them: start, end and how likely it is one.

        How likely is the greatest probability of one of its words to be inside a span, whatever its exact extent.
        """
        tags = self._crf.tag([word.features for word in row])
        # Where every word that it learned from was in a span, it does not know what is outside.
        knows_outside = _OUTSIDE in self._crf.labels()
        inside = [1 - self._crf.marginal(_OUTSIDE, index) if knows_outside else 1.0 for index in range(len(row))]
        likely = [
            tag if tag != _OUTSIDE or chance < _LEAST else _PERHAPS for tag, chance in zip(tags, inside, strict=True)
        ]
        first = 0
        while first < len(row):
            last = first
            going_on = _PERHAPS if likely[first] == _PERHAPS else _INSIDE
            while last + 1 < len(row) and likely[last + 1] == going_on:
                last += 1
            if likely[first] != _OUTSIDE:
                yield row[first].start, row[last].end, max(inside[first : last + 1])
            first = last + 1 if likely[first] != _OUTSIDE else first + 1


def train(examples: Iterable[tuple[Sequence[Word], Sequence[Span]]]) -> Tagger:
    """Train a tagger; the same examples in the same order give the same tagger, byte for byte.

    Parameters
    ----------
    examples
        Sentences, each with the spans of its article. Of spans that overlap the longest counts.
    """
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=_SETTINGS, verbose=False)
    for row, spans in examples:
        trainer.append([word.features for word in row], _tags(row, spans))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        trainer.train(str(path))
        return Tagger(path.read_bytes())


def _tags(row: Sequence[Word], spans: Sequence[Span]) -> list[str]:
    tags = [_OUTSIDE] * len(row)
    for span in sorted(spans, key=lambda span: span.start - span.end):
        inside = [index for index, word in enumerate(row) if span.start < word.end and word.start < span.end]
        if inside and all(tags[index] == _OUTSIDE for index in inside):
            tags[inside[0] : inside[-1] + 1] = [_BEGIN, *[_INSIDE] * (len(inside) - 1)]
    return tags
