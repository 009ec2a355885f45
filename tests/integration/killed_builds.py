"""Build a project again and again, and die by SIGKILL a moment later each time, until a build lives to its end.

Usage: killed_builds.py PROJECT OUT. Before the n-th time that a file or folder in the corpus is touched, the n-th build
dies in ``OUT/<n>/killed``; ``OUT/<n>/resumed`` is a copy of that in which a further build was left alone.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

from standoff.corpus import build
from standoff.scheme import load_scheme

# What is kept for later builds is touched three times as often: too often for every run of the tests.
WATCHED = ("corpus", ".standoff") if os.environ.get("HYPOTHESIS_PROFILE") == "thorough" else ("corpus",)
TOUCHING = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir")


def build_in_a_fork(project: Path, fatal: int) -> bool:
    """Build in a process that dies at the `fatal`-th touch, and say whether it did."""
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    touched = 0
    places = tuple(str(project / name) for name in WATCHED)

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal touched
        if event in TOUCHING and str(arguments[0]).startswith(places):
            touched += 1
            if touched == fatal:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    build(scheme=load_scheme(), seeds=project / "seeds", labels=project / "labels", corpus=project / "corpus")
    os._exit(0)


def main(project: Path, out: Path) -> None:
    died, moment = True, 0
    while died:
        moment += 1
        killed = shutil.copytree(project, out / str(moment) / "killed")
        died = build_in_a_fork(killed, moment)
        resumed = shutil.copytree(killed, out / str(moment) / "resumed")
        build_in_a_fork(resumed, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
