"use strict";

// Hidden from screen readers, because the names of spans say the same.
const card = element("div", { id: "card", "aria-hidden": "true", hidden: true });
byId("main").append(card);
let hiding = 0;

/** Light up spans of a column, with their counterparts and what they are related to. */
function lightUp(column, indexes) {
  lightOff();
  const add = (of, index, name) => of?.fragments[index]?.forEach((node) => node.classList.add(name));
  for (const index of indexes) {
    add(column, index, "active");
    add(columns[1 - column.place], column.counterpart(index), "active");
    column.relations(index).forEach(([, other]) => add(column, other, "linked"));
  }
}

function lightOff() {
  byId("article").querySelectorAll(".active, .linked").forEach((node) => node.classList.remove("active", "linked"));
}

/** Show what is known of spans, where it does not cover the element that was pointed at. */
function showCard(column, indexes, node) {
  clearTimeout(hiding);
  lightUp(column, indexes);
  card.replaceChildren(...indexes.map((index) => cardSection(column, index)));
  card.hidden = false;
  const box = node.getBoundingClientRect();
  const fitsBelow = box.bottom + card.offsetHeight + 12 < innerHeight;
  const left = Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - 8);
  card.style.left = `${scrollX + Math.max(8, left)}px`;
  card.style.top = `${scrollY + (fitsBelow || box.top < card.offsetHeight + 12 ? box.bottom + 6 : box.top - card.offsetHeight - 6)}px`;
}

function cardSection(column, index) {
  const { type, start, end } = column.layer.spans[index];
  const kind = column.kind(index);
  const facts = column.facts(index).flatMap(({ name, value, theirs }) => [
    element("dt", {}, name),
    element("dd", {}, element("bdi", {}, value), theirs === null ? null : element("span", { class: "theirs" }, element("bdi", {}, theirs))),
  ]);
  return element("section", {},
    element("p", {}, element("span", { class: `chip t${type}` }, column.type(index).title),
      ` ${start}–${end}${kind ? ` · ${KINDS[kind].words}` : ""}`),
    element("dl", {}, facts));
}

function hideCard() {
  clearTimeout(hiding);
  card.hidden = true;
  lightOff();
}

/** Hide the card soon, unless the pointer reaches it or another span first. */
function hideCardSoon() {
  clearTimeout(hiding);
  hiding = setTimeout(hideCard, 200);
}

/** Tell about what is pointed at or in focus: a span of the text (under the pointer with those around it), or the words of one in a table. */
function tell(target, withOuter) {
  const column = columns[target.closest("[data-place]")?.dataset.place];
  const spans = [];
  for (let node = target.closest(".span"); node; node = withOuter ? node.parentElement.closest(".span") : null) spans.push(node);
  const words = target.closest(".words");
  if (spans.length) showCard(column, spans.map((node) => Number(node.dataset.span)), spans[0]);
  if (words) {
    hideCard();
    lightUp(column, [Number(words.dataset.index)]);
  }
}

byId("article").addEventListener("pointerover", ({ target }) => tell(target, true));
byId("article").addEventListener("pointerout", hideCardSoon);
byId("article").addEventListener("focusin", ({ target }) => tell(target, false));
byId("article").addEventListener("focusout", hideCardSoon);
card.addEventListener("pointerenter", () => clearTimeout(hiding));
card.addEventListener("pointerleave", hideCardSoon);
addEventListener("keydown", ({ key }) => {
  if (key === "Escape") hideCard();
});
byId("article").addEventListener("click", ({ target }) => {
  const button = target.closest(".words");
  const fragment = button && columns[button.dataset.place].fragments[button.dataset.index][0];
  fragment?.focus({ preventScroll: true });
  fragment?.scrollIntoView({ block: "center" });
});
