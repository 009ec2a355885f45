from __future__ import annotations

from standoff.corpus.engine.log import KEPT, Log
from standoff.errors import Finding


def test_paths_are_put_in_place_and_counts_kept() -> None:
    log = Log()
    log.extend(Finding("id", "bad", "0", line=number) for number in range(KEPT + 1))
    placed = log.placed(["a.txt", "b.txt"])
    assert {finding.path for finding in placed.findings} == {"a.txt"}
    assert (placed.errors(), {finding.path for finding in log.findings}) == ({"id": KEPT + 1}, {"0"})


def test_the_first_of_a_kind_are_kept_and_all_are_counted() -> None:
    log, other = Log(), Log()
    log.extend(Finding("id", "bad", line=number) for number in range(KEPT - 1))
    other.extend(Finding("id", "bad", line=number) for number in range(KEPT, 3 * KEPT))
    other.add(Finding("nul", "odd", severity="warning"))
    log.merge(Log.from_json(other.to_json()))
    assert [finding.line for finding in log.findings if finding.code == "id"] == [*range(KEPT - 1), KEPT]
    assert log.errors() == {"id": 3 * KEPT - 1}
    (rest,) = log.rest()
    assert (rest.code, rest.severity, rest.message) == ("id", "error", "1,999 more like the 1,000 above")
