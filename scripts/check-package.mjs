// Packs the package, installs the tarball into an empty folder without development dependencies, and uses it there.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "postern-package-"));
const run = (command, args, cwd = folder) =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
const expect = (what, holds) => {
  if (!holds) throw new Error(`The package: ${what}`);
  console.log(`ok  ${what}`);
};

try {
  run("npm", ["pack", "--pack-destination", folder], root);
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "user", private: true, type: "module" }),
  );
  run("npm", ["i", "--no-audit", "--no-fund", "--omit=dev", `./${tarball}`]);
  const postern = join(folder, "node_modules", ".bin", "postern");

  const files = readdirSync(join(folder, "node_modules"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const megabytes = files.reduce((sum, path) => sum + statSync(path).size, 0) / 1e6;
  expect(`it takes ${megabytes.toFixed(0)} MB with all that it needs, of 60`, megabytes < 60);
  const cores = files.filter((path) => path.endsWith(join("@smithy", "core", "package.json")));
  expect("one core of AWS's clients is in it", cores.length === 1);

  expect("postern --version", /^\d+\.\d+\.\d+/.test(run(postern, ["--version"])));
  expect(
    "npx runs it from the packed file",
    /^\d+\.\d+\.\d+/.test(
      run("npx", ["--yes", "--package", join(folder, tarball), "postern", "--version"], root),
    ),
  );
  expect(
    "the manual page is in it",
    readFileSync(join(folder, "node_modules/postern/docs/postern.1"), "utf8").includes("EXIT STATUS"),
  );
  const demo = run(postern, ["demo"]);
  expect("postern demo finds what it planted", demo.includes("Found exactly what was planted"));
  expect("the report's template is in it", readdirSync(join(folder, "reports/demo")).includes("report.html"));
  writeFileSync(
    join(folder, "main.tf"),
    'resource "aws_ses_identity_policy" "open" {\n  identity = "example.com"\n  name     = "open"\n  policy   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "ses:SendEmail", Resource = "*" }] })\n}\n',
  );
  const bill = join(folder, "node_modules/postern/dist/sbom.cdx.json");
  expect(
    "a bill of materials is in it",
    JSON.parse(readFileSync(bill, "utf8")).components.some(({ name }) => name === "commander"),
  );
  let code = 0;
  try {
    run(postern, ["analyze", "main.tf"]);
  } catch (error) {
    code = error.status;
  }
  expect("the Terraform grammar is in it", code === 1);
  writeFileSync(
    join(folder, "use.mjs"),
    'import { decideExposure, RULES } from "postern"; import * as testing from "postern/testing"; console.log(typeof decideExposure, RULES.length > 0, Object.keys(testing).length > 0);',
  );
  const attw = join(root, ".tools", "attw");
  run("npm", ["i", "--no-audit", "--no-fund", "--prefix", attw, "@arethetypeswrong/cli@0.18.5"], root);
  run(join(attw, "node_modules", ".bin", "attw"), [`./${tarball}`, "--profile", "esm-only"]);
  expect("its types are right for whoever imports it", true);
  expect("the library can be imported", run("node", ["use.mjs"]).trim() === "function true true");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
