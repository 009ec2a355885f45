"use strict";

const KINDS = {
  equal: { mark: "=", words: "equal" },
  only: { mark: "+", words: "only here" },
  extent: { mark: "↔", words: "other extent" },
  attributes: { mark: "≠", words: "other attributes" },
  both: { mark: "↔≠", words: "other extent and attributes" },
};

/** How the two spans of a pair differ: a key of KINDS. */
function kindOf({ one, other, otherExtent, attributes }) {
  if (one === null || other === null) return "only";
  if (otherExtent) return attributes.length ? "both" : "extent";
  return attributes.length ? "attributes" : "equal";
}

/** What two layers of an article have in common: pairs of spans in the order of the text, and pairs of relations. */
function comparison(article, oneSource, otherSource) {
  const found = article.comparisons.find(({ sources }) => sources.includes(oneSource) && sources.includes(otherSource));
  const turned = found.sources[0] !== oneSource;
  const inOrder = (one, other) => (turned ? [other, one] : [one, other]);
  return {
    spans: found.spans.map(([first, second, otherExtent, attributes]) => {
      const [one, other] = inOrder(first, second);
      return { one, other, otherExtent, attributes };
    }),
    relations: found.relations.map(([one, other]) => inOrder(one, other)),
  };
}

/**
 * One layer of an article on the page.
 *
 * `place` is 0 for the left column and 1 for the right; `pairs` has for each span the pair that it is in, and is empty
 * where there is nothing to compare with; `isShown` says of a span's index whether it is marked in the text.
 */
class Column {
  constructor(article, layer, place, pairs, isShown) {
    Object.assign(this, { layer, place, pairs });
    this.title = data.sources[layer.source] ?? "";
    this.words = layer.spans.map(() => "");
    this.fragments = layer.spans.map(() => []);
    this.text = element("div", { class: "text", dir: "auto" });
    this.write(article.text, isShown);
    this.node = element("section", { class: "column", "data-place": place, "aria-label": `Text, ${this.title || "no labels"}` },
      element("h3", {}, this.title), element("p", {}, layer.about), this.text);
  }

  /** Write the text with a nest of elements around it; spans that cross become several fragments. */
  write(text, isShown) {
    const open = [];
    let at = 0;
    for (const [length, covering] of this.layer.pieces) {
      const piece = text.slice(at, (at += length));
      covering.forEach((index) => { this.words[index] += piece; });
      const shown = covering.filter((index) => isShown(index));
      const common = open.findIndex(({ index }, depth) => shown[depth] !== index);
      if (common >= 0) open.length = common;
      for (const index of shown.slice(open.length)) {
        const node = this.fragment(index);
        (open.at(-1)?.node ?? this.text).append(node);
        open.push({ index, node });
      }
      (open.at(-1)?.node ?? this.text).append(piece);
    }
  }

  fragment(index) {
    const { type, lane } = this.layer.spans[index];
    const kind = this.kind(index);
    const differs = kind !== null && kind !== "equal";
    const node = element("span", { class: `span t${type}${differs ? " differs" : ""}`, "data-span": index, "data-mark": differs && KINDS[kind].mark });
    node.style.setProperty("--lane", lane);
    this.fragments[index].push(node);
    return node;
  }

  /** Give each span that is marked one stop of the tab key, and a name that says all that is known of it. */
  describe() {
    this.fragments.forEach((fragments, index) => {
      if (!fragments.length) return;
      const facts = this.facts(index).map(({ name, value, theirs }) => `${name}: ${value}${theirs === null ? "" : `, ${theirs}`}`);
      const kind = this.kind(index);
      fragments[0].tabIndex = 0;
      fragments[0].setAttribute("role", "group");
      fragments[0].setAttribute("aria-label",
        [`${this.type(index).title}: ${this.words[index]}`, ...facts, ...(kind ? [KINDS[kind].words] : [])].join(". "));
      fragments.at(-1).classList.add("last");
    });
  }

  type(index) {
    return data.types[this.layer.spans[index].type];
  }

  kind(index) {
    return this.pairs.length ? kindOf(this.pairs[index]) : null;
  }

  /** Index of the counterpart in the other column, or null. */
  counterpart(index) {
    const pair = this.pairs[index];
    return pair ? (this.place === 0 ? pair.other : pair.one) : null;
  }

  /** Attributes as [name, title, value], in the order of the scheme. */
  attributes(index) {
    const { attributes } = this.layer.spans[index];
    return Object.entries(this.type(index).attributes)
      .filter(([name]) => Object.hasOwn(attributes, name))
      .map(([name, title]) => [name, title, attributes[name]]);
  }

  /** Relations of a span as [title, index of the other span]. */
  relations(index) {
    return this.layer.relations.flatMap(([type, from, to]) => [
      ...(from === index ? [[data.relations[type], to]] : []),
      ...(to === index ? [[`${data.relations[type]} of`, from]] : []),
    ]);
  }

  /** All that is known of a span beside its type and words; `theirs` says what the other column has instead, or is null. */
  facts(index) {
    const counterpart = this.counterpart(index);
    const differing = counterpart === null ? [] : this.pairs[index].attributes;
    const other = columns[1 - this.place];
    const ofOther = new Map(counterpart === null ? [] : other.attributes(counterpart).map(([name, , value]) => [name, value]));
    const theirs = (name) => (differing.includes(name) ? `${other.title}: ${ofOther.get(name) ?? "none"}` : null);
    const ours = this.attributes(index);
    const missing = differing.filter((name) => !ours.some(([own]) => own === name));
    return [
      ...ours.map(([name, title, value]) => ({ name: title, value, theirs: theirs(name) })),
      ...missing.map((name) => ({ name: this.type(index).attributes[name], value: "none", theirs: theirs(name) })),
      ...this.relations(index).map(([title, end]) => ({ name: title, value: this.words[end], theirs: null })),
      ...Object.entries(this.layer.spans[index].notes).map(([name, value]) => ({ name, value, theirs: null })),
    ];
  }
}
