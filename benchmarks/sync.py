"""Measure the sync with a real Label Studio on this machine: what a push and a pull cost beside the barest requests.

push        throughput of a push beside a bare bulk import of the same tasks over HTTP, in turns on one server
full pull   all annotations, in a fresh process: seconds, and its largest memory
no change   a pull where nothing changed, and where ten annotations did, beside one full export, in CPU of the server

Every annotation has 20 spans with their attributes. Linux only: the server's CPU time is read from /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import httpx

from standoff.labels import LabelStore
from standoff.labelstudio import pull as pulling
from standoff.labelstudio import push as pushing
from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.connection import Connection, read_connection
from standoff.labelstudio.known import glance_at
from standoff.labelstudio.results import to_results
from standoff.labelstudio.server import down, running, up
from standoff.labelstudio.session import ensure_project, session
from standoff.labelstudio.tasks import to_task
from standoff.records import Article, Span
from standoff.scheme import load_scheme

T = TypeVar("T")

SCHEME = load_scheme("news-conflict")
SPANS = 20
CHANGED = 10
SETTLING = 70
"""Seconds after which a pull no longer looks again at what had just changed."""
SENTENCE = "the Ardan minister said talks in Quelle would resume after the ceasefire of Monday unless troops moved"


def main() -> None:
    """Start a server, measure, print, and stop it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--pull", nargs=2, metavar=("FOLDER", "TITLE"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.pull:
        folder, title = arguments.pull
        print(json.dumps(pull(Path(folder), title)))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        connection = up(folder / "studio", lambda _stage, _detail: None, port=port).connection
        try:
            measure_push(folder, connection, arguments.tasks // 2)
            measure_pull(folder, connection, arguments.tasks)
        finally:
            down(folder / "studio")


def measure_push(folder: Path, connection: Connection, number: int) -> None:
    """Push and bare import in turns, so that a change of the machine's load falls on both."""
    seconds: dict[str, list[float]] = {"bare": [], "push": []}
    for turn, kind in enumerate(("bare", "push", "push", "bare")):
        articles = make_articles(number, seed=turn)
        with StudioClient(connection) as client:
            project = ensure_project(client, f"{kind} {turn}", SCHEME)
            began = time.perf_counter()
            if kind == "bare":
                bare_import(connection, project.id, [to_task(article, SCHEME, None) for article in articles])
            else:
                with session(client, project, folder / "sync") as opened:
                    pushing.push(opened, articles, SCHEME, None)
            seconds[kind].append(time.perf_counter() - began)
    rates = {kind: 2 * number / sum(each) for kind, each in seconds.items()}
    share = rates["push"] / rates["bare"]
    print(f"push       {rates['push']:8.0f} tasks/s, bare import {rates['bare']:.0f} tasks/s: {share:.0%}")


def measure_pull(folder: Path, connection: Connection, number: int) -> None:
    """Pull all, nothing and a little of a project whose tasks are all annotated."""
    title = "annotated"
    articles = make_articles(number, seed=9)
    with StudioClient(connection) as client:
        project = ensure_project(client, title, SCHEME)
    annotated = ({**to_task(article, SCHEME, None), "annotations": [annotation(article)]} for article in articles)
    bare_import(connection, project.id, list(annotated))
    export_seconds, _ = server_seconds(folder, lambda: export(connection, project.id))
    print(f"export     {export_seconds:8.2f} s of the server's CPU, {number} annotated tasks")
    for what in ("full pull", "no change", f"{CHANGED} changes"):
        time.sleep(SETTLING)
        if what.endswith("changes"):
            change(connection, project.id, CHANGED)
        seconds, result = server_seconds(folder, partial(pull_elsewhere, folder, title))
        print(
            f"{what:10} {seconds:8.2f} s of the server's CPU: {seconds / export_seconds:.1%} of an export; "
            f"{result['read']} annotations in {result['seconds']:.1f} s, {result['megabytes']:.0f} MB in the client"
        )


def pull(folder: Path, title: str) -> dict[str, float]:
    """Pull in this process, and return what it took."""
    connection = read_connection(folder / "studio")
    assert connection is not None
    began = time.perf_counter()
    store = LabelStore(folder / "labels")
    with StudioClient(connection) as client:
        project = glance_at(client, title, folder / "sync") or client.find_project(title)
        assert project is not None
        with session(client, project, folder / "sync") as opened:
            pulled = pulling.look_and_plan(opened, store, SCHEME, (), tool=lambda: "Label Studio")
            assert not pulled.plan.quarantine
            pulling.apply_pull(opened, store, pulled)
    # Not getrusage: its figure begins with the memory of the process that started this one.
    (kilobytes,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return {"read": pulled.plan.annotations, "seconds": time.perf_counter() - began, "megabytes": int(kilobytes) / 1000}


def pull_elsewhere(folder: Path, title: str) -> dict[str, Any]:
    """Pull in a fresh process, whose memory is its own."""
    command = [sys.executable, __file__, "--pull", str(folder), title]
    result: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return result


def make_articles(number: int, *, seed: int) -> list[Article]:
    """Return articles of about 2 kB, all different."""
    pick = random.Random(seed)
    return [
        Article(
            f"article-{seed}-{index}", date(2021, 3, 27), f"{index} {' '.join(pick.choices(SENTENCE.split(), k=330))}."
        )
        for index in range(number)
    ]


def annotation(article: Article) -> dict[str, Any]:
    """Return an annotation of an article with actors on its first words."""
    spans, start = [], 0
    for number, word in enumerate(article.text.split()[:SPANS]):
        spans.append(Span(f"s{number}", "actor", start, start + len(word), {"kind": "state", "mention": "name"}))
        start += len(word) + 1
    return {"result": to_results(spans, [], article.text, SCHEME), "ground_truth": False, "lead_time": 60}


def bare_import(connection: Connection, project: int, tasks: Sequence[dict[str, Any]]) -> None:
    """Import tasks over HTTP and nothing else."""
    with bare(connection) as http:
        for start in range(0, len(tasks), pushing.BATCH):
            batch = tasks[start : start + pushing.BATCH]
            http.post(f"/api/projects/{project}/import", json=batch).raise_for_status()


def export(connection: Connection, project: int) -> None:
    """Export a project as JSON, as people do who have nothing else."""
    with bare(connection) as http:
        http.get(f"/api/projects/{project}/export", params={"exportType": "JSON"}).raise_for_status()


def change(connection: Connection, project: int, number: int) -> None:
    """Submit some annotations anew."""
    with bare(connection) as http:
        params: dict[str, Any] = {"project": project, "page_size": number, "fields": "all"}
        for task in http.get("/api/tasks", params=params).json()["tasks"]:
            made = task["annotations"][0]
            url = f"/api/annotations/{made['id']}/"
            http.patch(
                url, json={"result": made["result"][: -len(SCHEME.spans["actor"].attributes)]}
            ).raise_for_status()


def bare(connection: Connection) -> httpx.Client:
    """Return a client that does nothing of its own."""
    return httpx.Client(
        base_url=connection.url, headers={"Authorization": f"Token {connection.key}"}, timeout=600, trust_env=False
    )


def server_seconds(folder: Path, action: Callable[[], T]) -> tuple[float, T]:
    """Return the CPU time that the server spends while an action runs, and what that returns."""
    process = running(folder / "studio")
    before = _cpu_seconds(process)
    result = action()
    return _cpu_seconds(process) - before, result


def _cpu_seconds(process: int | None) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
