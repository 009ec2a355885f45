from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from standoff.corpus.engine.running import InProcess, Pool, cores, in_order
from standoff.errors import InputError
from tests.worker_functions import die, die_once, loaded, refuse, square


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(2) as running:
        yield running


def test_results_are_those_of_one_process(pool: Pool) -> None:
    expected = [square(number) for number in range(50)]
    assert in_order(InProcess().run(square, range(50))) == in_order(pool.run(square, iter(range(50)))) == expected
    assert in_order(pool.run(square, [3])) == [9]
    assert cores() >= 1


def test_workers_load_nothing_that_a_build_has_no_use_for(pool: Pool) -> None:
    assert in_order(pool.run(loaded, range(6))) == [[]] * 6


def test_what_a_dead_process_had_is_run_again(pool: Pool, tmp_path: Path) -> None:
    markers = [tmp_path / f"m{number}" for number in range(8)]
    for marker in markers[1:]:
        marker.touch()
    assert in_order(pool.run(die_once, markers)) == [marker.name for marker in markers]


def test_processes_that_keep_dying_end_in_an_error(pool: Pool) -> None:
    with pytest.raises(InputError, match="a worker process died 3 times") as caught:
        list(pool.run(die, range(8)))
    assert "--workers" in caught.value.hint


def test_an_error_comes_back_as_it_was(pool: Pool) -> None:
    with pytest.raises(InputError, match="cannot be written") as caught:
        list(pool.run(refuse, range(20)))
    assert caught.value.where == "disk"
