import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly dev?: boolean; readonly devOptional?: boolean }>
  >;
}

interface Bill {
  readonly metadata: object;
  readonly components: readonly { readonly name: string; readonly version: string }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/** The scripts are plain JavaScript, so that they run before anything is installed. */
const load = async (): Promise<{
  readonly installed: (lock: Lock) => readonly (readonly [string, { readonly version?: string }])[];
  readonly billOfProduction: (whole: unknown, packages: unknown) => Bill;
}> => ({
  ...((await import(join(ROOT, "scripts/supply-chain/installed.mjs"))) as {
    installed: (lock: Lock) => readonly (readonly [string, { readonly version?: string }])[];
  }),
  ...((await import(join(ROOT, "scripts/supply-chain/bill.mjs"))) as {
    billOfProduction: (whole: unknown, packages: unknown) => Bill;
  }),
});

describe("the bill of materials", function () {
  this.timeout(60_000);

  it("names every package that the lockfile installs for users, and no other", async () => {
    const { installed, billOfProduction } = await load();
    const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as Lock;
    const whole: unknown = JSON.parse(
      execFileSync("npm", ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"], {
        cwd: ROOT,
        encoding: "utf8",
        maxBuffer: 64 * 1024 * 1024,
      }),
    );
    const bill = billOfProduction(whole, installed(lock));
    const locked = Object.entries(lock.packages)
      .filter(([path, { dev, devOptional }]) => path !== "" && dev !== true && devOptional !== true)
      .map(([path, { version }]) => `${path.replace(/^.*node_modules\//, "")}@${version ?? ""}`);
    expect(bill.components.map(({ name, version }) => `${name}@${version}`)).to.have.members(locked);
    for (const { dependsOn } of bill.dependencies) expect(locked).to.include.members([...dependsOn]);
    expect(bill.metadata).not.to.have.property("timestamp");
  });

  it("is not written where a package is missing from it", async () => {
    const { billOfProduction } = await load();
    const whole = { metadata: { component: { "bom-ref": "p@1" } }, components: [], dependencies: [] };
    expect(() => billOfProduction(whole, [["node_modules/a", { version: "1.0.0" }]])).to.throw(
      /lacks a@1\.0\.0/,
    );
  });
});
