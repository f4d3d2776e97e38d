// Holds the Dockerfile against the rules of its language and of this project, and carries it out as far as that goes without
// Docker: what its first stage copies and runs, in a plain folder, and what its last stage takes from there, which then has
// to work. Not tried: the base image, apt-get, and an engine's own options.
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { onDemand } from "./on-demand.mjs";

const root = resolve(import.meta.dirname, "..");
const text = readFileSync(join(root, "Dockerfile"), "utf8");
const linter = onDemand("dockerfile-utils", "0.16.3");
const library = async (folder) => (await import(pathToFileURL(join(folder, "lib/main.js")).href)).default;
const { validate } = await library(linter);
const { DockerfileParser } = await library(join(linter, "../dockerfile-ast"));

const expect = (what, holds) => {
  if (!holds) throw new Error(`The container: ${what}`);
  console.log(`ok  ${what}`);
};

const wrong = validate(text).map(({ message, range }) => `line ${range.start.line + 1}: ${message}`);
expect(`its definition is a valid one${wrong.map((one) => `\n${one}`).join("")}`, wrong.length === 0);

const instructions = DockerfileParser.parse(text)
  .getInstructions()
  .map((one) => ({
    keyword: one.getKeyword(),
    flags: typeof one.getFlags === "function" ? one.getFlags().map(String) : [],
    values: one.getArguments().map((argument) => argument.getValue()),
    // Lines that go on are one command.
    command: one.getArgumentsContent()?.replaceAll(/\\\r?\n\s*/g, "") ?? "",
  }));
const starts = instructions.flatMap(({ keyword }, index) => (keyword === "FROM" ? [index] : []));
const [build, last] = starts.map((at, stage) => instructions.slice(at + 1, starts[stage + 1]));
expect("it has two stages", starts.length === 2);
expect(
  "its last user is no root, and named by number",
  /^[1-9]\d*:[1-9]\d*$/.test(last.filter(({ keyword }) => keyword === "USER").at(-1)?.values[0] ?? ""),
);

/** The last pattern that names a path or a folder above it counts; unlike git's, each is read from the root. */
const patterns = readFileSync(join(root, ".dockerignore"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => ({ isIn: line.startsWith("!"), path: line.replace(/^!/, "") }));
if (patterns.some(({ path }) => path !== "*" && /[*?[\]]/.test(path)))
  throw new Error("The container: .dockerignore has a pattern that is not known here");
const isTaken = (path) =>
  patterns.findLast((one) => one.path === "*" || path === one.path || path.startsWith(`${one.path}/`))
    ?.isIn ?? true;
/** What a clean clone has, and the engine is given of it. */
const context = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" })
  .split("\0")
  .filter((path) => path !== "" && isTaken(path));

/** Copies what a COPY names from the context. */
const copyContext = ({ values }, into) => {
  const target = values.at(-1);
  for (const source of values.slice(0, -1)) {
    const folder = source.replace(/\/$/, "");
    const isFolder = existsSync(join(root, folder)) && statSync(join(root, folder)).isDirectory();
    const files = context.filter((path) => (isFolder ? path.startsWith(`${folder}/`) : path === folder));
    if (files.length === 0) throw new Error(`The container: COPY ${source} copies nothing of a clean clone`);
    for (const file of files) {
      const to = resolve(into, target, isFolder ? relative(folder, file) : file);
      mkdirSync(dirname(to), { recursive: true });
      cpSync(join(root, file), to);
    }
  }
};

/** Every file with its size, so that what a run leaves behind is seen. */
const listed = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(
      ({ parentPath, name }) =>
        `${relative(folder, join(parentPath, name))} ${statSync(join(parentPath, name)).size}`,
    )
    .sort()
    .join("\n");

const folder = mkdtempSync(join(tmpdir(), "postern-container-"));
try {
  const source = join(folder, "src");
  mkdirSync(source);
  for (const one of build) {
    if (one.keyword === "COPY") copyContext(one, source);
    else if (one.keyword === "RUN")
      execFileSync("sh", ["-ec", one.command], { cwd: source, stdio: ["ignore", "ignore", "inherit"] });
    else if (one.keyword !== "WORKDIR")
      throw new Error(`The container: ${one.keyword} in the first stage is not known here`);
  }
  expect("its first stage builds in a folder that has nothing else", true);

  const image = join(folder, "image");
  for (const one of last.filter(({ keyword }) => keyword === "COPY")) {
    const [from, to] = one.values;
    if (one.flags.includes("--from=build")) {
      const path = join(folder, from);
      // The contents of a folder are copied, and a file goes into the folder.
      cpSync(path, join(image, to, statSync(path).isDirectory() ? "" : relative(dirname(path), path)), {
        recursive: true,
      });
    } else copyContext({ ...one, values: [...one.values.slice(0, -1), `.${to}`] }, image);
  }
  rmSync(source, { recursive: true });
  const link = last
    .map(({ command }) => /^ln -s (\S+) \/usr\/local\/bin\/postern$/.exec(command)?.[1])
    .find(Boolean);
  const cli = join(image, link);
  expect("the command is where its link says, and may be run", (statSync(cli).mode & 0o111) === 0o111);
  const entry = last.find(({ keyword }) => keyword === "ENTRYPOINT").values.join("");
  expect("it starts the command", entry === '["postern"]');

  const work = join(folder, "work");
  mkdirSync(work);
  const before = listed(image);
  const env = { PATH: process.env.PATH, NODE_ENV: "production" };
  const run = (...args) =>
    execFileSync(process.execPath, [cli, ...args], { cwd: work, encoding: "utf8", env });
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect("postern --version", run("--version").trim() === version);
  expect(
    "its label says the same version",
    last.some(({ command }) => command.includes(`org.opencontainers.image.version="${version}"`)),
  );
  expect("postern demo finds what it planted", run("demo").includes("Found exactly what was planted"));
  expect("it writes below the working directory, and nowhere else in the image", listed(image) === before);
  const bill = JSON.parse(readFileSync(join(image, "opt/postern/dist/sbom.cdx.json"), "utf8"));
  const there = readdirSync(join(image, "opt/postern/node_modules"));
  expect(
    "no package for development is in it",
    !["typescript", "mocha", "esbuild"].some((name) => there.includes(name)),
  );
  expect(
    "the bill of materials names each package that is in it",
    there
      .filter((name) => !name.startsWith(".") && !name.startsWith("@"))
      .every((name) => bill.components.some((one) => one.name === name)),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
