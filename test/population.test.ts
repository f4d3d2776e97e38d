import { expect } from "chai";
import { addAccount, addIdentity } from "../src/emulator/world.ts";
import type { Coverage, ResultsRecord } from "../src/model/results.ts";
import { scan } from "../src/scan.ts";
import { ACCOUNT, emulated, KEY } from "./support/emulated.ts";
import { HEAVY } from "./support/heavy.ts";

/** `POSTERN_ACCOUNTS=5000` for 85,000 scopes: four minutes with both sides in one process. */
const ACCOUNTS = Number(process.env["POSTERN_ACCOUNTS"] ?? (HEAVY ? 1_000 : 25));
const REGIONS = [
  "us-east-1 us-east-2 us-west-1 us-west-2 af-south-1 ap-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3",
  "ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-west-1 eu-west-2 eu-west-3 eu-north-1",
].flatMap((line) => line.split(" "));

describe(`${ACCOUNTS} accounts with ${REGIONS.length} regions each, mostly empty`, function () {
  this.timeout(20 * 60_000);

  it("are read whole, with one call for each that is empty", async () => {
    const { emulator } = await emulated();
    const accounts = Array.from({ length: ACCOUNTS }, (_, index) => String(500_000_000_000 + index));
    let planted = 0;
    for (const [index, id] of accounts.entries()) {
      const account = addAccount(emulator.world, { id, name: id, regions: REGIONS });
      account.roles.set("Audit", { name: "Audit", trusted: [ACCOUNT] });
      const region = account.regions.get(REGIONS[index % REGIONS.length] ?? "");
      if (index % 20 !== 0 || region === undefined) continue;
      addIdentity(region, "a.example", { policies: { p: "{}" } });
      planted += 1;
    }
    const options = {
      endpointUrl: emulator.url,
      credentials: KEY,
      accounts,
      roleArn: "arn:aws:iam::{account}:role/Audit",
      now: "2026-11-23T16:00:00Z",
    };
    const counts = { scopes: 0, complete: 0, read: 0 };
    const count = (record: ResultsRecord): void => {
      if (record.kind !== "coverage") return;
      const { status, read }: Coverage = record;
      counts.scopes += 1;
      counts.complete += Number(status === "complete");
      counts.read += read;
    };
    for await (const record of scan(options)) count(record);
    await emulator.close();
    const scopes = ACCOUNTS * REGIONS.length;
    expect(counts).to.deep.equal({ scopes, complete: scopes, read: planted });
    // Each account is entered and tells its regions, each scope is listed, and an identity takes up to five calls.
    expect(emulator.log.counters.calls).to.be.at.most(1 + 2 * ACCOUNTS + scopes + 5 * planted);
    expect(emulator.log.counters.throttled).to.equal(0);
  });
});
