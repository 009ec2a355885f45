from __future__ import annotations

import gc
import pickle

import pytest

from standoff.corpus.engine.collecting import without_collection


@without_collection
def collects(number: int) -> bool:
    assert 1 // number
    return gc.isenabled()


def test_nothing_is_collected_until_the_function_ends() -> None:
    assert gc.isenabled()
    assert not collects(1)
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError):
        collects(0)
    assert gc.isenabled()


def test_it_stays_off_where_somebody_switched_it_off() -> None:
    gc.disable()
    try:
        assert not collects(1)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_other_processes_find_the_function() -> None:
    assert pickle.loads(pickle.dumps(collects)) is collects
