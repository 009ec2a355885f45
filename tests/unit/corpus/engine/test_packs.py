from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from standoff.articles.model import Entry, Stored
from standoff.corpus.engine.packs import Record, read_articles_at, to_head
from standoff.errors import InputError
from standoff.records import Article
from tests import strategies
from tests.projects import BRIDGE, FERRY


def to_record(article: Article) -> bytes:
    stored = Stored.of(Entry(article, "a.txt", 1))
    return to_head(stored, article.sha256) + stored.text


@given(strategies.articles())
def test_an_article_comes_back_from_its_record(article: Article) -> None:
    assert Record.of(to_record(article)).article() == article


def test_articles_are_found_by_their_places_and_damage_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.pack"
    records = [to_record(article) for article in (FERRY, BRIDGE)]
    path.write_bytes(b"".join(records))
    places = [(str(path), len(records[0]), len(records[1])), (str(path), 0, len(records[0]))]
    assert list(read_articles_at(places)) == [BRIDGE, FERRY]
    path.write_bytes(path.read_bytes().replace(b"ferry ban", b"fairy ban"))
    with pytest.raises(InputError, match="is damaged: the text does not have its sha256"):
        list(read_articles_at(places))
    path.unlink()
    with pytest.raises(InputError, match="cannot be read") as caught:
        list(read_articles_at(places))
    assert "remove the folder of intermediate files" in caught.value.hint
