"""Made-up stance rows, easy enough for a linear classifier to learn."""

from __future__ import annotations

import random
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
            rows.append(Row(sentence(label, 100 * article + place), label, target, f"article-{article}", voice))
    return rows


def example_data(*, targets: tuple[str, ...] = (), test_articles: int = 12) -> StanceData:
    return StanceData(
        "example",
        CLASSES,
        tuple(example_rows(18, targets=targets)),
        tuple(example_rows(test_articles, first=18, targets=targets)),
    )


def write_corpus(folder: Path, splits: dict[str, list[Row]], classes: tuple[str, ...] = CLASSES) -> Path:
    """Write a corpus with a stance config as `datasets` reads it, and return its folder."""
    import datasets

    features = datasets.Features(
        {
            "article_id": datasets.Value("string"),
            "text": datasets.Value("string"),
            "target": datasets.Value("string"),
            "voice": datasets.Value("string"),
            "label": datasets.ClassLabel(names=list(classes)),
        }
    )
    lines = ["---", "configs:", "- config_name: stance", "  data_files:"]
    for split, rows in splits.items():
        records = [
            {
                "article_id": row.article,
                "text": row.text,
                "target": row.target or None,
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
