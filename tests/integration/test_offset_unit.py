"""What a server counts offsets in: proved by its editor, shown by the annotations, or refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.editor import SCRIPT, probe_unit
from standoff.labelstudio.offsets import OffsetUnit
from standoff.labelstudio.predictions import suggestions
from standoff.labelstudio.results import to_results
from standoff.labelstudio.transport import Transport
from standoff.records import Span
from tests.studio_fixtures import Studio
from tests.studio_tools import TEXTS, articles
from tests.workplace import SCHEME, Workplace

pytestmark = pytest.mark.studio

WORDS = "the Northern Front\u00a0rejected"
START = TEXTS[1].index(WORDS)
SPAN = Span("s", "stance", START, START + len(WORDS), {"polarity": "against", "target": "it", "voice": "author"})


@pytest.fixture
def workplace(studio: Studio, tmp_path: Path, request: pytest.FixtureRequest) -> Workplace:
    return Workplace(studio, f"{request.node.name[:40]} {tmp_path.name[-2:]}"[:50], tmp_path)


@pytest.fixture
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the server have an editor that nobody has measured."""
    monkeypatch.setattr(Transport, "digest", lambda *_: "")


def results(unit: OffsetUnit, *, words: bool = True) -> list[dict[str, Any]]:
    """Return what an editor submits that counts in this unit."""
    made = to_results([SPAN], [], TEXTS[1], SCHEME, unit=unit)
    assert (made[0]["value"]["start"] == START) == (unit == "code-point")
    for result in made if not words else ():
        if result["type"] != "textarea":
            del result["value"]["text"]
    return made


def annotate(workplace: Workplace, *submitted: list[dict[str, Any]]) -> None:
    with workplace.person() as person:
        for one in submitted:
            person.annotate(person.task("article-1")["id"], one)


def test_the_editor_of_the_server_that_is_installed_was_measured(workplace: Workplace) -> None:
    with StudioClient(workplace.studio.connection) as client:
        assert probe_unit(client) == "code-point"
        assert client.digest(f"{SCRIPT}.gone") == ""
    assert workplace.push(predictor=suggestions(SCHEME)).withheld == 0
    annotate(workplace, results("code-point", words=False))
    workplace.pull()
    (labels,) = workplace.store.read("annotator")
    assert labels.spans == (SPAN,)


def test_what_contradicts_the_proof_is_refused(workplace: Workplace) -> None:
    workplace.push()
    annotate(workplace, results("utf-16"))
    plan, _ = workplace.pull()
    assert [reason.code for item in plan.quarantine for reason in item.reasons] == ["offset-unit"]


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("unit", ["code-point", "utf-16"])
def test_an_editor_that_counts_in_either_unit_is_understood_by_its_words(
    workplace: Workplace, unit: OffsetUnit
) -> None:
    pushed = workplace.push(predictor=suggestions(SCHEME))
    astral = [article.id for article in articles() if max(article.text) > "\uffff"]
    assert pushed.withheld == len(astral) > 0
    with workplace.person() as person:
        assert [person.task(article_id)["predictions"] for article_id in astral] == [[]] * len(astral)
        assert any(task["predictions"] for task in person.tasks())
    annotate(workplace, results(unit))
    plan, _ = workplace.pull()
    assert plan.quarantine == ()
    (labels,) = workplace.store.read("annotator")
    assert labels.spans == (SPAN,)


@pytest.mark.usefixtures("unmeasured")
def test_what_is_neither_proved_nor_shown_is_refused(workplace: Workplace) -> None:
    workplace.push()
    annotate(workplace, results("utf-16", words=False))
    plan, _ = workplace.pull()
    assert [reason.code for item in plan.quarantine for reason in item.reasons] == ["offset-unit"]
    assert plan.take == ()
