"""The article and labels that the golden files hold.

They have a character beyond UTF-16's first plane, a span over a line break, a span that ends within a word, spans of
one type within each other, and values with every reserved character.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from standoff.corpus.sentences import sentences
from standoff.corpus.tokens import tokenize
from standoff.formats import Context, KnownArticles
from standoff.records import Article, LabelSet, Relation, Span
from standoff.scheme import load_scheme

GOLDEN = Path(__file__).parents[2] / "golden"
SCHEME = load_scheme()
MADE, CHANGED = datetime(2024, 5, 7, 9, 30, tzinfo=UTC), datetime(2024, 5, 7, 9, 45, tzinfo=UTC)
IMPORTED = datetime(2024, 6, 1, tzinfo=UTC)

ARTICLE = Article(
    id="ardan",
    dct=date(2024, 5, 7),
    title="No to the plan",
    url="https://news.example/ardan",
    text=(
        "Ardan 😀 envoy Ines Varga rejected the U.S.-led plan on Monday. She will not sign_it.\n"
        "\n"
        "The army vowed to\nshell the port by May 1."
    ),
)


def span(id_: str, type_: str, words: str, **attributes: str) -> Span:
    """Return the span of these words, which stand in the text once."""
    start = ARTICLE.text.index(words)
    return Span(id_, type_, start, start + len(words), attributes)


LABELS = LabelSet(
    article_id=ARTICLE.id,
    sha256=ARTICLE.sha256,
    scheme=SCHEME.name,
    scheme_version=SCHEME.version,
    annotator="anna",
    origin="human",
    created=MADE,
    updated=CHANGED,
    tool="Label Studio",
    lead_time=93.5,
    spans=(
        span("a1", "actor", "envoy Ines Varga", kind="person", mention="name"),
        span("a2", "actor", "Ines Varga", kind="person", mention="name"),
        span("a3", "actor", "She", kind="person", mention="pronoun"),
        span("a4", "actor", "army", kind="state", mention="nominal"),
        span("d1", "date", "Monday", type="DATE", value="2024-05-06"),
        span("d2", "date", "May 1", type="DATE", value="2025-05-01"),
        span(
            "s1", "stance", "rejected the U.S.-led plan", polarity="against", target="[U.S.]|plan_*;\\", voice="author"
        ),
        span("s2", "stance", "will not sign", polarity="against", target="plan\n->\tlaw", voice="author"),
        span("t1", "threat", "vowed to\nshell the port", mode="force", conditional="no", status="made"),
    ),
    relations=(
        Relation("holder", "s1", "a1"),
        Relation("holder", "s2", "a3"),
        Relation("holder", "s2", "a2"),
        Relation("source", "t1", "a4"),
        Relation("deadline", "t1", "d2"),
    ),
)


def segment(text: str) -> list[list[tuple[int, int]]]:
    """Return the tokens of each sentence, as the command line gives them to formats."""
    return [tokenize(text, start, end) for start, end in sentences(text)]


def context(*known: Article, **changes: object) -> Context:
    """Return what an import needs, with some articles at hand."""
    values = {"scheme": SCHEME, "name": "ardan", "annotator": "ben", "time": IMPORTED, "path": "file"}
    return Context(**(values | {"known": KnownArticles(known)} | changes))  # type: ignore[arg-type]


def golden(name: str) -> bytes:
    """Return the content of a golden file."""
    return (GOLDEN / name).read_bytes()
