import { expect } from "chai";
import type { Witness } from "../../../../src/model/verdict.ts";
import { OWNER_ONLY } from "../../../../src/model/trust.ts";
import type { KeyMeaning } from "../../../../src/policy/keys.ts";
import type { Question } from "../../../../src/policy/question.ts";
import { ask } from "../../../../proof/question.ts";
import { policy, reachOf, type Members } from "../explain/support.ts";

const witness = (members: Members, more: Partial<Question> = {}): Witness => {
  const { exposure, witness: found } = reachOf([policy(members)], more);
  if (found === null) throw new Error(`no witness: ${exposure}`);
  return found;
};

const present = (...keys: readonly string[]): Members => ({
  Condition: { Null: Object.fromEntries(keys.map((key) => [key, "false"])) },
});

const arnKey = (name: string): KeyMeaning => ({
  name,
  class: "caller",
  type: "arn",
  format: "ARN",
  multivalued: false,
  optional: true,
  says: "A resource of the caller's own.",
  source: "This test",
});

describe("what a request carries where nothing more is asked of a key", () => {
  it("is a server of AWS's own where the call came through one", () => {
    const { context } = witness(present("aws:CalledViaAWSMCP"));
    expect(context["aws:CalledViaAWSMCP"]).to.equal("aws-mcp.amazonaws.com");
  });

  it("is the service that passed the call on, as first, as last and in the chain", () => {
    const { context } = witness(present("aws:CalledVia"));
    const service = context["aws:CalledViaFirst"];
    expect(service).to.match(/\.amazonaws\.com$/);
    expect(context["aws:CalledViaLast"]).to.match(/\.amazonaws\.com$/);
    expect(context["aws:CalledVia"]).to.be.an("array").that.includes(service);
    expect(context["aws:ViaAWSService"]).to.equal("true");
  });

  it("is an address outside of the trusted networks", () => {
    const networks = ["198.51.100.0/24", "203.0.113.0/24"];
    const { context } = witness({}, { trust: { ...OWNER_ONLY, networks } });
    expect(context["aws:SourceIp"]).not.to.match(/^(?:198\.51\.100|203\.0\.113)\./);
    expect(witness({}).context["aws:SourceIp"]).to.match(/^198\.51\.100\./);
  });

  it("is an ARN of the service whose key it is, in the caller's account", () => {
    const { keys, actions } = ask([]);
    const { principal, context } = witness(present("foo:SourceArn"), {
      keys: [...keys, arnKey("foo:SourceArn")],
      actions: actions.map((one) => ({ ...one, keys: [...one.keys, "foo:SourceArn"] })),
    });
    const [, partition, service, region, account] = String(context["foo:SourceArn"]).split(":");
    expect([partition, service, region]).to.deep.equal(["aws", "foo", "us-east-1"]);
    expect(account).to.equal(principal.split(":")[4]);
  });

  it("is a unique id of the caller's kind", () => {
    for (const [type, id] of [
      ["User", /^AIDA\w+$/],
      ["AssumedRole", /^AROA\w+:\w+$/],
      ["Account", /^\d{12}$/],
      ["FederatedUser", /^\d{12}:\w+$/],
    ] as const) {
      const { principal, context } = witness({ Condition: { StringEquals: { "aws:PrincipalType": type } } });
      expect(context["aws:userid"], type).to.match(id);
      if (type === "Account" || type === "FederatedUser")
        expect(String(context["aws:userid"]).split(":")[0], type).to.equal(principal.split(":")[4]);
    }
  });

  it("is the moment of the question, and credentials of before", () => {
    const { context } = witness(present("aws:TokenIssueTime", "aws:CurrentTime", "aws:EpochTime"));
    expect(context["aws:CurrentTime"]).to.equal("2026-11-23T12:00:00Z");
    expect(context["aws:EpochTime"]).to.equal("1795435200");
    expect(context["aws:TokenIssueTime"]).to.equal("2026-11-23T11:00:00Z");
  });

  it("is one of the values that the key has, as it is written", () => {
    const key = "ec2:RoleDelivery";
    const { context } = witness({ Condition: { StringEquals: { [key]: ["1.0", "3.0"] } } });
    expect(context[key]).to.equal("1.0");
    expect(witness(present(key)).context[key]).to.equal("2.0");
    for (const value of ["3.0", "2"])
      expect(reachOf([policy({ Condition: { StringEquals: { [key]: value } } })]).exposure, value).to.equal(
        "private",
      );
  });

  it("is what the question gives as a sample", () => {
    const key = "aws:PrincipalTag/team";
    expect(witness(present(key), { samples: { [key]: "mail" } }).context[key]).to.equal("mail");
  });
});
