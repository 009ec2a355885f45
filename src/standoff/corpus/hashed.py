"""A small number for each of very many names, in some 20 bytes a name instead of 80."""

from __future__ import annotations

from array import array

_LEAST = 1 << 10


class NumberOf:
    """A number from 1 to 65,535 for each name; 0 for any other.

    A name is known by its 64-bit hash, at the first free place from where that points to in a table that is at most two
    thirds full. That two of a million names have the same hash happens once in 30 million times.
    """

    def __init__(self) -> None:
        self._hashes = array("q", bytes(8 * _LEAST))
        self._numbers = array("H", bytes(2 * _LEAST))
        self._used = 0

    def __len__(self) -> int:
        return self._used

    def __getitem__(self, name: str) -> int:
        return self._numbers[self._place(hash(name))]

    def __setitem__(self, name: str, number: int) -> None:
        code = hash(name)
        place = self._place(code)
        if not self._numbers[place]:
            self._hashes[place] = code
            self._used += 1
        self._numbers[place] = number
        if 3 * self._used > 2 * len(self._numbers):
            self._grow()

    def count(self, number: int) -> int:
        """Return how many names have that number."""
        return self._numbers.count(number)

    def _place(self, code: int) -> int:
        last = len(self._numbers) - 1
        place = code & last
        while self._numbers[place] and self._hashes[place] != code:
            place = (place + 1) & last
        return place

    def _grow(self) -> None:
        before = zip(self._hashes, self._numbers, strict=True)
        size = 2 * len(self._numbers)
        self._hashes, self._numbers = array("q", bytes(8 * size)), array("H", bytes(2 * size))
        for code, number in before:
            if number:
                place = self._place(code)
                self._hashes[place], self._numbers[place] = code, number
