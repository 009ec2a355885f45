from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from standoff.corpus import hashed
from standoff.corpus.hashed import NumberOf


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(1, 65_535))))
def test_it_is_like_a_dictionary(pairs: list[tuple[str, int]]) -> None:
    found, known = NumberOf(), dict[str, int]()
    for name, number in pairs:
        assert found[name] == known.get(name, 0)
        found[name] = known[name] = number
    assert {name: found[name] for name in known} == known
    assert len(found) == len(known)
    assert all(found.count(number) == list(known.values()).count(number) for number in known.values())


def test_it_grows() -> None:
    found = NumberOf()
    for number in range(10 * hashed._LEAST):
        found[str(number)] = 1 + number % 3
    assert len(found) == 10 * hashed._LEAST
    assert all(found[str(number)] == 1 + number % 3 for number in range(10 * hashed._LEAST))
    assert found["-1"] == 0
