import { expect } from "chai";
import { gate, type GateFlags } from "../../src/cli/gate.ts";
import type { Finding } from "../../src/model/finding.ts";
import { aFinding, stream } from "../support/findings.ts";

const EXCEPTION = {
  rule: "SES-003",
  match: {},
  reason: "known",
  approver: "ciso",
  approvedAt: "2026-01-01",
  expires: "2027-01-01",
  ticket: "SEC-1",
};

const FAILURE = aFinding({ riskLevel: "HIGH" });
const MILD = aFinding({ riskLevel: "LOW" });
const REVIEW = aFinding({ status: "NEEDS_REVIEW" });
const UNREAD = aFinding({ status: "NOT_EVALUATED" });
const PASS = aFinding({ status: "SUCCESS" });

const codeOf = (findings: readonly Finding[], flags: Partial<GateFlags> = {}): number => {
  const watch = gate({ failOn: "HIGH", ...flags });
  for (const record of stream(findings)) watch.see(record);
  return watch.code();
};

describe("the exit code", () => {
  it("is 0 where everything passes", () => {
    expect(codeOf([PASS])).to.equal(0);
    expect(codeOf([])).to.equal(0);
  });

  it("is 1 from the level of --fail-on up", () => {
    expect(codeOf([FAILURE])).to.equal(1);
    expect(codeOf([MILD])).to.equal(0);
    expect(codeOf([MILD], { failOn: "LOW" })).to.equal(1);
    expect(codeOf([FAILURE], { failOn: "VERY_HIGH" })).to.equal(0);
    expect(codeOf([FAILURE], { failOn: "never" })).to.equal(0);
  });

  it("is 3 over what is undecided or unread, unless that is allowed", () => {
    expect(codeOf([REVIEW])).to.equal(3);
    expect(codeOf([REVIEW], { allow: ["undecided"] })).to.equal(0);
    expect(codeOf([UNREAD])).to.equal(3);
    expect(codeOf([UNREAD], { allow: ["unread"] })).to.equal(0);
    expect(codeOf([REVIEW, UNREAD], { allow: ["undecided"] })).to.equal(3);
  });

  it("is 1 where both hold", () => {
    expect(codeOf([REVIEW, UNREAD, FAILURE])).to.equal(1);
  });

  it("is 3 where the stream has no summary", () => {
    expect(gate({ failOn: "HIGH" }).code()).to.equal(3);
  });

  it("does not count accepted risks", () => {
    expect(codeOf([{ ...FAILURE, exception: EXCEPTION }])).to.equal(0);
  });

  it("with --new-only counts new and reopened failures", () => {
    expect(codeOf([{ ...FAILURE, change: "unchanged" }], { newOnly: true })).to.equal(0);
    expect(codeOf([{ ...FAILURE, change: "new" }], { newOnly: true })).to.equal(1);
    expect(codeOf([{ ...FAILURE, change: "reopened" }], { newOnly: true })).to.equal(1);
  });
});
