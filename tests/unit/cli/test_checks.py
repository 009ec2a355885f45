from __future__ import annotations

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from standoff.cli import COMMANDS, common, main
from standoff.errors import ConflictError, FindingsError, MissingError, RemoteError, StandoffError
from standoff.labels import LabelStore
from standoff.scheme import load_scheme, render_guidelines
from tests.projects import write_project
from tests.unit.records.test_check import GOOD, TEXT


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_articles_check(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("date 2024-01-03 Text.")
    good = run("articles", "check", tmp_path)
    assert (good.exit_code, good.stdout) == (0, "1 article fine, 0 faults\n")
    (tmp_path / "b.txt").write_text("Text.")
    bad = run("articles", "check", tmp_path)
    assert (bad.exit_code, bad.stdout) == (1, "1 article fine, 1 fault\n")
    assert f"{tmp_path / 'b.txt'}:1: error: no date at the start of 'Text.' [date-missing]" in bad.stderr
    as_json = run("articles", "check", tmp_path, "--json")
    assert as_json.exit_code == 1
    assert json.loads(as_json.stdout)["findings"][0]["code"] == "date-missing"
    assert run("articles", "check", tmp_path / "none").exit_code == 2


def test_labels_check(tmp_path: Path) -> None:
    store = LabelStore(tmp_path / "labels")
    store.put([GOOD])
    (tmp_path / "a.txt").write_text(f"date 2024-01-03 {TEXT}")
    arguments = ("labels", "check", "--labels", tmp_path / "labels", "--articles")
    good = run(*arguments, tmp_path / "a.txt")
    assert (good.exit_code, good.stdout) == (0, "1 label set with 3 spans, 2 relations: 0 faults\n")
    (tmp_path / "a.txt").write_text("date 2024-01-03 Other text.")
    stale = run(*arguments, tmp_path / "a.txt")
    assert stale.exit_code == 1
    assert "has another text now" in stale.stderr
    assert json.loads(run(*arguments, tmp_path / "a.txt", "--json").stdout)["spans"] == 3
    (tmp_path / "b.txt").write_text("date 2024-01-03 Another.")
    assert "no text at hand for: a" in run(*arguments, tmp_path / "b.txt").stderr
    (tmp_path / "c.txt").write_text("no date")
    assert "date-missing" in run(*arguments, tmp_path / "c.txt").stderr
    assert run(*arguments, tmp_path / "none.txt").exit_code == 2
    assert run("labels", "check", "--labels", tmp_path / "none").exit_code == 2


def test_scheme_commands(tmp_path: Path) -> None:
    assert run("scheme", "check").stdout == "news-conflict version 2: 4 span types, 4 relations, no fault\n"
    assert json.loads(run("scheme", "check", "--json").stdout)["digest"] == load_scheme().digest
    assert run("scheme", "guidelines").stdout == render_guidelines(load_scheme())
    target = tmp_path / "guidelines.md"
    assert run("scheme", "guidelines", "-o", target).stdout == ""
    assert target.read_text() == render_guidelines(load_scheme())
    assert run("scheme", "interface").stdout.startswith("<View")
    missing = run("scheme", "guidelines", "--scheme", "none.yaml")
    assert missing.exit_code == 2
    assert "built-in schemes: news-conflict" in missing.stderr
    (tmp_path / "bad.yaml").write_text("name: x")
    bad = run("scheme", "check", tmp_path / "bad.yaml")
    assert bad.exit_code == 1
    assert "$.version: error: is required" in bad.stderr


def test_every_command_is_listed_and_has_help() -> None:
    listing = run("--help").stdout
    for name, summary in COMMANDS.items():
        assert f"  {name}" in listing
        shown = run(name, "--help")
        assert shown.exit_code == 0, shown.output
        assert summary.split(":")[0].rstrip(".").split()[0] in shown.stdout
    assert run("nonsense").exit_code == 2


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (StandoffError("x"), 1),
        (FindingsError("x", []), 1),
        (MissingError("x"), 2),
        (ConflictError("x"), 3),
        (RemoteError("x", where="there", hint="wait"), 4),
    ],
)
def test_errors_become_exit_codes(error: StandoffError, code: int) -> None:
    with pytest.raises(common._Failure) as caught, common.failures_as_exit_codes():
        raise error
    assert caught.value.exit_code == code
    assert caught.value.message == str(error)


def test_what_the_file_system_refuses_becomes_an_exit_code(tmp_path: Path) -> None:
    with pytest.raises(common._Failure) as caught, common.failures_as_exit_codes():
        (tmp_path / "none").iterdir().__next__()
    assert (caught.value.exit_code, caught.value.message) == (1, f"{tmp_path / 'none'}: No such file or directory")
    with pytest.raises(BrokenPipeError), common.failures_as_exit_codes():
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")


def test_a_file_name_that_is_no_utf_8_is_escaped_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    common.print_json({"path": "\udcff.txt", "number": 2**70})
    assert json.loads(capsys.readouterr().out) == {"path": "\udcff.txt", "number": 2**70}


HEAVY = {"datasets", "pandas", "sklearn", "label_studio_sdk", "pyarrow", "numpy", "httpx"}


@pytest.mark.parametrize(
    "code", ["import standoff", "from standoff.cli import main; main(['--help'], standalone_mode=False)"]
)
def test_start_up_loads_nothing_heavy(code: str) -> None:
    program = f"{code}\nimport sys; print(sorted(set(sys.modules) & {HEAVY}), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_a_build_loads_nothing_that_it_has_no_use_for(tmp_path: Path) -> None:
    write_project(tmp_path)
    code = "from standoff.cli import main; main(['build', '--workers', '1'], standalone_mode=False)"
    unused = HEAVY - {"pyarrow", "numpy"} | {"huggingface_hub"}
    program = f"{code}\nimport sys; print(sorted(set(sys.modules) & {unused}), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stderr.splitlines()[-1] == "[]"
    assert (tmp_path / "corpus" / "README.md").is_file()


def test_progress_is_silent_unless_on_a_terminal(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with common.progress("Reading") as report:
        report(1, 2)
    assert capfd.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with common.progress("Reading", unit="article") as report:
        report(1, None)
        report(2, 2)
    assert "Reading" in capfd.readouterr().err
