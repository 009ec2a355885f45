"""Label Studio in a virtual environment of its own, with an empty database ready to be copied.

Label Studio pins its own numpy, pandas and pyarrow, so it cannot share an environment with anything else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock

from standoff.errors import StandoffError

VERSION: Final = "1.23.2"
"""The version of Label Studio that is installed, and that everything here is tested with."""

Report = Callable[[str, str], None]
"""Takes a stage of long work and a detail of it, which may be empty."""

_OFFLINE: Final = {
    "COLLECT_ANALYTICS": "false",
    "LATEST_VERSION_CHECK": "false",
    "SENTRY_DSN": "",
    "FRONTEND_SENTRY_DSN": "",
    "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
    "LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK": "true",
    # A web page that a browser on this machine shows cannot reach the server under a name of its own (DNS rebinding).
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "PYTHONUNBUFFERED": "1",
}
_KEPT: Final = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ")


@dataclass(frozen=True)
class Installation:
    """Where Label Studio is, or will be, installed."""

    folder: Path

    @property
    def program(self) -> Path:
        """The ``label-studio`` command."""
        return self.folder / "bin" / "label-studio"

    @property
    def empty_database(self) -> Path:
        """A database with every migration applied and nothing in it: copying it saves a minute at the first start."""
        return self.folder / "empty" / "label_studio.sqlite3"

    @property
    def is_complete(self) -> bool:
        """Whether the installation ran to its end."""
        return self._marker.exists()

    @property
    def _marker(self) -> Path:
        return self.folder / "complete"

    def environment(self, data: Path) -> dict[str, str]:
        """Return the environment for a server that keeps its data in the folder `data` and stays offline.

        Little else is inherited: a ``PORT`` or ``LABEL_STUDIO_…`` set for something else would change the server.
        """
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        return {**kept, **_OFFLINE, "LABEL_STUDIO_BASE_DATA_DIR": str(data.absolute())}

    def install(self, report: Report) -> None:
        """Install Label Studio, from the start if an earlier installation was interrupted.

        Raises
        ------
        StandoffError
            If a step fails; the error ends with what the step printed last.
        """
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        stage = f"Installing Label Studio {VERSION} into {self.folder} (once, about 1 GB)"
        python = str(self.folder / "bin" / "python")
        pip = [python, "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

        report(stage, "")
        _run([sys.executable, "-m", "venv", str(self.folder)], inherited, lambda _line: None)
        _run([*pip, f"label-studio=={VERSION}"], inherited, lambda line: report(stage, line))
        report("Preparing an empty Label Studio database (once, about a minute)", "")
        data = self.empty_database.parent
        data.mkdir()
        # Any command applies the migrations first; this one then only prints.
        _run([str(self.program), "version"], self.environment(data), lambda _line: None)
        self._marker.touch()


def home() -> Path:
    """Return the folder of what a user's projects share: ``$STANDOFF_HOME``, or ``standoff`` in the data folder."""
    if named := os.environ.get("STANDOFF_HOME"):
        return Path(named)
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "standoff"


def ensure_installed(report: Report) -> Installation:
    """Return the installation of Label Studio, which is made if there is none; a second caller waits for the first.

    Raises
    ------
    StandoffError
        If it cannot be installed.
    """
    installation = Installation(home() / f"label-studio-{VERSION}")
    if not installation.is_complete:
        installation.folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{installation.folder}.lock"):
            if not installation.is_complete:
                installation.install(report)
    return installation


def _run(command: list[str], environment: Mapping[str, str], on_line: Callable[[str], None]) -> None:
    last: deque[str] = deque(maxlen=15)
    with subprocess.Popen(
        command, env=dict(environment), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        for line in process.stdout:
            last.append(line)
            on_line(line.strip())
    if process.returncode:
        step = " ".join([Path(command[0]).name, *command[1:4]])
        raise StandoffError(
            f"{step} failed ({process.returncode}):\n{''.join(last).rstrip()}",
            hint="once the cause is gone, run the same command again; the installation starts anew",
        )
