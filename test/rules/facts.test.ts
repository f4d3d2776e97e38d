import { expect } from "chai";
import type { Verdict } from "../../src/model/verdict.ts";
import { EXAMPLE_IDENTITY } from "../../src/rules/example-policies.ts";
import { judged } from "./judged.ts";

const dkim = (enabled: boolean, status: string): Verdict =>
  judged("SES-001", { id: EXAMPLE_IDENTITY, dkim: { enabled, status } });

describe("what the rules say of facts that SES gives", () => {
  for (const [enabled, status, answer, message] of [
    [true, "Success", "SUCCESS", "Mail from example.com is signed with DKIM."],
    [true, "Pending", "FAILURE", "Mail from example.com is not signed with DKIM: its status is Pending."],
    [
      true,
      "NotStarted",
      "FAILURE",
      "Mail from example.com is not signed with DKIM: its status is NotStarted.",
    ],
    [true, "Failed", "FAILURE", "Mail from example.com is not signed with DKIM: its status is Failed."],
    [false, "Success", "FAILURE", "Mail from example.com is not signed with DKIM: signing is off."],
    [false, "TemporaryFailure", "FAILURE", "Mail from example.com is not signed with DKIM: signing is off."],
    [
      true,
      "TemporaryFailure",
      "NEEDS_REVIEW",
      'Whether mail from example.com is signed with DKIM is not known: its status is "TemporaryFailure".',
    ],
  ] as const)
    it(`DKIM ${enabled ? "on" : "off"}, ${status}: ${answer}`, () => {
      expect(dkim(enabled, status)).to.deep.include({
        status: answer,
        message,
        data: { dkim: enabled ? "enabled" : "disabled", dkimStatus: status },
        evidence: [
          enabled
            ? { at: "/dkim/status", role: "remark", says: `The DKIM status is ${status}.` }
            : { at: "/dkim/enabled", role: "remark", says: "DKIM signing is off." },
        ],
      });
    });

  it("unsigned mail is one fault, whatever the status is", () => {
    const faults = [dkim(false, "Success"), dkim(true, "Failed"), dkim(true, "Pending")].map((verdict) =>
      verdict.status === "FAILURE" ? verdict.faults : null,
    );
    for (const one of faults) expect(one).to.deep.equal([{ document: "dkim", canonical: "unsigned" }]);
  });

  for (const [verification, answer, message] of [
    ["Success", "SUCCESS", "example.com is verified."],
    ["Pending", "FAILURE", "example.com is not verified: its status is Pending."],
    ["NotStarted", "FAILURE", "example.com is not verified: its status is NotStarted."],
    ["Failed", "FAILURE", "example.com is not verified: its status is Failed."],
    [
      "TemporaryFailure",
      "NEEDS_REVIEW",
      'Whether example.com is verified is not known: its status is "TemporaryFailure".',
    ],
  ] as const)
    it(`verification ${verification}: ${answer}`, () => {
      const verdict = judged("SES-002", { id: EXAMPLE_IDENTITY, verification });
      expect(verdict).to.deep.include({
        status: answer,
        message,
        data: { verification },
        evidence: [
          { at: "/verification", role: "remark", says: `The verification status is "${verification}".` },
        ],
      });
      if (verdict.status === "FAILURE")
        expect(verdict.faults).to.deep.equal([{ document: "verification", canonical: "unverified" }]);
    });
});
