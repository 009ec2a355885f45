"use strict";

/** The columns of the article that is shown, left to right. */
let columns = [];

/** Show an article with the layers of one or two sources; return whether two are compared. */
function showArticle(article, sources, isTypeShown, differencesOnly) {
  const layers = sources.map((source) => article.layers.find((layer) => layer.source === source)).filter(Boolean);
  const missing = sources.filter((source) => !layers.some((layer) => layer.source === source));
  const pairs = layers.length === 2 ? comparison(article, layers[0].source, layers[1].source) : null;
  if (!layers.length) layers.push({ source: -1, about: "", spans: [], relations: [], pieces: [[article.text.length, []]] });
  columns = layers.map((layer, place) => {
    const ofSpan = [];
    pairs?.spans.forEach((pair) => { ofSpan[place === 0 ? pair.one : pair.other] = pair; });
    const isLeftOut = (index) => differencesOnly && ofSpan.length > 0 && kindOf(ofSpan[index]) === "equal";
    const isShown = (index) => isTypeShown(layer.spans[index].type) && !isLeftOut(index);
    return new Column(article, layer, place, ofSpan, isShown);
  });
  columns.forEach((column) => column.describe());
  const lanes = layers.flatMap((layer) => layer.spans.map((span) => span.lane + 1));
  byId("article").style.setProperty("--lanes", Math.max(1, ...lanes));
  hideCard();
  byId("article").replaceChildren(
    head(article),
    ...missing.map((source) => element("p", { class: "notice" }, `${data.sources[source]}: no labels of this article`)),
    ...(pairs ? [sums(pairs)] : []),
    element("div", { class: "columns" }, columns.map((column) => column.node)),
    ...(columns[0].layer.source < 0 ? [] : [relationTable(pairs, differencesOnly), spanTable(pairs)]),
  );
  return pairs !== null;
}

function head(article) {
  const facts = [article.date, article.title && article.id, article.source, article.origin].filter(Boolean).join(" · ");
  return element("header", { class: "head" },
    element("div", {},
      element("h2", { id: "article-title" }, element("bdi", {}, article.title || article.id)),
      element("p", {}, element("bdi", {}, facts),
        article.url ? [" · ", element("a", { href: article.url, rel: "noopener noreferrer" }, "source")] : [])),
    element("nav", { "aria-label": "Neighbouring articles", id: "neighbours" }));
}

/** Rows of the span table: pairs where two layers are compared, else single spans. */
function spanRows(pairs) {
  const rows = pairs?.spans ?? columns[0].layer.spans.map((_, one) => ({ one, other: null, attributes: [] }));
  return rows.filter(({ one, other }) =>
    (one !== null && columns[0].fragments[one].length) || (other !== null && columns[1].fragments[other].length));
}

function spanTable(pairs) {
  const rows = spanRows(pairs).map((pair) => {
    const indexes = [pair.one, pair.other].slice(0, columns.length);
    const place = pair.one === null ? 1 : 0;
    const type = columns[place].layer.spans[indexes[place]].type;
    const cells = [
      element("span", { class: `chip t${type}` }, data.types[type].title),
      ...indexes.map((index, at) => spanCell(columns[at], index, pair.attributes)),
      ...(pairs ? [wordsOf(pair)] : []),
    ];
    return { cells, attributes: { class: pairs && kindOf(pair) !== "equal" ? "differs" : null } };
  });
  const heads = ["Type", ...columns.map((column) => column.title), ...(pairs ? ["Difference"] : [])];
  const title = `${count(rows.length, "span")}${pairs ? " of one or both" : ""}`;
  return below("spans", title, rows.length ? table("spans", heads, rows) : null);
}

function spanCell(column, index, differing) {
  if (index === null) return element("td", { class: "faint" }, "–");
  const { start, end } = column.layer.spans[index];
  const values = column.attributes(index).flatMap(([name, title, value]) => [
    " · ", element(differing.includes(name) ? "b" : "span", {}, `${title.toLowerCase()} `, element("bdi", {}, value)),
  ]);
  return element("td", {}, wordsButton(column, index), element("span", { class: "values" }, `${start}–${end}`, values));
}

/** The words of a span, as a button that leads to them in the text. */
function wordsButton(column, index) {
  return element("button", { type: "button", class: "words", "data-place": column.place, "data-index": index }, column.words[index]);
}

/** What is said of a pair in words. */
function wordsOf(pair) {
  const kind = kindOf(pair);
  return kind === "only" ? `only ${columns[pair.one === null ? 1 : 0].title}` : KINDS[kind].words;
}

/** How many spans are equal, and how many differ in which way, with the marks that stand for it in the text. */
function sums(pairs) {
  const rank = (pair) => 2 * Object.keys(KINDS).indexOf(kindOf(pair)) + (pair.one === null ? 1 : 0);
  const sorted = [...pairs.spans].sort((a, b) => rank(a) - rank(b));
  const groups = Map.groupBy(sorted, wordsOf);
  return element("ul", { class: "sums", "aria-label": "Differences" }, [...groups].map(([words, group]) =>
    element("li", {}, `${KINDS[kindOf(group[0])].mark} `, element("b", {}, String(group.length)), ` ${words}`)));
}

function relationTable(pairs, differencesOnly) {
  const found = pairs?.relations ?? columns[0].layer.relations.map((_, one) => [one, null]);
  const rows = found.map(([one, other]) => {
    const column = columns[one === null ? 1 : 0];
    const [type, from, to] = column.layer.relations[one ?? other];
    const isShared = one !== null && other !== null;
    return {
      start: column.layer.spans[from].start,
      isShared,
      cells: [
        data.relations[type],
        wordsButton(column, from),
        wordsButton(column, to),
        ...(pairs ? [isShared ? "both" : `only ${column.title}`] : []),
      ],
      attributes: { class: pairs && !isShared ? "differs" : null },
    };
  }).filter(({ isShared }) => !(differencesOnly && isShared)).sort((a, b) => a.start - b.start);
  const heads = ["Relation", "From", "To", ...(pairs ? ["Labelled by"] : [])];
  return below("relations", count(rows.length, "relation"), rows.length ? table("relations", heads, rows) : null);
}

function below(id, title, ...children) {
  return element("section", { class: "below", "aria-labelledby": id }, element("h3", { id }, title), ...children);
}
