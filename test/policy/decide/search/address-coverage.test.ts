import { expect } from "chai";
import { OWNER_ONLY } from "../../../../src/model/trust.ts";
import type { Exposure } from "../../../../src/policy/question.ts";
import { ask } from "../../../../proof/question.ts";
import { decideExposure } from "../../../../src/policy/decide/decide.ts";
import { policy, reachOf, type Members } from "../explain/support.ts";

const from = (blocks: readonly string[], operator = "IpAddress", more: Members = {}): Members => ({
  Condition: { [operator]: { "aws:SourceIp": blocks }, ...more },
});
const deny = (members: Members): Members => ({ Effect: "Deny", ...members });

const exposure = (...statements: readonly Members[]): Exposure => reachOf([policy(...statements)]).exposure;

/** All addresses of version 4 in this many blocks of one size. */
const cut = (length: number): readonly string[] =>
  Array.from({ length: 2 ** length }, (_, index) => {
    const bits = (index * 2 ** (32 - length)) >>> 0;
    return `${[24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join(".")}/${length}`;
  });

const tagged = (block: string, team: string): Members =>
  from([block], "IpAddress", { StringEquals: { "aws:PrincipalTag/team": team } });

describe("addresses of several statements together", () => {
  it("are no place where narrow blocks make a wide one", () => {
    expect(exposure(from(["20.0.0.0/8"]))).to.equal("restricted");
    expect(exposure(from(["20.0.0.0/8"]), from(["21.0.0.0/8"]))).to.equal("exposed");
    expect(exposure(from(["20.0.0.0/8"]), from(["40.0.0.0/8"]))).to.equal("restricted");
  });

  it("are no place where the values of one condition are all addresses", () => {
    expect(exposure(from(cut(4)))).to.equal("exposed");
  });

  it("are a place where Denies leave few", () => {
    expect(exposure({}, deny(from(["203.0.113.0/24"], "NotIpAddress")))).to.equal("restricted");
    expect(exposure(from(["20.0.0.0/6"]), deny(from(["20.0.0.0/7"])), deny(from(["22.0.0.0/8"])))).to.equal(
      "restricted",
    );
    expect(exposure(from(["20.0.0.0/6"]), deny(from(["20.0.0.0/7"])))).to.equal("exposed");
  });

  it("do not add up where the statements ask for different tags", () => {
    expect(exposure(tagged("20.0.0.0/8", "a"), tagged("21.0.0.0/8", "a"))).to.equal("exposed");
    expect(exposure(tagged("20.0.0.0/8", "a"), tagged("21.0.0.0/8", "b"))).to.equal("restricted");
  });

  it("do not add up where the statements are about different actions", () => {
    const one = { ...from(["20.0.0.0/8"]), Action: "ses:SendEmail" };
    expect(exposure(one, { ...from(["21.0.0.0/8"]), Action: "ses:SendRawEmail" })).to.equal("restricted");
    expect(exposure(one, { ...from(["21.0.0.0/8"]), Action: "ses:Send*" })).to.equal("exposed");
  });

  it("do not add up where the statements are about different principals", () => {
    const one = { ...from(["20.0.0.0/8"]), Principal: { AWS: "222222222222" } };
    expect(exposure(one, from(["21.0.0.0/8"]))).to.equal("cross-account");
  });

  it("count a Deny of an action only for that action", () => {
    const few = from(["203.0.113.0/24"], "NotIpAddress");
    expect(exposure({ Action: "ses:Send*" }, deny({ ...few, Action: "ses:SendEmail" }))).to.equal("exposed");
    expect(exposure({ Action: "ses:Send*" }, deny({ ...few, Action: "ses:*" }))).to.equal("restricted");
  });

  it("show an address of the many in the witness, and not of a narrow block beside them", () => {
    const { exposure: open, witness } = reachOf([
      policy(from(["198.51.100.0/24", "20.0.0.0/8", "21.0.0.0/8"])),
    ]);
    expect(open).to.equal("exposed");
    expect(witness?.context["aws:SourceIp"]).to.match(/^2[01]\./);
  });

  it("leave out what is trusted", () => {
    const trust = { ...OWNER_ONLY, networks: ["21.0.0.0/8"] };
    const { exposure: open } = decideExposure(
      ask([policy(from(["20.0.0.0/8"]), from(["21.0.0.0/8"]))], trust),
    );
    expect(open).to.equal("restricted");
  });
});
