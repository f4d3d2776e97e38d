import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** Who may import whom: folder → folders of src, then packages and node modules. The folder itself is always allowed. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  model: [],
  text: ["model", "node:crypto"],
  files: ["model", "node:"],
  results: ["model", "text"],
  policy: ["model", "text"],
  services: ["model", "text", "policy", "@aws-sdk/client-ses"],
  standards: ["model"],
  rules: ["model", "text", "policy", "services", "standards"],
  assess: ["model", "text", "standards", "node:crypto"],
  snapshot: ["files", "model", "text", "node:fs", "node:path", "node:crypto", "node:readline", "node:stream"],
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
    "node:crypto",
    "node:module",
  ],
  deliver: ["files", "model", "text", "aws", "exporters/asff", "@aws-sdk/client-securityhub", "node:"],
  remedy: ["files", "model", "text", "policy", "services", "aws", "node:"],
  config: ["model", "text", "yaml", "ajv", "node:"],
  testing: ["model", "text", "assess", "config/validate", "config/schemas", "node:util", "node:assert"],
  emulator: ["node:"],
  cli: ["*"],
};

const ROOT = resolve(import.meta.dirname, "../src");

const sources = (directory: string): readonly string[] =>
  readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return sources(path);
    return entry.name.endsWith(".ts") ? [path] : [];
  });

/** Static, dynamic and type imports, and re-exports. */
const IMPORTS = /^(?:import|export)\b[^;"']*?\bfrom\s*"([^"]+)"|^import\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;

const imports = (file: string): readonly string[] =>
  [...readFileSync(file, "utf8").matchAll(IMPORTS)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");

const folderOf = (path: string): string => relative(ROOT, path).split("/")[0] ?? "";

const allowed = (folder: string, file: string, specifier: string): boolean => {
  const layer = LAYERS[folder];
  if (layer === undefined) return false;
  if (layer.includes("*")) return true;
  if (!specifier.startsWith(".")) return layer.some((name) => specifier.startsWith(name));
  const target = resolve(dirname(file), specifier);
  return folderOf(target) === folder || layer.some((name) => relative(ROOT, target).startsWith(name));
};

describe("layers", () => {
  const files = sources(ROOT).filter((file) => relative(ROOT, file).includes("/"));

  it("reads the sources at all", () => {
    expect(files.length).to.be.greaterThan(10);
    expect(files.flatMap(imports).length).to.be.greaterThan(10);
  });

  it("every folder imports only what its layer allows", () => {
    const broken = files.flatMap((file) =>
      imports(file)
        .filter((specifier) => !allowed(folderOf(file), file, specifier))
        .map((specifier) => `${relative(ROOT, file)} imports ${specifier}`),
    );
    expect(broken).to.deep.equal([]);
  });

  it("decide and evaluate never import each other", () => {
    const crossing = files.filter((file) => {
      const path = relative(ROOT, file);
      const other = path.startsWith("policy/decide")
        ? "evaluate"
        : path.startsWith("policy/evaluate")
          ? "decide"
          : null;
      return other !== null && imports(file).some((specifier) => specifier.includes(`/${other}`));
    });
    expect(crossing).to.deep.equal([]);
  });

  it("nothing imports the emulator but the command line, and that dynamically", () => {
    const importing = files.filter(
      (file) =>
        folderOf(file) !== "emulator" &&
        /^import[^;]*emulator/m.test(readFileSync(file, "utf8").replace(/^import type[^;]*;/gm, "")),
    );
    expect(importing).to.deep.equal([]);
  });
});
