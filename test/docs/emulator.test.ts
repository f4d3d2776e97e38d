import { expect } from "chai";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { emulated, KEY, REGION, type Emulated } from "../support/emulated.ts";
import { send, type RawRequest } from "../support/signed-request.ts";

const page = readFileSync(resolve(import.meta.dirname, "../../docs/emulator.md"), "utf8");

/** A request that each service answers with the operations that it has. */
const UNKNOWN: Readonly<Record<string, Partial<RawRequest>>> = {
  "SES (version 1)": { body: "Action=Nothing&Version=2010-12-01" },
  "SES (version 2)": { method: "GET", path: "/v2/email/nothing" },
  "Security Hub CSPM": { service: "securityhub", method: "GET", path: "/nothing" },
  STS: { service: "sts", body: "Action=Nothing&Version=2011-06-15" },
  "Account Management": { service: "account", path: "/nothing" },
  Organizations: { service: "organizations" },
  Config: { service: "config" },
};

describe("docs/emulator.md", () => {
  let aws: Emulated;
  before(async () => {
    aws = await emulated();
  });
  after(() => aws.emulator.close());

  for (const [service, request] of Object.entries(UNKNOWN))
    it(`names every operation of ${service}, and no other`, async () => {
      const { text } = await send({ url: aws.emulator.url, region: REGION, ...KEY, ...request });
      const has = /This emulator has of [^:]+: ([\w, ]+)\./.exec(text)?.[1]?.split(", ") ?? [];
      const row = page.split("\n").find((line) => line.startsWith(`| ${service} `)) ?? "";
      const named =
        row
          .split("|")[2]
          ?.split(":")[0]
          ?.match(/\b[A-Z][a-z]+[A-Z]\w+/g) ?? [];
      expect(has, text).to.not.deep.equal([]);
      expect([...named].sort()).to.deep.equal([...new Set(has)].sort());
    });
});
