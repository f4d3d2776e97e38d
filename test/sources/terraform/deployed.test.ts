import { expect } from "chai";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { readTerraform } from "../../../src/sources/terraform/read-terraform.ts";
import { groupBy } from "../../../src/text/order.ts";
import { aThirdOf } from "../../support/heavy.ts";
import { SES } from "../../support/ses-in-code.ts";

/** A policy as it is after `terraform apply` (1.11.4); ours is null where it has a gap. */
interface Applied {
  readonly identity: string | null;
  readonly region: string | null;
  readonly name: string | null;
  readonly policy: string | null;
}

interface Recorded {
  readonly files: Readonly<Record<string, string>>;
  readonly applied: readonly Applied[];
}

/** Written by scripts/record-deployments.ts. */
const RECORDED = new URL("./recorded/deployments.json.gz", import.meta.url);
const recorded = aThirdOf(
  JSON.parse(gunzipSync(readFileSync(RECORDED)).toString("utf8")) as readonly Recorded[],
);

/** What the files of a configuration come to, without Terraform; a policy with a gap is null. */
const understood = async (files: Recorded["files"]): Promise<readonly Applied[]> => {
  const names = Object.keys(files);
  const { identities } = await readTerraform(
    names.filter((name) => /\.tf(?:\.json)?$/.test(name)),
    {
      read: (path) => {
        const text = files[path];
        return text === undefined ? null : { path, text };
      },
      namesIn: (folder) =>
        names.flatMap((name) => {
          const within =
            folder === "" ? name : name.startsWith(`${folder}/`) ? name.slice(folder.length + 1) : "/";
          return within.includes("/") ? [] : [within];
        }),
    },
    SES,
    new AbortController().signal,
  );
  return identities.flatMap(({ name: identity, region = "us-east-1", policies }) =>
    policies.map(({ name, document, unresolved = [] }) => ({
      identity,
      region,
      name,
      policy: unresolved.length > 0 ? null : document,
    })),
  );
};

/** The same text for two policies that say the same: a list of texts is a set, and one of a single text is that text. */
const canonical = (policy: string): string =>
  JSON.stringify(JSON.parse(policy) as unknown, (_, value: unknown) => {
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
      const texts = [...new Set(value)].sort();
      return texts.length === 1 ? texts[0] : texts;
    }
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  });

/** A policy is one of its identity, by the last part of the identity's ARN. */
const keyOf = ({ identity, region, name }: Applied): string =>
  `${region} ${identity?.replace(/^.*:identity\//, "")} ${name}`;

describe("Terraform's own apply", () => {
  it("is what random configurations with policies come to, or they have a gap", async () => {
    const different: string[] = [];
    let [known, unknown] = [0, 0];
    for (const [number, { files, applied }] of recorded.entries()) {
      const [theirs, ours] = [groupBy(applied, keyOf), groupBy(await understood(files), keyOf)];
      for (const key of new Set([...theirs.keys(), ...ours.keys()])) {
        const texts = (policies: readonly Applied[] | undefined): readonly string[] =>
          (policies ?? []).flatMap(({ policy }) => (policy === null ? [] : [canonical(policy)])).sort();
        const gaps = (ours.get(key) ?? []).filter(({ policy }) => policy === null).length;
        const left = texts(theirs.get(key));
        const wrong = texts(ours.get(key)).filter((text) => !left.includes(text));
        known += left.length - gaps;
        unknown += gaps;
        if (wrong.length > 0 || theirs.get(key)?.length !== ours.get(key)?.length)
          different.push(
            `${number}: ${key}:\n  ${texts(ours.get(key)).join("\n  ")}\nnot\n  ${left.join("\n  ")}`,
          );
      }
    }
    console.log(`      ${unknown} of ${known + unknown} policies have a gap`);
    if (process.env["PRINT"] !== undefined) console.log(different.join("\n"));
    expect(different).to.deep.equal([]);
    expect(unknown).to.be.lessThan((known + unknown) * 0.05);
  }).timeout(120_000);
});
