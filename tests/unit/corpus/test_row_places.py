from __future__ import annotations

from standoff.corpus.roster import Roster
from standoff.corpus.row_places import RowPlaces


def roster(*names: str, annotator: str | None = None) -> Roster:
    found = Roster()
    for name in names:
        found.add("train", {"id": name, "text": "One. Two.", "sha256": "0", "group": name, "annotator": annotator})
    return found


def sentence(article: str, index: int, end: int) -> dict[str, object]:
    return {"article_id": article, "index": index, "end": end}


def test_rows_of_an_article_follow_each_other_once() -> None:
    places = RowPlaces(roster("a", "b"))
    rows = [sentence("a", 0, 4), sentence("a", 0, 4), sentence("b", 1, 9), sentence("a", 1, 9)]
    found = [[code for code, _, _ in places.check("sentences", row)] for row in rows]
    assert found == [[], ["row-twice"], ["row-missing"], ["row-order"]]


def test_what_lacks_is_told_at_the_end_of_a_shard() -> None:
    places = RowPlaces(roster("a", "b", "c", annotator="anna"))
    assert [*places.check("sentences", sentence("a", 0, 4)), *places.check("sentences", sentence("b", 0, 9))] == []
    assert list(places.end_shard({"sentences", "stance"})) == [
        ("row-missing", "the last sentences of article 'a' are left out", "sentences"),
        ("row-missing", "article 'a' has no row", "stance"),
        ("row-missing", "article 'b' has no row", "stance"),
        ("row-missing", "article 'c' has no row", "sentences"),
        ("row-missing", "article 'c' has no row", "stance"),
    ]


def test_articles_without_labels_need_no_rows_of_labels() -> None:
    places = RowPlaces(roster("a"))
    assert list(places.check("sentences", sentence("a", 0, 9))) == []
    assert list(places.end_shard({"sentences", "stance", "tokens", "annotations"})) == []
