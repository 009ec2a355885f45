from __future__ import annotations

import pytest

from standoff.corpus.encoded import Encoded
from standoff.corpus.sentences import LONGEST, paragraphs, sentences, sentences_of_all


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. envoy left. Talks go on.", ["The U.S. envoy left.", "Talks go on."]),
        ("“It is over,” he said. “Really.” She left.", ["“It is over,” he said.", "“Really.”", "She left."]),
        ("Head\n\nBody of it. ", ["Head", "Body of it."]),
        ("One\n \t\nTwo", ["One", "Two"]),
        ("No end", ["No end"]),
        ("😀 One. 𝔸 two.", ["😀 One.", "𝔸 two."]),
        ("Gen. Reyl spoke. He left on Feb. 3.", ["Gen. Reyl spoke.", "He left on Feb. 3."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("space", ["\u00a0", "\u2028", "\u0085", "\u3000", "\x1c"])
def test_odd_white_space_moves_no_offset(space: str) -> None:
    text = f"The envoy{space}left.{space}Talks go{space}on."
    assert words(text) == [f"The envoy{space}left.", f"Talks go{space}on."]


@pytest.mark.parametrize(("left", "right"), [('"', '"'), ("(", ")")])
def test_a_pair_of_marks_does_not_glue_a_whole_article_together(left: str, right: str) -> None:
    text = left + "The talks went on.  The envoy left. " * 60 + right
    assert max(end - start for start, end in sentences(text)) < LONGEST
    assert words(text)[1:3] == ["The envoy left.", "The talks went on."]


def test_what_no_rule_can_part_falls_back_to_lines() -> None:
    line = "(" + "word " * 150
    text = f"{line}\n{line}"
    assert words(text) == [line.strip(), line.strip()]
    assert words("(" + "x" * 3000) == ["(" + "x" * 3000]


def test_paragraphs() -> None:
    text = "One\nline.\n\n \nTwo.\n\n\n\nThree"
    assert [text[start:end] for start, end in paragraphs(text)] == ["One\nline.", "Two.", "Three"]
    assert paragraphs("") == []


def test_a_text_that_is_glued_together_and_one_with_odd_space_stand_among_others() -> None:
    texts = ["One. Two.", '"' + "The talks went on. " * 60 + '"', "", "Three.\n \nFour\u00a0five. Six."]
    counts, starts, ends = sentences_of_all(Encoded(texts), ["en"] * 4)
    whole = "".join(texts)
    found = [whole[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    assert found == [text[start:end] for text in texts for start, end in sentences(text)]
    assert counts.tolist() == [len(sentences(text)) for text in texts]
