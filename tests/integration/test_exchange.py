"""Label Studio JSON: what is written is what a real server imports, and its own export comes back."""

from __future__ import annotations

from dataclasses import replace

import httpx
import orjson
import pytest

from standoff.formats import Context, KnownArticles
from standoff.labelstudio.exchange import INTERFACE, JSON, LABEL_STUDIO, from_label_studio, to_label_studio
from tests.projects import FERRY, FERRY_LABELS, SCHEME
from tests.studio_fixtures import Studio

pytestmark = pytest.mark.studio


def test_labels_go_through_a_server_and_come_back(studio: Studio) -> None:
    written = to_label_studio(FERRY, FERRY_LABELS, SCHEME).files[JSON]
    signed = {"Authorization": f"Token {studio.token}"}
    with httpx.Client(base_url=studio.url, headers=signed, timeout=60, trust_env=False) as http:
        project = {"title": "exchange", "label_config": LABEL_STUDIO.settings(SCHEME)[INTERFACE]}
        number = http.post("/api/projects", json=project).raise_for_status().json()["id"]
        http.post(f"/api/projects/{number}/import", json=orjson.loads(written)).raise_for_status()
        exported = http.get(f"/api/projects/{number}/export", params={"exportType": "JSON"}).raise_for_status().content
    now = FERRY_LABELS.updated
    context = Context(scheme=SCHEME, name="x", annotator="anna", time=now, known=KnownArticles([FERRY]))
    imported = from_label_studio({JSON: exported}, context)
    assert imported.findings == ()
    (again,) = imported.label_sets
    fresh = {"origin": "imported", "tool": "Label Studio", "created": again.created, "updated": again.updated}
    assert replace(again, lead_time=FERRY_LABELS.lead_time) == replace(FERRY_LABELS, **fresh)  # type: ignore[arg-type]
