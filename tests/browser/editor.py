"""What a person does in Label Studio's editor, done with a real mouse and keyboard in a real browser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from playwright.sync_api import Locator, Page, expect

from standoff.records import Article

# Each code point of the article as it stands on the screen: its text node and UTF-16 extent, or null for a line break,
# which Label Studio shows as an element.
_PLACES = """
const container = document.querySelector('.standoff-article [class*=richtext__container]');
const places = [];
const walker = document.createTreeWalker(container, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  if (node.nodeName === 'BR') places.push(null);
  if (node.nodeType !== Node.TEXT_NODE) continue;
  let unit = 0;
  for (const char of node.data) {
    places.push([node, unit, unit + char.length]);
    unit += char.length;
  }
}
"""

# Where the mouse must go down and up to select a stretch of code points. A right-to-left character begins at its right.
_EDGES = (
    "([start, end]) => {"
    + _PLACES
    + """
  const edge = (place, atEnd) => {
    const range = document.createRange();
    range.setStart(place[0], place[1]);
    range.setEnd(place[0], place[2]);
    const box = range.getBoundingClientRect();
    const isRightToLeft = /[\\u0590-\\u08ff]/.test(range.toString());
    return [isRightToLeft === atEnd ? box.left + 0.6 : box.right - 0.6, (box.top + box.bottom) / 2];
  };
  places[start][0].parentElement.scrollIntoView({ block: 'center' });
  return [edge(places[start], false), edge(places[end - 1], true)];
}
"""
)

# For each highlighted region, by its id, the code points from its first to its last highlighted one.
_HIGHLIGHTS = (
    "() => {"
    + _PLACES
    + """
  const found = {};
  places.forEach((place, index) => {
    for (let node = place && place[0].parentElement; node && node !== container; node = node.parentElement) {
      for (const name of node.classList) {
        const match = name.match(/^htx-highlight-([\\w-]+)-\\d+$/);
        if (match) (found[match[1]] ??= []).push(index);
      }
    }
  });
  return Object.fromEntries(Object.entries(found).map(([id, at]) => [id, [at[0], at.at(-1) + 1]]));
}
"""
)


@dataclass(frozen=True)
class Editor:
    """The editor with one task open."""

    page: Page
    text: str
    task: int

    @classmethod
    def open(cls, page: Page, url: str, article: Article) -> Self:
        """Open a task; the article is shown and the keys work when this returns."""
        page.goto(url)
        expect(page.locator(".standoff-article [class*=richtext__line]").first).to_be_visible()
        page.wait_for_function("window.Htx?.annotationStore?.selected?.objects.every((tag) => tag.isReady)")
        page.wait_for_load_state("networkidle")
        return cls(page, article.text, int(url.rpartition("=")[2]))

    @property
    def shown_text(self) -> str:
        """The article as it stands on the screen."""
        shown = self.page.evaluate(
            "() => {" + _PLACES + "return places.map((p) => p ? p[0].data.slice(p[1], p[2]) : '\\n').join('') }"
        )
        assert isinstance(shown, str)
        return shown

    @property
    def highlights(self) -> dict[str, tuple[int, int]]:
        """The extent of each highlighted region, in code points, by its id."""
        found = self.page.evaluate(_HIGHLIGHTS)
        return {id_: (start, end) for id_, (start, end) in found.items()}

    @property
    def panel(self) -> Locator:
        """What stands beside the article."""
        return self.page.locator(".standoff-side")

    def region(self, words: str) -> Locator:
        """Return what is highlighted with these words."""
        return self.page.locator(".htx-highlight").filter(has_text=words).first

    def select(self, words: str) -> None:
        """Click a region, and nothing else is selected."""
        self.page.keyboard.press("Escape")
        self.region(words).click()
        expect(self.region(words)).to_have_class(re.compile("__active"))

    def label(self, key: str, words: str) -> None:
        """Pick a label by its key and drag over the first occurrence of some words."""
        regions = len(self.highlights)
        self.page.keyboard.press("Escape")
        self.page.keyboard.press(key)
        expect(self.page.locator("[class*=label_selected]")).to_have_count(1)
        start = self.text.index(words)
        (x, y), (end_x, end_y) = self.page.evaluate(_EDGES, [start, start + len(words)])
        mouse = self.page.mouse
        mouse.move(x, y)
        mouse.down()
        mouse.move((x + end_x) / 2, (y + end_y) / 2, steps=3)
        mouse.move(end_x, end_y, steps=3)
        mouse.up()
        self.page.wait_for_function(f"window.Htx.annotationStore.selected.regions.length === {regions + 1}")

    def choose(self, *keys: str) -> None:
        """Press the keys of choices for the selected region."""
        for key in keys:
            checked = self.panel.locator("input:checked:visible")
            before = checked.count()
            self.page.keyboard.press(key)
            expect(checked).to_have_count(before + 1)

    def write(self, value: str) -> None:
        """Write into the first text field that is shown, as somebody does who ends with Enter."""
        field = self.panel.locator("input[type=text]:visible").first
        field.fill(value)
        field.press("Enter")
        expect(self.panel.locator("[data-testid=textarea-region]:visible").filter(has_text=value)).to_have_count(1)

    def relate(self, words: str, other: str, name: str = "") -> None:
        """Draw a relation from one region to another, and name it where a name is given."""
        self.select(words)
        relations = self.page.locator("[class*=relations__item]")
        self.page.locator("#Relations-draggable").click()
        before = relations.count()
        self.page.keyboard.press("Alt+r")
        self.region(other).click()
        expect(relations).to_have_count(before + 1)
        if name:
            relations.last.hover()
            relations.last.get_by_label("Show Relation Labels").click()
            relations.last.locator("[class*=relation-meta] button").click()
            self.page.get_by_role("option", name=name).click()
            self.page.keyboard.press("Escape")
            expect(relations.last).to_contain_text(name)

    def submit(self) -> None:
        """Submit, and return once the server has it."""
        with self.page.expect_response(
            lambda response: "/annotations" in response.url and response.request.method == "POST"
        ):
            self.page.get_by_role("button", name="submit").click()
