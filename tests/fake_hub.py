"""A Hugging Face Hub on the loopback interface, with as much of its protocol as uploading and loading a dataset takes.

It keeps dataset repositories as files by path, large ones by the sha256 they were uploaded under, as the Hub does, and
can be told to fail. Nothing of it is patched into the client: `huggingface_hub` and `datasets` talk to it by HTTP.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "hf_aTokenThatNobodyMaySee"


@dataclass
class Repository:
    private: bool
    files: dict[str, bytes] = field(default_factory=dict)
    large: set[str] = field(default_factory=set)
    """Paths of files that are kept by sha256."""
    commits: list[str] = field(default_factory=lambda: ["0" * 40])

    def entry(self, path: str) -> dict[str, Any]:
        data = self.files[path]
        found = {"type": "file", "path": path, "size": len(data), "oid": git_digest(data)}
        if path in self.large:
            found["lfs"] = {"oid": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 134}
        return found


def git_digest(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


@dataclass
class FakeHub:
    """What the server has and has seen."""

    address: str = ""
    repositories: dict[str, Repository] = field(default_factory=dict)
    objects: dict[str, bytes] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)
    fail: Callable[[str, str], int] = lambda _method, _path: 0
    """Given method and path, says with which status to fail, or 0."""

    @property
    def written(self) -> list[tuple[str, str]]:
        """The requests that could have changed something, without those that every upload begins with."""
        asking = ("/preupload/", "/info/lfs/objects/batch", "/validate-yaml", "/paths-info/")
        return [each for each in self.requests if each[0] != "GET" and not any(part in each[1] for part in asking)]


@contextmanager
def fake_hub() -> Iterator[FakeHub]:
    """Run a hub while the block runs."""
    hub = FakeHub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"hub": hub}))
    hub.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    hub: FakeHub
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._handle()

    do_HEAD = do_POST = do_PUT = do_GET  # noqa: N815 - the names that the base class looks for

    def _handle(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if self.headers.get("Transfer-Encoding") == "chunked":
            body = b"".join(iter(self._chunk, b""))
        else:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.command != "HEAD":
            self.hub.requests.append((self.command, path))
        status = self.hub.fail(self.command, path)
        if status:
            self._answer({"error": "made to fail"}, status)
        elif path.startswith("/objects/"):
            self._put_object(path.removeprefix("/objects/"), body)
        elif path == "/api/validate-yaml":
            self._answer({"errors": [], "warnings": []})
        elif path == "/api/repos/create":
            self._create(json.loads(body))
        else:
            self._in_repository(path, body)

    def _chunk(self) -> bytes:
        size = int(self.rfile.readline(), 16)
        data = self.rfile.read(size)
        self.rfile.readline()
        return data

    def _in_repository(self, path: str, body: bytes) -> None:
        name, _, rest = path.removeprefix("/api").removeprefix("/datasets/").partition("/")
        short, _, rest = rest.partition("/")
        if short.endswith(".git"):
            short, rest = short.removesuffix(".git"), f"git/{rest}"
        found = self.hub.repositories.get(f"{name}/{short}")
        if found is None or (found.private and not self._known):
            self._answer(
                {"error": "Repository not found"}, 404 if self._known else 401, {"X-Error-Code": "RepoNotFound"}
            )
            return
        action, _, argument = rest.partition("/")
        if action in ("preupload", "commit", "git") and not self._known:
            self._answer({"error": "Forbidden"}, 403)
        elif action in ("", "revision"):
            siblings = [{"rfilename": each} for each in sorted(found.files)]
            about = {"id": f"{name}/{short}", "sha": found.commits[-1], "private": found.private, "tags": []}
            self._answer(about | {"siblings": siblings, "gated": False, "disabled": False, "downloads": 0, "likes": 0})
        elif action == "tree":
            folder = argument.partition("/")[2]
            entries = [found.entry(each) for each in sorted(found.files) if each.startswith(folder)]
            missing = folder and not entries
            self._answer(entries, 404 if missing else 200, {"X-Error-Code": "EntryNotFound"} if missing else {})
        elif action == "paths-info":
            wanted = parse_qs(body.decode())["paths"]
            self._answer([found.entry(each) for each in wanted if each in found.files])
        elif action == "preupload":
            files = [self._upload_mode(found, each["path"]) for each in json.loads(body)["files"]]
            self._answer({"files": files})
        elif action == "git":
            self._answer(self._batch(json.loads(body)))
        elif action == "commit":
            self._commit(f"{name}/{short}", found, [json.loads(line) for line in body.splitlines()])
        elif action == "resolve":
            self._resolve(found, argument.partition("/")[2])
        else:
            self._answer({"error": f"no such thing: {path}"}, 404)

    @property
    def _known(self) -> bool:
        return self.headers.get("Authorization") == f"Bearer {TOKEN}"

    def _create(self, wanted: dict[str, Any]) -> None:
        name = f"{wanted.get('organization') or 'me'}/{wanted['name']}"
        if not self._known:
            self._answer({"error": "Invalid username or password."}, 401)
        elif name in self.hub.repositories:
            self._answer({"error": "You already created this dataset repo", "url": self._url(name)}, 409)
        else:
            # The Hub begins every repository with a commit of this file.
            files = {".gitattributes": b"*.parquet filter=lfs diff=lfs merge=lfs -text\n"}
            private = wanted.get("private") or wanted.get("visibility") == "private"
            self.hub.repositories[name] = Repository(bool(private), files)
            self._answer({"url": self._url(name), "name": name})

    def _url(self, name: str) -> str:
        return f"{self.hub.address}/datasets/{name}"

    def _upload_mode(self, found: Repository, path: str) -> dict[str, Any]:
        mode = "lfs" if path.endswith(".parquet") else "regular"
        there = found.files.get(path)
        oid = None
        if there is not None:
            oid = hashlib.sha256(there).hexdigest() if path in found.large else git_digest(there)
        return {"path": path, "uploadMode": mode, "shouldIgnore": False, "oid": oid}

    def _batch(self, asked: dict[str, Any]) -> dict[str, Any]:
        objects = []
        for each in asked["objects"]:
            answer: dict[str, Any] = {"oid": each["oid"], "size": each["size"]}
            if each["oid"] not in self.hub.objects:
                answer["actions"] = {"upload": {"href": f"{self.hub.address}/objects/{each['oid']}"}}
            objects.append(answer)
        return {"transfer": "basic", "objects": objects}

    def _put_object(self, oid: str, body: bytes) -> None:
        if hashlib.sha256(body).hexdigest() != oid:
            self._answer({"error": "not what was announced"}, 400)
            return
        self.hub.objects[oid] = body
        self._answer({})

    def _commit(self, name: str, found: Repository, lines: list[dict[str, Any]]) -> None:
        files, large = dict(found.files), set(found.large)
        for line in lines[1:]:
            value = line["value"]
            path = value["path"]
            if line["key"] == "deletedFile":
                del files[path]
            elif line["key"] == "lfsFile":
                files[path] = self.hub.objects[value["oid"]]
                large.add(path)
            else:
                files[path] = base64.b64decode(value["content"])
        # All of it or nothing, as git does it.
        found.files, found.large = files, large
        found.commits.append(hashlib.sha1(repr(lines).encode(), usedforsecurity=False).hexdigest())
        url = f"{self._url(name)}/commit/{found.commits[-1]}"
        self._answer({"success": True, "commitUrl": url, "commitOid": found.commits[-1], "hookOutput": ""})

    def _resolve(self, found: Repository, path: str) -> None:
        if path not in found.files:
            self._answer({"error": "Entry not found"}, 404, {"X-Error-Code": "EntryNotFound"})
            return
        data = found.files[path]
        start, end = 0, len(data)
        wanted = self.headers.get("Range")
        if wanted:
            first, _, last = wanted.removeprefix("bytes=").partition("-")
            start, end = int(first), min(int(last or end - 1) + 1, end)
        self.send_response(206 if wanted else 200)
        self.send_header("ETag", f'"{hashlib.sha256(data).hexdigest()}"')
        self.send_header("X-Repo-Commit", found.commits[-1])
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(end - start))
        if wanted:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(data)}")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data[start:end])

    def _answer(self, value: object, status: int = 200, headers: dict[str, str] | None = None) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        for name, content in (headers or {}).items():
            self.send_header(name, content)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
