from __future__ import annotations

from pathlib import Path

from standoff.articles.listing import InputFile, list_files


def listed(*paths: Path) -> list[str]:
    return [item.path if isinstance(item, InputFile) else item.code for item in list_files(paths)]


def test_a_file_is_listed_once_under_whatever_names(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    (folder / "sub").mkdir(parents=True)
    for name in ("b.txt", "a.jsonl", "sub/c.csv", "sub/.hidden.txt", "notes.md"):
        (folder / name).touch()
    whole = [str(folder / name) for name in ("a.jsonl", "b.txt", "sub/c.csv")]
    assert listed(folder) == whole
    assert listed(folder, folder / "b.txt", folder / "sub", folder) == whole
    assert listed(folder / "b.txt", folder) == [whole[1], whole[0], whole[2]]
    (folder / "0.txt").symlink_to(folder / "b.txt")
    (tmp_path / "away.txt").touch()
    (folder / "1.txt").symlink_to(tmp_path / "away.txt")
    (folder / "2.txt").symlink_to(tmp_path / "away.txt")
    assert listed(folder) == [str(folder / "1.txt"), *whole]


def test_a_linked_folder_is_not_entered(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    (tmp_path / "loop.txt").symlink_to(tmp_path)
    assert listed(tmp_path) == [str(tmp_path / "a.txt")]
