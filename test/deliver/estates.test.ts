import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { expect } from "chai";
import { pushSecurityHub } from "../../src/deliver/security-hub/push.ts";
import { DEMO } from "../../src/emulator/estates/demo.ts";
import { ESTATES } from "../../src/emulator/estates/index.ts";
import { startEmulator } from "../../src/emulator/start.ts";
import { toAsff } from "../../src/exporters/asff/finding.ts";
import type { Finding } from "../../src/model/finding.ts";
import { connect } from "../../src/connection.ts";
import { scan } from "../../src/scan.ts";
import { asffProblems } from "../support/asff-problems.ts";
import { collected } from "../support/collected.ts";
import { NOW } from "../support/findings.ts";

describe("whole estates in Security Hub", () => {
  for (const name of ["demo", "hostile", "empty"] as const)
    it(`${name}: each finding is valid, Security Hub takes it, and both name the same failures`, async function () {
      this.timeout(60_000);
      const estate = ESTATES[name]();
      const emulator = await startEmulator({ world: estate.world, faults: estate.faults });
      const { accessKeyId, secretAccessKey } = estate;
      const connection = {
        endpointUrl: emulator.url,
        credentials: { accessKeyId, secretAccessKey },
        callsPerSecond: 1_000,
        ...(name === "demo" ? { roleArn: DEMO.roleArnTemplate } : {}),
      };
      const accounts = name === "demo" ? { accounts: DEMO.accounts.map(({ id }) => id) } : {};
      const session = connect(connection);
      try {
        const records = await collected(scan({ ...connection, ...accounts, now: NOW }));
        const findings = records.filter((record): record is Finding => record.kind === "finding");
        for (const finding of findings) {
          const document = toAsff(finding, undefined, { now: NOW });
          expect(document === null ? ["not in ASFF"] : asffProblems(document), finding.id).to.deep.equal([]);
        }
        const { hubs } = await pushSecurityHub(records, {
          access: session.access,
          clock: () => Date.parse(NOW),
          sleep: () => Promise.resolve(),
          all: true,
        });
        for (const { failures, refusal } of hubs) expect([failures, refusal]).to.deep.equal([[], null]);
        const stored = [...estate.world.accounts.values()]
          .flatMap(({ regions }) => [...regions.values()])
          .flatMap(({ hub }) => [...(hub?.findings.values() ?? [])])
          .map(({ finding }) => finding as object as AwsSecurityFinding);
        // Those about one scope that was not read are one there.
        const ids = new Set(findings.map((finding) => toAsff(finding, undefined, { now: NOW })?.Id));
        expect(stored).to.have.lengthOf(ids.size);
        const failing = stored.filter(({ Compliance }) => Compliance?.Status === "FAILED");
        const failures = findings.filter(({ status }) => status === "FAILURE");
        expect(failing.map(({ Id }) => Id)).to.have.members(
          failures.map((finding) => toAsff(finding, undefined, { now: NOW })?.Id),
        );
        if (name !== "empty") expect(failing).not.to.have.lengthOf(0);
      } finally {
        session.close();
        await emulator.close();
      }
    });
});
