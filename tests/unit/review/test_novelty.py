from __future__ import annotations

from standoff.review.novelty import Content, Seen

TEXT = "The ferry to Quelle was late again. Nobody on the pier knew why, and nobody asked."


def test_all_is_new_at_first_and_nothing_the_second_time() -> None:
    seen, content = Seen(), Content.of(TEXT)
    assert seen.copied(content) == 0.0
    seen.add(content)
    assert seen.copied(content) == 1.0
    shouted = Content.of(TEXT.upper().replace(".", "!"))
    assert seen.copied(shouted) == 1.0, "case and marks do not count"


def test_a_near_copy_is_told_from_one_with_the_same_words() -> None:
    seen = Seen()
    seen.add(Content.of(TEXT))
    assert seen.copied(Content.of(f"{TEXT} It rained.")) > 0.8
    same_words = Content.of(" ".join(reversed(TEXT.replace(".", "").replace(",", "").split())))
    assert seen.copied(same_words) == 0.0


def test_texts_without_words_or_with_few() -> None:
    seen = Seen()
    nothing, few = Content.of("… !"), Content.of("It rained.")
    assert seen.copied(nothing) == 0.0
    assert seen.copied(few) == 0.0
    seen.add(few)
    assert seen.copied(few) == 1.0
