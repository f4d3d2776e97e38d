import type { Module } from "./modules.ts";

/** Who may import whom: folder → folders of src, then packages and Node's modules. The folder itself is always allowed. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  model: [],
  text: ["model", "node:crypto", "node:module", "yaml"],
  files: ["model", "node:"],
  results: ["model", "text"],
  policy: ["model", "text"],
  services: ["model", "text", "policy", "@aws-sdk/client-ses"],
  standards: ["model"],
  rules: ["model", "text", "policy", "services", "standards"],
  assess: ["model", "text", "standards", "node:crypto"],
  snapshot: [
    "files",
    "model",
    "text",
    "node:buffer",
    "node:fs",
    "node:path",
    "node:crypto",
    "node:readline",
    "node:stream",
    "node:zlib",
  ],
  aws: ["model", "text", "@aws-sdk/", "@smithy/", "hpagent", "proxy-from-env", "node:"],
  sources: [
    "model",
    "text",
    "services",
    "aws",
    "snapshot",
    "@aws-sdk/",
    "web-tree-sitter",
    "@lezer/",
    "unbash",
    "yaml",
    "ignore",
    "node:",
  ],
  exporters: [
    "model",
    "text",
    "standards",
    "@aws-sdk/client-securityhub",
    "node-sarif-builder",
    "handlebars",
    "fflate",
    "node:crypto",
    "node:module",
    "node:zlib",
  ],
  deliver: [
    "files",
    "model",
    "text",
    "aws",
    "exporters/asff",
    "exporters/first-of-scope.ts",
    "@aws-sdk/client-securityhub",
    "node:",
  ],
  remedy: ["files", "model", "text", "policy", "services", "aws", "node:"],
  patch: ["assess", "model", "text", "remedy", "sources", "node:fs", "node:path"],
  continuous: [
    "analyze",
    "assess",
    "aws",
    "config",
    "connection",
    "deliver",
    "exporters",
    "files",
    "interruptible",
    "judging",
    "model",
    "reading",
    "scan",
    "services",
    "snapshot",
    "sources",
    "text",
    "@smithy/",
    "yaml",
    "node:",
  ],
  difference: ["model", "text", "policy", "services", "assess/locate"],
  config: ["files/read-at-most", "model", "text", "yaml", "ajv", "node:"],
  testing: ["model", "text", "assess", "config/validate", "config/schemas", "node:util", "node:assert"],
  threads: ["assess", "config", "judging", "model", "node:path", "node:timers", "node:worker_threads"],
  emulator: ["node:"],
  cli: ["*"],
};

/** Rooms of one folder: each with the rooms and files beside it that it may import. */
type Rooms = Readonly<Record<string, readonly string[]>>;

const POLICY: Rooms = {
  keys: [],
  shapes: [],
  question: ["keys"],
  messages: ["question"],
  sets: ["messages"],
  parse: ["shapes"],
  evaluate: ["shapes"],
  decide: ["parse", "sets", "keys", "messages", "question", "shapes"],
  narrow: ["decide", "parse", "sets", "keys", "question", "shapes"],
};

/** Of the decision: each room may import those before it. The files beside the rooms are its doors. */
export const DECIDE: readonly string[] = [
  "keys",
  "compile",
  "readings",
  "request",
  "solve",
  "relations",
  "search",
  "who",
  "explain",
];

/** Files that serve several formats; every other file or folder of exporters/ is one format. */
const FORMAT_PARTS: ReadonlySet<string> = new Set([
  "access-keys",
  "aws-types",
  "columns",
  "finding-title",
  "first-of-scope",
  "gravest",
  "keep-first",
  "keep-by-rank",
  "packed-texts",
  "place-of",
  "redacted",
  "table-dates",
  "tables",
]);

/** What the files beside the folders may not import; `index.ts` is the library's door, `cli.ts` the command's. */
const ROOT_FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  "cli.ts": [],
  "index.ts": ["cli", "emulator"],
};
const FORBIDDEN = ["cli", "emulator", "exporters", "deliver"];

const folderOf = (path: string): string => (path.includes("/") ? (path.split("/")[0] ?? "") : "");

/** `keys` of `policy/keys.ts` and of `policy/keys/x.ts`, below `policy`; null elsewhere. */
const roomOf = (path: string, folder: string): string | null =>
  path.startsWith(`${folder}/`)
    ? (path
        .slice(folder.length + 1)
        .split("/")[0]
        ?.replace(/\.ts$/, "") ?? null)
    : null;

type Wall = (from: string, to: string) => boolean;

const layers: Wall = (from, to) => {
  const folder = folderOf(from);
  if (folder === "" || folderOf(to) === folder) return true;
  const layer = LAYERS[folder] ?? [];
  return layer.includes("*") || layer.some((name) => to.startsWith(name));
};

const roots: Wall = (from, to) =>
  folderOf(from) !== "" || !(ROOT_FORBIDDEN[from] ?? FORBIDDEN).includes(folderOf(to));

const policy: Wall = (from, to) => {
  const [a, b] = [roomOf(from, "policy"), roomOf(to, "policy")];
  return a === null || b === null || a === b || (POLICY[a] ?? []).includes(b);
};

const decide: Wall = (from, to) => {
  const [a, b] = [roomOf(from, "policy/decide"), roomOf(to, "policy/decide")];
  if (a === null || b === null || !DECIDE.includes(a)) return true;
  return DECIDE.indexOf(b) !== -1 && DECIDE.indexOf(b) <= DECIDE.indexOf(a);
};

const exporters: Wall = (from, to) => {
  const [a, b] = [roomOf(from, "exporters"), roomOf(to, "exporters")];
  return a === null || b === null || a === b || a === "index" || FORMAT_PARTS.has(b);
};

/** What is written in files is read without AWS, and `written/`, the values of all languages, knows none of them. */
const sources: Wall = (from, to) => {
  const [a, b] = [roomOf(from, "sources"), roomOf(to, "sources")];
  return a === null || b === null || a === b || (a !== "written" && a !== "aws" && b !== "aws");
};

/** Who may know a service by its name: rules judge its kinds, and the library offers them. Everybody else is handed kinds. */
const KNOWS_SERVICES: ReadonlySet<string> = new Set(["rules", "services", "index.ts"]);

/** A service is a folder of services/; sources/ do not even ask which there are. */
const services: Wall = (from, to) => {
  const folder = folderOf(from) === "" ? from : folderOf(from);
  if (KNOWS_SERVICES.has(folder)) return true;
  const isOne = /^services\/[^/]+\//.test(to);
  return !isOne && !(folder === "sources" && to === "services/index.ts");
};

const WALLS: Readonly<Record<string, Wall>> = {
  "its layer": layers,
  "the root": roots,
  "the rooms of policy": policy,
  "the order of the decision's rooms": decide,
  "a format of exporters": exporters,
  "the rooms of sources": sources,
  "the services": services,
};

/** Every import that goes through a wall, a line each. */
export const breachesOf = (modules: readonly Module[]): readonly string[] =>
  modules.flatMap(({ path, imports, packages }) => [
    ...imports.flatMap((target) =>
      Object.entries(WALLS)
        .filter(([, allows]) => !allows(path, target))
        .map(([wall]) => `${path} imports ${target}, against ${wall}`),
    ),
    ...packages
      .filter((name) => !mayUse(folderOf(path), name))
      .map((name) => `${path} imports the package ${name}, against its layer`),
  ]);

const mayUse = (folder: string, name: string): boolean => {
  if (folder === "") return true;
  const layer = LAYERS[folder] ?? [];
  return layer.includes("*") || layer.some((allowed) => name.startsWith(allowed));
};
