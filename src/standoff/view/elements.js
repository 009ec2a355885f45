"use strict";

const data = JSON.parse(document.getElementById("data").textContent);

const byId = (id) => document.getElementById(id);

/** A number with its noun, such as "1 span" or "1,204 spans". */
const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

/** Make an element. Children that are strings become text, never markup; attributes that are null or false are left out. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null));
  return made;
}

/** Make a table from the heads of its columns and its rows of cells; a cell that is no element is put into one. */
function table(label, heads, rows) {
  const cell = (content) => (content instanceof HTMLTableCellElement ? content : element("td", {}, content));
  const head = element("tr", {}, heads.map((text) => element("th", { scope: "col" }, text)));
  const body = rows.map(({ cells, attributes }) => element("tr", attributes, cells.map(cell)));
  return element("div", { class: "wide" },
    element("table", { "aria-labelledby": label }, element("thead", {}, head), element("tbody", {}, body)));
}
