from __future__ import annotations

import hashlib
from pathlib import Path

from standoff.corpus.publish import PlannedFile, plan_publish
from tests.fake_hub import git_digest

SHARD = "data/articles/train-00000-of-00001-d957546e0781.parquet"
OLD = "data/articles/train-00000-of-00001-000000000000.parquet"


def test_the_plan_compares_by_content_and_removes_only_data_of_ours(tmp_path: Path) -> None:
    (tmp_path / "data" / "articles").mkdir(parents=True)
    (tmp_path / ".lock").touch()
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache" / "sketch.npy").write_bytes(b"kept here")
    contents = {"README.md": b"card", "manifest.json": b"{}", SHARD: b"rows"}
    for path, data in contents.items():
        (tmp_path / path).write_bytes(data)
    sha256 = hashlib.sha256(b"rows").hexdigest()
    there = {
        "README.md": (4, git_digest(b"CARD")),
        "manifest.json": (2, git_digest(b"{}")),
        SHARD: (4, sha256),
        OLD: (9, "0" * 64),
        "data/notes.parquet": (9, "0" * 64),
        ".gitattributes": (9, "0" * 40),
    }
    assert plan_publish(tmp_path, there) == (
        PlannedFile("README.md", 4, "changed"),
        PlannedFile(SHARD, 4, "same"),
        PlannedFile("manifest.json", 2, "same"),
        PlannedFile(OLD, 9, "gone"),
    )
    assert {file.state for file in plan_publish(tmp_path, {})} == {"new"}
    assert plan_publish(tmp_path, {SHARD: (5, sha256)})[1].state == "changed"
