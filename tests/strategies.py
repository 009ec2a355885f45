"""What all property tests draw from: texts, articles, schemes and label sets, as awkward as real ones can be."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from standoff.dates.grammar import grammar
from standoff.dates.vocabulary import SHAPES
from standoff.records import Article, LabelSet, Relation, Span
from standoff.scheme import Attribute, RelationType, Scheme, SpanType, load_scheme
from standoff.text import canonical, has_edge_space

NEWS_CONFLICT = load_scheme()

# Each has bitten an annotation tool: astral characters, joiners, combining marks, right-to-left text, odd white space,
# markup, template syntax, abbreviations.
AWKWARD = [
    *(
        "😀",
        "👩‍👩‍👧‍👦",
        "🇺🇳",
        "𝔸",
        "e\u0301",
        "नमस्ते",
        "مرحبا",
        "שלום",
        "\u202e",
        "\u200b",
        "\u00a0",
        "\u2028",
        "\u0085",
        "\ufeff",
    ),
    *(
        "<b>",
        "&amp;",
        "</Text>",
        "{{x}}",
        "$text",
        "\\n",
        "’",
        "“quoted”",
        "U.S.",
        "Gen. X",
        "19",
        "al-Qaeda",
        "(",
        "]",
    ),
    *(
        " ",
        "  ",
        "\n",
        "\n\n",
        "\t",
        ". ",
        "The",
        "ministry",
        "said",
        "on Saturday",
        "last month",
        "threatened to",
        "rejected",
    ),
]

any_char = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
pieces = st.one_of(st.sampled_from(AWKWARD), st.text(any_char, min_size=1, max_size=6), st.just(" "))


def texts(max_pieces: int = 30) -> st.SearchStrategy[str]:
    """Canonical, non-empty texts."""
    joined = st.lists(pieces, min_size=1, max_size=max_pieces).map(lambda found: canonical("".join(found)))
    return joined.filter(bool)


dates = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
times = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
ids = st.from_regex(r"[A-Za-z0-9_-]{1,12}", fullmatch=True)
one_line = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=20).map(str.strip)

FORMS = """
2021-05-01T14:30 2021-05-01 2021/05/01 5/1/2021 1.5.2021 7:30 23:59:59 7.30 1990s 1800s '98 3rd $5 12% 2020-21 1999
2 1/2 1,000,000 0
""".split()  # noqa: SIM905

# Words that date expressions and actors are made of, in rows that no writer would write.
TEMPORAL = """
the a an this that last next past coming following previous early late mid end of in on by since until from to and or
about nearly more than at least up two three nineteen twenty hundred thousand half several few first second third
Monday Saturday Mondays May March Sept. Dec. 1 15 31 3rd 1998 2021 1990s '98 7:30 2021-05-01 5/1/2021 1,000 2.5 p.m.
GMT noon night morning spring winter Christmas Easter today tomorrow day days week weeks month quarter year years
decade century weekend ago earlier later every each other daily annually now recently future times once twice old long
- , 's . will said met before after ended fiscal so far
""".split()  # noqa: SIM905 - a list of words reads best as words
ACTING = """
the a its Iran Turkish U.S. Washington Doha Moscow Taliban NATO Houthis President Foreign Minister Gen. spokesman
envoy former deputy Varga Ines al-Karim bin Putin Biden Erdogan troops government army rebels officials leaders
protesters two 1,500 all foreign armed Party Council Ministry of for and , 's ’s ( ) . said that in at to traveled
from south Black Sea Treaty -led administration
""".split()  # noqa: SIM905


def temporal_texts(max_words: int = 25) -> st.SearchStrategy[str]:
    """Texts of words of time."""
    return st.lists(st.sampled_from(TEMPORAL), min_size=1, max_size=max_words).map(" ".join)


def grammar_texts(max_words: int = 25) -> st.SearchStrategy[str]:
    """Texts of every word that the date tagger knows, and of numbers in every form that it knows."""
    words = [word for word in grammar().vocabulary.symbols if word not in SHAPES]
    numbers = st.sampled_from(FORMS) | st.integers(0, 9999).map(str)
    word = st.sampled_from(words) | st.sampled_from(words).map(str.title) | numbers
    return st.lists(word, min_size=1, max_size=max_words).map(" ".join)


def news_articles() -> st.SearchStrategy[Article]:
    """Articles of words of actors and of time."""
    words = st.lists(st.sampled_from(ACTING + TEMPORAL[:40]), min_size=1, max_size=30)
    return st.builds(lambda found, dct: Article("a", dct, " ".join(found)), words, dates)


@st.composite
def articles(draw: st.DrawFn, max_pieces: int = 30) -> Article:
    """Articles with every kind of text."""
    return Article(id=draw(ids), dct=draw(dates), text=draw(texts(max_pieces)), title=draw(one_line))


def attribute_values(attribute: Attribute, timex_type: str = "DATE") -> st.SearchStrategy[str]:
    """Values that fit an attribute (one with a pattern must be generable from it)."""
    if attribute.kind == "choice":
        return st.sampled_from(list(attribute.values))
    if attribute.kind == "timex3":
        return st.sampled_from(
            {
                "DATE": ["2021-03-27", "2021-03", "2021", "199", "2021-W12", "2021-Q1", "PRESENT_REF", "XXXX-05-01"],
                "TIME": ["2021-03-27TMO", "2021-03-27T09:30", "T12:00"],
                "DURATION": ["P19Y", "PT24H", "P1M2W", "PXD", "P1.5Y"],
                "SET": ["XXXX-WXX-1", "P1D"],
            }[timex_type]
        )
    if attribute.pattern:
        return st.from_regex(attribute.pattern, fullmatch=True)
    return st.text(any_char, min_size=1, max_size=12).filter(lambda value: bool(value.strip()))


@st.composite
def attributes(draw: st.DrawFn, scheme: Scheme, type_: str) -> dict[str, str]:
    """Attributes of a span of that type: all required ones, and some of the others."""
    found: dict[str, str] = {}
    for name, attribute in scheme.spans[type_].attributes.items():
        if attribute.required or draw(st.booleans()):
            found[name] = draw(attribute_values(attribute, found.get("type", "DATE")))
    return found


@st.composite
def label_sets(
    draw: st.DrawFn, /, article: Article, scheme: Scheme = NEWS_CONFLICT, max_spans: int = 8, **fields: Any
) -> LabelSet:
    """Label sets of an article without a fault: spans may nest and overlap, relations join what they may join."""
    extents = st.tuples(st.integers(0, len(article.text) - 1), st.integers(1, 40))
    spans: list[Span] = []
    taken: set[tuple[str, int, int]] = set()
    for start, length in draw(st.lists(extents, max_size=max_spans)):
        end = min(start + length, len(article.text))
        type_ = draw(st.sampled_from(list(scheme.spans)))
        if has_edge_space(article.text[start:end]) or (type_, start, end) in taken:
            continue
        taken.add((type_, start, end))
        spans.append(Span(f"r{len(spans)}", type_, start, end, draw(attributes(scheme, type_))))
    possible = [
        Relation(relation.name, one.id, other.id)
        for relation in scheme.relations.values()
        for one in spans
        for other in spans
        if one.type in relation.from_types and other.type in relation.to_types
    ]
    relations = draw(st.lists(st.sampled_from(possible), unique=True, max_size=4)) if possible else []
    created, updated = sorted([draw(times), draw(times)])
    values: dict[str, Any] = {
        "annotator": draw(st.sampled_from(["anna", "ben", "machine-1"])),
        "origin": draw(st.sampled_from(["human", "imported", "machine"])),
        "tool": draw(one_line),
        "lead_time": draw(st.none() | st.floats(0, 1e6)),
    }
    return LabelSet(
        article_id=article.id,
        sha256=article.sha256,
        scheme=scheme.name,
        scheme_version=scheme.version,
        created=created,
        updated=updated,
        spans=tuple(spans),
        relations=tuple(relations),
        **values | fields,
    )


names = st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,5}", fullmatch=True)
titles = st.text(any_char, min_size=1, max_size=12) | st.sampled_from(AWKWARD)
# Not every character can stand in XML, and a value, unlike a title, must arrive as it is.
carried = st.text(st.characters(exclude_categories=["Cc", "Cn", "Cs"]), min_size=1, max_size=12)
choice_values = (carried | st.sampled_from(AWKWARD)).map(lambda value: " ".join(value.split())).filter(bool)


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """People's own schemes, whose titles, descriptions and values may be any text."""

    def attribute(name: str) -> Attribute:
        kind = draw(st.sampled_from(["choice", "text", "timex3"]))
        values = dict.fromkeys(draw(st.lists(choice_values, min_size=1, max_size=6)), draw(titles))
        return Attribute(
            name=name,
            title=draw(titles),
            kind=kind,  # type: ignore[arg-type]  # one of the kinds
            required=draw(st.booleans()),
            values=values if kind == "choice" else {},
            hint=draw(titles),
        )

    keys = iter(draw(st.permutations("abcdefghij")))
    spans = {
        name: SpanType(
            name=name,
            title=draw(titles),
            definition=draw(titles),
            extent=draw(titles),
            color=draw(st.from_regex(r"#[0-9A-F]{6}", fullmatch=True)),
            hotkey=next(keys) if draw(st.booleans()) else "",
            attributes={name: attribute(name) for name in draw(st.lists(names, max_size=3, unique=True))},
        )
        for name in draw(st.lists(names, min_size=1, max_size=4, unique=True))
    }
    ends = st.lists(st.sampled_from(list(spans)), min_size=1, max_size=2, unique=True).map(tuple)
    relations = {
        name: RelationType(name, draw(titles), draw(ends), draw(ends), draw(titles))
        for name in draw(st.lists(names, max_size=3, unique=True))
    }
    return Scheme(draw(st.just("own")), draw(st.integers(1, 9)), draw(titles), spans, relations, draw(titles))
