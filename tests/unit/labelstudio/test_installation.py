from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from standoff.errors import StandoffError
from standoff.labelstudio import installation as module
from standoff.labelstudio.installation import VERSION, Installation, ensure_installed, home


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANDOFF_HOME", str(tmp_path / "home"))


def test_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert home() == tmp_path / "home"
    monkeypatch.delenv("STANDOFF_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert home() == tmp_path / "data" / "standoff"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert home() == tmp_path / ".local" / "share" / "standoff"


def test_the_server_stays_offline_and_inherits_nothing_that_would_change_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("PORT", "LABEL_STUDIO_API_KEY", "DJANGO_DB", "HTTP_PROXY"):
        monkeypatch.setenv(name, "x")
    environment = Installation(tmp_path).environment(Path("data"))
    assert not environment.keys() & {"PORT", "LABEL_STUDIO_API_KEY", "DJANGO_DB", "HTTP_PROXY"}
    assert environment["COLLECT_ANALYTICS"] == environment["LATEST_VERSION_CHECK"] == "false"
    assert Path(environment["LABEL_STUDIO_BASE_DATA_DIR"]).is_absolute()


class Steps:
    """The steps of an installation, which are only noted."""

    def __init__(self, failing: str = "") -> None:
        self.failing = failing
        self.commands: list[str] = []

    def __call__(self, command: list[str], environment: Mapping[str, str], on_line: Callable[[str], None]) -> None:
        self.commands.append(" ".join(command))
        on_line("Collecting label-studio")
        if self.failing and self.failing in command:
            raise StandoffError("the step failed")


def test_it_is_installed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    steps, reported = Steps(), []
    monkeypatch.setattr(module, "_run", steps)
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    for _ in range(2):
        installation = ensure_installed(lambda stage, detail: reported.append((stage.split()[0], detail)))
    assert installation.is_complete
    assert [command.split()[1:3] for command in steps.commands] == [["-m", "venv"], ["-m", "pip"], ["version"]]
    assert f"label-studio=={VERSION}" in steps.commands[1]
    assert reported == [("Installing", ""), ("Installing", "Collecting label-studio"), ("Preparing", "")]


def test_an_interrupted_installation_starts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_run", Steps(failing="version"))
    with pytest.raises(StandoffError, match="the step failed"):
        ensure_installed(lambda _stage, _detail: None)
    left = home() / f"label-studio-{VERSION}"
    assert not Installation(left).is_complete
    (left / "leftover").touch()
    monkeypatch.setattr(module, "_run", Steps())
    assert ensure_installed(lambda _stage, _detail: None).is_complete
    assert not (left / "leftover").exists()


def test_a_step_that_fails_ends_with_what_it_printed_last() -> None:
    lines: list[str] = []
    script = "for n in range(99): print('line', n)"
    module._run(["python3", "-c", script], {"PATH": "/usr/local/bin:/usr/bin:/bin"}, lines.append)
    assert len(lines) == 99
    with pytest.raises(StandoffError, match="line 98") as error:
        module._run(
            ["python3", "-c", f"{script}\nraise SystemExit(3)"], {"PATH": "/usr/local/bin:/usr/bin:/bin"}, lines.append
        )
    assert "line 9\n" not in str(error.value)
    assert "failed (3)" in str(error.value)
