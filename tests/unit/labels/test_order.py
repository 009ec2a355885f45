from __future__ import annotations

from pathlib import Path

import pytest

from standoff.errors import FindingsError, MissingError
from standoff.labels import OrderItem, read_order, write_order

FERRY, BRIDGE = OrderItem("01_ferry", 2, 0.25, "like nothing that is labelled"), OrderItem("02_bridge", 1)


def test_an_order_is_read_as_it_was_written_sorted_by_rank(tmp_path: Path) -> None:
    path = tmp_path / "labels" / "order.jsonl"
    write_order(path, [FERRY, BRIDGE])
    assert read_order(path) == (BRIDGE, FERRY)
    assert path.read_text() == (
        '{"format":1,"article_id":"02_bridge","rank":1}\n'
        '{"format":1,"article_id":"01_ferry","rank":2,"score":0.25,"why":"like nothing that is labelled"}\n'
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("nonsense", "not a line of an order"),
        ("[]", 'must be an object with "format": 1'),
        ('{"format": 2}', 'must be an object with "format": 1'),
        ('{"format": 1, "rank": 1}', "article_id must be a text"),
        ('{"format": 1, "article_id": "x", "rank": 0}', "rank must be a whole number from 1"),
        ('{"format": 1, "article_id": "x", "rank": true}', "rank must be a whole number from 1"),
        ('{"format": 1, "article_id": "x", "rank": 3, "score": "high"}', "score must be a number"),
        ('{"format": 1, "article_id": "x", "rank": 3, "why": 1}', "why must be a text"),
        ('{"format": 1, "article_id": "x", "rank": 3, "colour": 1}', "unknown key 'colour'"),
        ('{"format": 1, "article_id": "02_bridge", "rank": 3}', "article_id '02_bridge' stands on line 1 already"),
        ('{"format": 1, "article_id": "x", "rank": 2}', "rank 2 stands on line 2 already"),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "order.jsonl"
    write_order(path, [FERRY, BRIDGE])
    path.write_text(f"{path.read_text()}{line}\n")
    with pytest.raises(FindingsError) as caught:
        read_order(path)
    (finding,) = caught.value.findings
    assert finding.where.startswith(f"{path}:3")
    assert message in finding.message


def test_an_order_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"order\.jsonl: no such file"):
        read_order(tmp_path / "order.jsonl")
