from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from standoff.baseline.cues import FAVORABLE, UNFAVORABLE, word


@pytest.mark.parametrize(
    ("token", "base", "cue"),
    [
        ("praise", "praise", FAVORABLE),
        ("praising", "praise", FAVORABLE),
        ("Applauded", "applaud", FAVORABLE),
        ("allies", "ally", FAVORABLE),
        ("bravely", "brave", FAVORABLE),
        ("stabbed", "stab", UNFAVORABLE),
        ("bullied", "bully", UNFAVORABLE),
        ("critics", "critic", UNFAVORABLE),
        ("table", "", 0),
        ("ed", "", 0),
    ],
)
def test_cues_are_known_in_their_inflected_forms(token: str, base: str, cue: int) -> None:
    assert (word(token).base, word(token).cue) == (base, cue)


def test_what_words_do_to_others() -> None:
    assert [token for token in ("not", "didn’t", "wouldn't", "Never", "often") if word(token).negates] == [
        "not", "didn’t", "wouldn't", "Never",
    ]  # fmt: skip
    assert [token for token in (",", "but", "”", "’s", "%", "house") if word(token).parts] == [",", "but", "”"]
    assert [token for token in ("Varga", "she", "I", "house") if word(token).names] == ["Varga", "she"]


@pytest.mark.parametrize(
    ("token", "tag"),
    [
        ("said", "speech"), ("Of", "of"), (",", ","), ("’s", "'s"), ("didn’t", "n't"), ("praised", "cue"),
        ("Varga", "name"), ("opened", "ed"), ("table", "other"), ("42", "other"),
    ],
)  # fmt: skip
def test_what_a_word_is_in_a_pattern(token: str, tag: str) -> None:
    assert word(token).tag == tag


def test_no_word_is_in_two_lists_of_cues() -> None:
    text = resources.files("standoff.baseline").joinpath("data/cues.toml").read_text(encoding="utf-8")
    favorable, unfavorable = (tomllib.loads(text)[name].split() for name in ("favorable", "unfavorable"))
    assert not set(favorable) & set(unfavorable)
    for words in (favorable, unfavorable):
        assert words == sorted(set(words))


def test_function_words_are_no_verbs_of_saying() -> None:
    text = resources.files("standoff.baseline").joinpath("data/cues.toml").read_text(encoding="utf-8")
    function, speech = (tomllib.loads(text)[name].split() for name in ("function", "speech"))
    assert not set(function) & set(speech)
    assert len(function) == len(set(function))
    assert speech == sorted(set(speech))
