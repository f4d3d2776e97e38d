import { expect } from "chai";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { hashOf } from "../exporters/sarif/render.ts";
import { postern } from "../support/command.ts";
import { inFolder } from "../support/folder.ts";
import { ARN, OPEN, exposed } from "../support/open-identity.ts";

/** The hash of the exposure in a policy file that holds this text. */
const hashIn = (text: string): Promise<string> =>
  inFolder({ "policy.json": text }, async (cwd) => {
    mkdirSync(join(cwd, ".git"));
    return hashOf(exposed((await postern(["analyze", "policy.json", "-f", "sarif"], { cwd })).stdout));
  });

const [open, other] = OPEN.Statement;

const sortedKeys = (_: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

describe("an alert's fingerprint", () => {
  const pretty = JSON.stringify(OPEN, null, 2);
  const unchanged: readonly (readonly [string, string])[] = [
    ["minified", JSON.stringify(OPEN)],
    ["with sorted keys", JSON.stringify(OPEN, sortedKeys, 2)],
    ["with statements reversed", JSON.stringify({ ...OPEN, Statement: [other, open] }, null, 2)],
    [
      "with actions swapped",
      JSON.stringify({
        ...OPEN,
        Statement: [{ ...open, Action: ["ses:SendRawEmail", "ses:SendEmail"] }, other],
      }),
    ],
    ["with a Sid renamed", pretty.replace('"Sid": "open"', '"Sid": "renamed"')],
    ["with a text made a list", pretty.replace('"AWS": "*"', '"AWS": ["*"]')],
    ["below 30 blank lines", `${"\n".repeat(30)}${pretty}`],
    ["with CRLF line ends", pretty.replaceAll("\n", "\r\n")],
    [
      "beside an unrelated Deny",
      JSON.stringify({
        ...OPEN,
        Statement: [
          ...OPEN.Statement,
          { Effect: "Deny", Principal: { AWS: "444455556666" }, Action: "ses:SendBounce", Resource: ARN },
        ],
      }),
    ],
  ];
  for (const [what, text] of unchanged) {
    it(`stays the same ${what}`, async () => {
      const hash = await hashIn(pretty);
      expect(hash).to.match(/^[0-9a-f]{16}:1$/);
      expect(await hashIn(text)).to.equal(hash);
    });
  }

  it("changes when the grant gets wider", async () => {
    const narrow = { ...open, Action: ["ses:SendEmail"] };
    const conditioned = { ...open, Condition: { StringLike: { "ses:FromAddress": "a*" } } };
    const hashes = await Promise.all(
      [narrow, conditioned, open].map((statement) =>
        hashIn(JSON.stringify({ ...OPEN, Statement: [statement, other] })),
      ),
    );
    expect(new Set(hashes).size).to.equal(3);
  });
});
