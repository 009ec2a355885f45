"""Made-up stance rows, easy enough for a linear classifier to learn."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from pathlib import Path

from standoff.baseline.rows import Row, StanceData

CLASSES = ("favor", "against", "neutral", "none")

WORDS = {
    "favor": ("backs", "welcomes", "supports", "praises"),
    "against": ("rejects", "condemns", "opposes", "denounces"),
    "none": ("visits", "passes", "describes", "reaches"),
}
PEOPLE = ("Ines Varga", "Tomas Reyl", "the council", "the ministry", "the envoy", "a spokesman")
THINGS = ("the ceasefire", "the border post", "the summit", "the pipeline", "the ferry line")


def sentence(label: str, number: int) -> str:
    draw = random.Random(number)
    extra = " ".join("".join(draw.choices("bdfgklmnprst", k=2)) + draw.choice("aeiou") for _ in range(6))
    return f"{draw.choice(PEOPLE)} {draw.choice(WORDS[label])} {draw.choice(THINGS)} {extra}."


def example_rows(articles: int, *, first: int = 0, per_article: int = 6, targets: tuple[str, ...] = ()) -> list[Row]:
    """Rows of articles, all three labels in each; targets go round, if there are any."""
    rows = []
    for article in range(first, first + articles):
        for place in range(per_article):
            label = tuple(WORDS)[place % 3]
            target = targets[(article + place // 3) % len(targets)] if targets else ""
            voice = "" if label == "none" else ("author", "quoted")[place % 2]
            rows.append(
                Row(
                    text=sentence(label, 100 * article + place),
                    label=label,
                    target=target,
                    article=f"article-{article}",
                    group=f"group-{article}",
                    voice=voice,
                )
            )
    return rows


def example_data(*, targets: tuple[str, ...] = (), test_articles: int = 12) -> StanceData:
    return StanceData(
        "example",
        CLASSES,
        tuple(example_rows(18, targets=targets)),
        tuple(example_rows(test_articles, first=18, targets=targets)),
    )


def given_rows(articles: int, *, first: int = 0) -> list[Row]:
    """Rows of stances whose words are given, in texts with the cues of another stance before or after them."""
    rows = []
    for number, row in enumerate(example_rows(articles, first=first)):
        draw = random.Random(number)
        other = sentence(draw.choice(("favor", "against")), 10_000 + number)
        parts = [other, row.text] if draw.random() < 0.5 else [row.text, other]
        text = " ".join(parts)
        start = text.index(row.text)
        span = (start, start + len(row.text))
        rows.append(replace(row, text=text, span=span, holder=row.text[:5], target="the plan"))
    return rows


def write_corpus(
    folder: Path,
    splits: dict[str, list[Row]],
    classes: tuple[str, ...] = CLASSES,
    annotator: str | None = None,
) -> Path:
    """Write a corpus with a stance config as `datasets` reads it, and return its folder."""
    import datasets

    features = datasets.Features(
        {
            "article_id": datasets.Value("string"),
            "text": datasets.Value("string"),
            "target": datasets.Value("string"),
            "holder": datasets.Value("string"),
            "span_start": datasets.Value("int32"),
            "span_end": datasets.Value("int32"),
            "group": datasets.Value("string"),
            "annotator": datasets.Value("string"),
            "voice": datasets.ClassLabel(names=["author", "quoted", "paraphrased"]),
            "label": datasets.ClassLabel(names=list(classes)),
        }
    )
    # Without a description that changes with the content, `datasets` would give rows of an earlier test from its cache.
    digest = hashlib.sha256(repr((splits, classes, annotator)).encode()).hexdigest()
    lines = ["---", "configs:", "- config_name: stance", f"  description: {digest}", "  data_files:"]
    for split, rows in splits.items():
        records = [
            {
                "article_id": row.article,
                "text": row.text,
                "group": row.group or None,
                "annotator": annotator,
                "target": row.target or None,
                "holder": row.holder or None,
                "span_start": row.span[0] if row.span else None,
                "span_end": row.span[1] if row.span else None,
                "voice": row.voice or None,
                "label": row.label,
            }
            for row in rows
        ]
        path = folder / "data" / "stance" / f"{split}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        datasets.Dataset.from_list(records, features=features).to_parquet(path)
        lines += [f"  - split: {split}", f"    path: data/stance/{split}.parquet"]
    (folder / "README.md").write_text("\n".join([*lines, "---", ""]), encoding="utf-8")
    return folder
