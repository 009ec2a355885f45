from __future__ import annotations

from standoff.corpus.roster import KnownArticle, Roster


def row(name: str, group: str = "") -> dict[str, str]:
    return {"id": name, "text": f"Text of {name}.", "sha256": "0", "group": group or name}


def test_texts_are_kept_of_one_shard_and_splits_of_all() -> None:
    roster = Roster()
    assert roster.add("train", row("a")) == ""
    assert roster.find("a") == KnownArticle("Text of a.", "0", "a")
    roster.next_shard()
    assert roster.find("a") is None
    assert (roster.split_of("a"), roster.split_of("b")) == ("train", "")
    assert roster.add("test", row("a")) == "train"


def test_groups_in_several_splits_are_named() -> None:
    roster = Roster()
    for split, name in (("train", "a"), ("test", "b"), ("train", "c"), ("validation", "d")):
        roster.add(split, row(name, "c" if name == "c" else "g"))
    assert list(roster.torn_groups()) == [("g", ["test", "train", "validation"])]
