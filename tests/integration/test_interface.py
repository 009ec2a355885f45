"""A real server takes the interface and the instruction of any scheme."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import assume, given, settings

from standoff.labelstudio.instruction import instruction_html
from standoff.labelstudio.interface import interface_xml
from standoff.scheme import Scheme
from tests.strategies import NEWS_CONFLICT, schemes
from tests.studio_fixtures import Studio

pytestmark = pytest.mark.studio


def post(studio: Studio, path: str, value: object) -> httpx.Response:
    return httpx.post(studio.url + path, json=value, headers={"Authorization": f"Token {studio.token}"}, timeout=60)


@settings(max_examples=25)
@given(schemes())
def test_every_interface_is_valid(studio: Studio, scheme: Scheme) -> None:
    assume(not {"true", "false"} & set(scheme.spans))
    answer = post(studio, "/api/projects/validate/", {"label_config": interface_xml(scheme)})
    assert answer.status_code == 204, answer.text


def test_interface_and_instruction_are_kept_as_they_are(studio: Studio) -> None:
    interface, instruction = interface_xml(NEWS_CONFLICT), instruction_html(NEWS_CONFLICT)
    value = {"title": "kept", "label_config": interface, "expert_instruction": instruction}
    project = post(studio, "/api/projects/", value).raise_for_status().json()
    assert project["label_config"] == interface
    assert project["expert_instruction"] == instruction
