"""The report of a training as a reader sees it: everything is in one file, nothing runs and nothing is cut off."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from standoff.baseline.report import report_html
from standoff.baseline.rows import StanceData
from standoff.baseline.training import train
from tests.unit.baseline.examples import CLASSES, given_rows

HOSTILE = "<img src=x onerror=console.log(1)> </script><script>console.log(2)</script> backs the ferry."


@pytest.mark.browser
def test_the_report_needs_no_network_and_shows_every_plot(browser: Browser, tmp_path: Path) -> None:
    rows = given_rows(14)
    # A label that its own words contradict is among the surest errors, and the text of errors is shown.
    wrong = replace(rows[0], text=f"{HOSTILE} {rows[0].text}", label="none" if rows[0].label != "none" else "favor")
    wrong = replace(wrong, span=(len(HOSTILE) + 1, len(wrong.text)))
    path = tmp_path / "report.html"
    data = StanceData("example", CLASSES, (wrong, *rows[1:]), tuple(given_rows(4, first=14)))
    path.write_text(report_html(train(data)), encoding="utf-8")
    asked: list[str] = []
    said: list[str] = []
    with browser.new_context(offline=True, viewport={"width": 1000, "height": 800}) as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path.as_uri())
        expect(page.get_by_role("heading", name="Stance baseline on example")).to_be_visible()
        plots = page.locator("img")
        expect(plots).to_have_count(5)
        assert all(plots.evaluate_all("images => images.map(image => image.naturalWidth > 300 && image.alt !== '')"))
        expect(page.get_by_text(wrong.text).first).to_be_visible()
        expect(page.locator("mark").first).to_be_visible()
        for width in (1000, 400):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            box = page.get_by_text(wrong.text).first.bounding_box()
            assert box is not None
            assert 0 <= box["x"] < box["x"] + box["width"] <= width
    assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
    assert said == []
