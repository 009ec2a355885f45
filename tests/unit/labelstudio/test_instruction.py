"""The instruction says what the scheme says, as inert HTML."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from standoff.labelstudio.instruction import instruction_html
from standoff.scheme import Decision, Example
from tests.strategies import NEWS_CONFLICT


class Reading(HTMLParser):
    """The tags and the text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.marked: list[str] = []
        self.words = ""
        self._in_mark = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        self._in_mark = tag == "mark"

    def handle_data(self, data: str) -> None:
        self.words += data
        if self._in_mark:
            self.marked.append(data)
            self._in_mark = False


def test_everything_an_annotator_needs_is_there() -> None:
    reading = Reading(instruction_html(NEWS_CONFLICT))
    for span in NEWS_CONFLICT.spans.values():
        texts = [span.title, span.definition, span.extent, *(example.note for example in span.examples)]
        texts += [example.text for example in span.counterexamples]
        for attribute in span.attributes.values():
            texts += [attribute.title, attribute.hint, *attribute.values, *attribute.values.values()]
        assert [text for text in texts if text not in reading.words] == []
    for relation in NEWS_CONFLICT.relations.values():
        assert f"Relation {relation.title} to " in reading.words
        assert relation.definition in reading.words
    for decision in NEWS_CONFLICT.decisions:
        for when, then in decision.rows:
            assert when + then in reading.words


def test_what_a_scheme_leaves_out_is_left_out() -> None:
    bare = replace(NEWS_CONFLICT.spans["actor"], hotkey="", extent="", examples=(), counterexamples=(), attributes={})
    words = Reading(instruction_html(replace(NEWS_CONFLICT, spans={"actor": bare}, relations={}, decisions=()))).words
    assert words.endswith(f"ActorWhat it is. {bare.definition}")


def test_the_spans_of_examples_are_marked() -> None:
    reading = Reading(instruction_html(NEWS_CONFLICT))
    assert "[" not in reading.words
    assert reading.marked[:2] == ["Foreign Minister Ines Varga", "Ardan negotiators"]


def test_hostile_texts_stay_texts() -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>&amp;"
    actor = replace(
        NEWS_CONFLICT.spans["actor"], title=bad, definition=bad, extent=bad, examples=(Example(f"{bad} [{bad}]", bad),)
    )
    scheme = replace(
        NEWS_CONFLICT,
        title=bad,
        description=bad,
        spans={**NEWS_CONFLICT.spans, "actor": actor},
        decisions=(Decision(bad, ((bad, bad),)),),
    )
    reading = Reading(instruction_html(scheme))
    assert not reading.tags & {"script", "img"}
    assert reading.attributes == [("class", "standoff-guidelines")]
    assert reading.words.count(bad) >= 10
