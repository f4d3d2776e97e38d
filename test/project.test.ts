import { expect } from "chai";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { VERSION } from "../src/version.ts";

const ROOT = resolve(import.meta.dirname, "..");
const json = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), "utf8"));

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

interface Locked {
  readonly dev?: boolean;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly optional?: boolean;
}

const manifest = json("package.json") as Manifest;
const lock = json("package-lock.json") as { readonly packages: Readonly<Record<string, Locked>> };
const runtime = Object.entries(lock.packages).filter(([path, { dev }]) => path !== "" && dev !== true);

/** Read from the installed package where the lockfile does not say. */
const licenceOf = ([path, { license }]: (typeof runtime)[number]): string => {
  const file = `${path}/package.json`;
  return license ?? (existsSync(join(ROOT, file)) ? String((json(file) as Locked).license) : "unknown");
};

describe("the project", () => {
  it("says its version once", () => {
    expect(VERSION).to.equal(manifest.version);
  });

  it("depends at run time only on packages with permissive licences", () => {
    expect(runtime.length).to.be.greaterThan(10);
    const others = runtime.filter(
      (one) =>
        !/^(\(?(MIT|Apache-2\.0|ISC|0BSD|BSD-[23]-Clause|BlueOak-1\.0\.0)( OR .*\)?)?)$/.test(licenceOf(one)),
    );
    expect(others.map(([path, { license }]) => `${path} ${license ?? ""}`)).to.deep.equal([]);
  });

  it("pins every dependency, and none runs code when it is installed", () => {
    // What the clients of AWS bring is one copy with theirs: a version of our own would be a second one for each that wants a newer.
    for (const [name, version] of Object.entries(manifest.dependencies))
      expect(version, name).to.match(name.startsWith("@smithy/") ? /^\^\d/ : /^\d/);
    expect(runtime.filter(([, { hasInstallScript }]) => hasInstallScript === true)).to.deep.equal([]);
  });

  it("says of every dependency why it is there", () => {
    const page = readFileSync(join(ROOT, "docs/dependencies.md"), "utf8");
    const explained = [...page.matchAll(/^\| `([^`]+)`\s+\| \S/gm)].map(([, name]) => name);
    expect(explained).to.deep.equal(Object.keys(manifest.dependencies).sort());
  });

  it("names no registry's host in its lockfile", () => {
    const hosts =
      readFileSync(join(ROOT, "package-lock.json"), "utf8").match(/"resolved": "https?:[^"]+"/g) ?? [];
    expect(hosts).to.deep.equal([]);
  });
});
