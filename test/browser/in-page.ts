// What runs inside of the page, as text: this project's own code has no types of a browser.

export const SIDEWAYS: string = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

/** Names of regions, states and headings of columns that stand on more lines than their blanks allow. */
export const BROKEN_WORDS: string = `(() => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  const found = new Set();
  const word = /\\S+/g;
  for (const element of document.querySelectorAll(".where, .small, .state, thead th, .number, tfoot td")) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
      for (const { 0: text, index } of node.data.matchAll(word)) {
        if (!/^[a-z]{2}(?:-[a-z]+)+-\\d$/.test(text) && !element.matches(".state, thead th, .number, tfoot td")) continue;
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + text.length);
        if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) found.add(text);
      }
  }
  return [...found];
})()`;

/** Captions of the tables that are wider than the place they have, and so cut until somebody scrolls. */
export const CUT_TABLES: string = `(() => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  return [...document.querySelectorAll(".scroll")]
    .filter((section) => section.scrollWidth > section.clientWidth)
    .map((section) => section.querySelector("caption")?.textContent ?? "");
})()`;

/** Selectors and declarations of the page's style that the browser does not know. A rule with an unknown selector is dropped as a whole. */
export const UNKNOWN_STYLE: string = `(() => {
  const text = document.querySelector("style").textContent.replace(/\\/\\*[^]*?\\*\\//g, "");
  const rules = [...text.matchAll(/([^{};]+)\\{([^{}]*)\\}/g)];
  const selectors = rules.map(([, head]) => head.trim()).filter((head) => !head.startsWith("@"));
  const declarations = rules.flatMap(([, , body]) => body.split(";"))
    .map((one) => one.trim())
    .filter((one) => one !== "" && !one.startsWith("--"));
  return [
    ...selectors.filter((one) => { try { document.querySelector(one); return false; } catch { return true; } }),
    ...declarations.filter((one) => {
      const at = one.indexOf(":");
      return !CSS.supports(one.slice(0, at).trim(), one.slice(at + 1).replace("!important", "").trim());
    }),
  ];
})()`;

/** Sections off the screen are skipped by the browser, and then by axe. */
export const LAY_OUT_EVERYTHING: string = `(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(".chunk, .finding { content-visibility: visible !important; }");
  document.adoptedStyleSheets = [sheet];
})()`;

/** From 0, black, to 255, white. */
export const BRIGHTNESS: string = `getComputedStyle(document.documentElement).backgroundColor
  .match(/\\d+/g).map(Number).reduce((sum, part) => sum + part, 0) / 3`;

/** How many of the elements nobody can see. */
export const hiddenOf = (selector: string): string =>
  `[...document.querySelectorAll(${JSON.stringify(selector)})].filter((element) => !element.checkVisibility()).length`;

/** The words of all states on the page. */
export const STATES: string = `[...new Set([...document.querySelectorAll(".state")].map((state) => state.textContent.trim()))]`;

export interface Structure {
  /** What should be there once and is not. */
  readonly notOnce: readonly string[];
  readonly lang: string;
  /** Class of the first element of the body. */
  readonly first: string;
  readonly skippedLevels: readonly number[];
  readonly doubledIds: readonly string[];
  readonly deadLinks: readonly string[];
  readonly bareTables: number;
  readonly oddTimes: number;
  readonly times: number;
}

export const STRUCTURE: string = `(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const ids = all("[id]").map(({ id }) => id);
  const levels = all("h1, h2, h3, h4, h5").map(({ tagName }) => Number(tagName.slice(1)));
  return {
    notOnce: ["h1", "main", "body > header", "nav[aria-label]", "head > title", "meta[charset]", "meta[name=viewport]"]
      .filter((selector) => all(selector).length !== 1),
    lang: document.documentElement.lang,
    first: document.querySelector("body > *").className,
    skippedLevels: levels.filter((level, index) => index > 0 && level > levels[index - 1] + 1),
    doubledIds: ids.filter((id, index) => ids.indexOf(id) !== index),
    deadLinks: all('a[href^="#"]').map((link) => link.getAttribute("href")).filter((href) => document.querySelector(href) === null),
    bareTables: all("table").filter((table) => !table.caption || !table.tHead || table.querySelector("th:not([scope])")).length,
    oddTimes: all("time").filter((time) => !/^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z$/.test(time.getAttribute("datetime"))).length,
    times: all("time").length,
  };
})()`;
