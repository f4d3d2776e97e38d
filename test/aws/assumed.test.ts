import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addAccount, addIdentity, addOrganization } from "../../src/emulator/world.ts";
import { postern } from "../support/command.ts";
import { ACCOUNT, emulated, KEY, REGION } from "../support/emulated.ts";
import { aFolder } from "../support/folder.ts";
import { AWS_VARIABLES, variables } from "../support/variables.ts";

const MEMBERS = ["222200000001", "222200000002"];
/** Milliseconds: the sessions of AssumeRole, and how long before their end they are renewed. */
const SESSION = 3_600_000;
const RENEWED_BEFORE = 300_000;
/** After so many milliseconds a session is one that is to be renewed. */
const LEFT = 700;

describe("the session of an account's role", function () {
  this.timeout(60_000);
  const set = variables(AWS_VARIABLES);
  const folder = aFolder();

  it("is renewed before it ends, and the organisation is read to its end", async () => {
    set({
      AWS_ACCESS_KEY_ID: KEY.accessKeyId,
      AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey,
      AWS_REGION: REGION,
    });
    let behind = SESSION - RENEWED_BEFORE - LEFT;
    let waited = 0;
    const world = await emulated({
      clock: () => Date.now() - behind,
      // Once the sessions are to be renewed, those that were not have ended.
      handedOver: ({ operation }) => {
        if (operation === "ListIdentities" && Date.now() - begun > LEFT) {
          waited += 1;
          behind = 0;
        }
      },
    });
    const { faults, log } = world.emulator;
    for (const id of MEMBERS) {
      const account = addAccount(world.emulator.world, { id, name: id, regions: [REGION] });
      account.roles.set("Audit", { name: "Audit", trusted: [ACCOUNT] });
      for (const region of account.regions.values())
        for (const name of ["a.example", "b.example"]) addIdentity(region, name, { policies: { p: "{}" } });
    }
    addOrganization(world.emulator.world, "o-exampleorg1", ACCOUNT);
    faults.add({ operation: "ListIdentities", effect: { kind: "slow", ms: LEFT + 500 } });
    const begun = Date.now();
    const { code, stderr } = await postern(
      [
        ..."scan -q --org --calls-per-second 1000 --exclude-account".split(" "),
        ACCOUNT,
        ..."--fail-on never --allow undecided -f json=r.json --endpoint-url".split(" "),
        world.emulator.url,
        "--role-arn",
        "arn:aws:iam::{account}:role/Audit",
      ],
      { cwd: folder() },
    );
    await world.emulator.close();
    expect(code, stderr).to.equal(0);
    expect(waited, "listings that outlasted a session").to.be.greaterThan(0);
    const assumed = log.calls.filter(({ operation }) => operation === "AssumeRole");
    expect(assumed, "one session and its renewal for each account").to.have.length(2 * MEMBERS.length);
    expect(
      log.calls.filter(({ code: refused }) => refused !== null && /Expired/.test(refused)),
    ).to.deep.equal([]);
    const results = JSON.parse(readFileSync(join(folder(), "r.json"), "utf8")) as {
      readonly coverage: readonly Record<string, unknown>[];
    };
    for (const coverage of results.coverage) expect(coverage).to.include({ read: 2, unread: 0 });
  });
});
