"use strict";

const controls = Object.fromEntries(["one", "other", "types", "differences", "search", "order"].map((id) => [id, byId(id)]));
const TITLE = document.title;

/** The articles with their entries in the list. */
const entries = data.articles.map((article, index) => {
  const about = element("small", {});
  const link = element("a", { href: `#/article/${encodeURIComponent(article.id)}` }, element("bdi", {}, article.title || article.id), about);
  const haystack = [article.id, article.title, article.date, article.source, article.text].join("\n").toLowerCase();
  return { article, index, about, link, haystack, item: element("li", {}, link), differences: 0 };
});
let current = null;

/** The one or two sources whose labels are shown. */
function chosenSources() {
  const chosen = [controls.one.value, controls.other.value].filter((value) => value !== "").map(Number);
  return [...new Set(chosen)];
}

/** Fill, order and filter the list of articles. */
function updateList() {
  const sources = chosenSources();
  for (const entry of entries) {
    const layers = entry.article.layers.filter(({ source }) => sources.includes(source));
    const pairs = layers.length === 2 ? comparison(entry.article, ...sources).spans : [];
    entry.differences = pairs.filter((pair) => kindOf(pair) !== "equal").length;
    const spans = layers.length ? count(layers[0].spans.length, "span") : "no labels";
    const differences = pairs.length ? ` · ${entry.differences} differ` : "";
    entry.about.textContent = `${entry.article.date} · ${spans}${differences}`;
    entry.item.hidden = !controls.search.value.toLowerCase().split(/\s+/).every((word) => entry.haystack.includes(word));
  }
  entries.sort({
    name: (a, b) => a.index - b.index,
    date: (a, b) => a.article.date.localeCompare(b.article.date) || a.index - b.index,
    differences: (a, b) => b.differences - a.differences || a.index - b.index,
  }[controls.order.value]);
  byId("articles").replaceChildren(...entries.map(({ item }) => item));
  const found = entries.filter(({ item }) => !item.hidden).length;
  byId("found").textContent = found === entries.length ? count(found, "article") : `${found} of ${count(entries.length, "article")}`;
}

function updateArticle() {
  const types = new Set([...controls.types.querySelectorAll("input:checked")].map(({ value }) => Number(value)));
  const isCompared = showArticle(current.article, chosenSources(), (type) => types.has(type), controls.differences.checked);
  controls.differences.disabled = !isCompared;
  updateNeighbours();
}

function updateNeighbours() {
  const listed = entries.filter((entry) => !entry.item.hidden || entry === current);
  const at = listed.indexOf(current);
  const neighbour = (entry, text) => (entry ? element("a", { href: entry.link.getAttribute("href") }, text) : null);
  const links = [neighbour(listed[at - 1], "← previous"), neighbour(listed[at + 1], "next →")].filter(Boolean);
  byId("neighbours").replaceChildren(...links);
}

/** Show what the address names: the statistics or an article, and the first one where it names none. */
function route() {
  const isStatistics = location.hash === "#/statistics";
  byId("statistics").hidden = !isStatistics;
  byId("reader").hidden = isStatistics;
  byId("to-statistics").setAttribute("aria-current", isStatistics ? "page" : "false");
  byId("to-articles").setAttribute("aria-current", isStatistics ? "false" : "page");
  hideCard();
  document.title = isStatistics ? `Statistics – ${TITLE}` : TITLE;
  if (isStatistics) return;
  current?.link.setAttribute("aria-current", "false");
  current = entries.find(({ link }) => link.hash === location.hash) ?? current ?? entries[0];
  current.link.setAttribute("aria-current", "page");
  current.link.scrollIntoView({ block: "nearest" });
  document.title = `${current.article.title || current.article.id} – ${TITLE}`;
  updateArticle();
}

const wide = matchMedia("(min-width: 60.01rem)");
const fitList = () => { byId("list").open = wide.matches; };
wide.addEventListener("change", fitList);
fitList();

if (data.sources.length > 1) controls.other.value = "1";
for (const control of [controls.one, controls.other]) {
  control.addEventListener("change", () => { updateList(); updateArticle(); });
}
for (const control of [controls.search, controls.order]) {
  control.addEventListener("input", () => { updateList(); updateNeighbours(); });
}
for (const control of [controls.types, controls.differences]) control.addEventListener("change", updateArticle);
addEventListener("hashchange", () => {
  route();
  if (!wide.matches) byId("list").open = false;
  scrollTo(0, 0);
  document.querySelector("main:not([hidden])").focus({ preventScroll: true });
});
updateList();
route();
