"""Small projects on disk: seed articles and labels, as a person would have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from standoff.labels import LabelStore
from standoff.records import Article, LabelSet, Relation, Span
from standoff.scheme import Scheme, load_scheme

SCHEME = load_scheme()
NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)

TEXTS = {
    "01_ferry": (
        "Ines Varga rejects the ferry ban. The U.S.\u202fenvoy said on Monday that 8,600 people wait in Quelle’s port."
        "\n\n“We will close the strait unless the ban ends,” the Northern Front warned."
    ),
    "02_bridge": (
        "Quelle supports the bridge plan 😀. Nobody else spoke.\n \nArda took no side in the dispute last week."
    ),
    "03_fair": "The fair in Quelle opened on Friday. It rained.",
}
"""Canonical texts by article id; between them they have most that is awkward about real ones."""


def article(article_id: str = "01_ferry", text: str | None = None, **fields: Any) -> Article:
    """Return one of the articles of `TEXTS`, or one with another text."""
    values: dict[str, Any] = {"dct": date(2026, 5, 1), "text": TEXTS[article_id] if text is None else text}
    return Article(article_id, **values | fields)


def span(of: Article, id_: str, type_: str, words: str, /, **attributes: str) -> Span:
    """Return a span over the first occurrence of `words`."""
    start = of.text.index(words)
    return Span(id_, type_, start, start + len(words), attributes)


def label_set(
    of: Article, spans: Iterable[Span] = (), relations: Iterable[Relation] = (), scheme: Scheme = SCHEME, **fields: Any
) -> LabelSet:
    """Return a label set of an article, by ``anna`` unless `fields` say otherwise."""
    values: dict[str, Any] = {
        "article_id": of.id,
        "sha256": of.sha256,
        "scheme": scheme.name,
        "scheme_version": scheme.version,
        "annotator": "anna",
        "origin": "human",
        "created": NOON,
        "updated": NOON,
    }
    return LabelSet(spans=tuple(spans), relations=tuple(relations), **values | fields)


ACTOR = {"kind": "person", "mention": "name"}
STATE = {"kind": "state", "mention": "name", "country": "QUE"}
FERRY, BRIDGE, FAIR = article("01_ferry"), article("02_bridge"), article("03_fair")

FERRY_LABELS = label_set(
    FERRY,
    [
        span(FERRY, "a1", "actor", "Ines Varga", **ACTOR),
        span(FERRY, "a2", "actor", "Northern Front", kind="armed_group", mention="name"),
        span(FERRY, "d1", "date", "Monday", type="DATE", value="2026-04-27"),
        span(FERRY, "s1", "stance", "rejects the ferry ban", polarity="against", target="ferry ban", voice="author"),
        span(
            FERRY,
            "t1",
            "threat",
            "will close the strait unless the ban ends",
            mode="restrict",
            conditional="yes",
            status="made",
        ),
    ],
    [Relation("holder", "s1", "a1"), Relation("source", "t1", "a2")],
    tool="Label Studio 1.23.2",
    lead_time=61.5,
)
BRIDGE_LABELS = label_set(
    BRIDGE,
    [
        span(BRIDGE, "a1", "actor", "Quelle", **STATE),
        span(BRIDGE, "a2", "actor", "Arda", **STATE | {"country": "ARD"}),
        span(
            BRIDGE, "s1", "stance", "supports the bridge plan", polarity="favor", target="bridge plan", voice="author"
        ),
        span(
            BRIDGE, "s2", "stance", "took no side in the dispute", polarity="neutral", target="dispute", voice="author"
        ),
        span(BRIDGE, "d1", "date", "last week", type="DATE", value="2026-W17"),
    ],
    [Relation("holder", "s1", "a1"), Relation("holder", "s2", "a2")],
)


def write_seeds(folder: Path, texts: Mapping[str, str] = TEXTS, day: str = "2026-05-01") -> Path:
    """Write seed files, each of the same day, and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(f" date {day} {text}\n", encoding="utf-8")
    return folder


def write_project(folder: Path, label_sets: Iterable[LabelSet] = (FERRY_LABELS, BRIDGE_LABELS)) -> Path:
    """Write ``seeds/`` with the articles of `TEXTS` and ``labels/``, and return the folder that they are in."""
    write_seeds(folder / "seeds")
    LabelStore(folder / "labels").put(label_sets)
    return folder


def invented_texts(number: int, words: int = 60) -> dict[str, str]:
    """Return texts by id that are no near-duplicates of each other."""
    return {
        f"n{index:04d}": " ".join(f"w{index}x{place}" for place in range(words)) + ". It ended."
        for index in range(number)
    }
