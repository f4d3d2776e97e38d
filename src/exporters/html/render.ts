import type HandlebarsLibrary from "handlebars";
import HandlebarsRuntime from "handlebars/runtime.js";
import { createHash } from "node:crypto";
import { TEMPLATES } from "./precompiled.ts";
import { shown } from "./shown.ts";
import type { ReportView } from "./view/report.ts";

type Template = (view: unknown) => string;

// The runtime's own type declaration exports nothing; it is the library without its compiler.
const handlebars = (HandlebarsRuntime as typeof HandlebarsLibrary).create();

const templates: Readonly<Record<string, Template>> = Object.fromEntries(
  Object.entries(TEMPLATES).map(([name, spec]) => {
    const template = handlebars.template(spec);
    handlebars.registerPartial(name, template);
    return [name, (view: unknown) => template(view)];
  }),
);

const render = (name: string, view: unknown): string => {
  const template = templates[name];
  if (template === undefined) throw new Error(`there is no template ${name}`);
  return template(view);
};

/**
 * The whole page, piece by piece: nine tenths of a long one are rows and findings, and each is rendered when its turn
 * has come.
 *
 * Its Content-Security-Policy names the one style and the one script by the hash of what was rendered.
 */
export function* renderReport(view: ReportView): Iterable<string> {
  const later: (() => string)[] = [];
  const place = (name: string, part: () => unknown): string =>
    `${EDGE}${later.push(() => render(name, shown(part()))) - 1}${EDGE}`;
  const { resources, findings } = view;
  const page = render("report", {
    ...(shown({ ...view, policy: CSP_PLACE }) as object),
    resources: {
      ...(shown(resources) as object),
      chunks: resources.chunks.map((chunk) => place("chunk", chunk)),
    },
    findings: {
      ...(shown(findings) as object),
      groups: findings.groups.map((group) => ({
        ...(shown(group) as object),
        findings: group.findings.map((finding) => place("finding", finding)),
      })),
    },
  });
  const [head = "", ...rest] = page.split(EDGE);
  yield head.replace(CSP_PLACE, () => contentSecurityPolicy(page));
  for (const [index, text] of rest.entries()) yield index % 2 === 0 ? (later[Number(text)]?.() ?? "") : text;
}

/** Stands around the place of a part that is rendered later. INVARIANT: `shown` leaves no such character in any data. */
const EDGE = "\u0000";

/** Stands in the head until the page is rendered; the first place is the head's, before any data. */
const CSP_PLACE = "content-security-policy-goes-here";

const contentSecurityPolicy = (page: string): string =>
  [
    "default-src 'none'",
    `style-src '${hashOf(page, "style")}'`,
    `script-src '${hashOf(page, "script")}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

const hashOf = (page: string, element: "style" | "script"): string => {
  const start = page.indexOf(`<${element}>`) + element.length + 2;
  const text = page.slice(start, page.indexOf(`</${element}>`, start));
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
};
