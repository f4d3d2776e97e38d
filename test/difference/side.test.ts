import { expect } from "chai";
import { sideOf } from "../../src/difference/side.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { ResourceRecord, ScopeRecord } from "../../src/model/snapshot.ts";
import { SES_KIND } from "../../src/services/ses/kind.ts";

const SCOPE = "aws/111122223333/eu-west-1/ses";
const identity = (name: string, policies: unknown = []): ResourceRecord => ({
  kind: "aws.ses.identity",
  scope: SCOPE,
  id: `arn:aws:ses:eu-west-1:111122223333:identity/${name}`,
  policies,
});
const closing = (status: ScopeRecord["status"]): ScopeRecord => ({
  kind: "scope",
  id: SCOPE,
  status,
  listed: 1,
});

const [resource] = sideOf("x", [identity("a.example")], [SES_KIND], []).all;
if (resource === undefined) throw new Error("the identity was not read");

describe("sideOf", () => {
  it("takes what a whole scope does not list for absent", () => {
    for (const status of ["complete", "unavailable"] as const)
      expect(sideOf("old", [closing(status)], [SES_KIND], []).mayLack(resource)).to.equal(null);
  });

  it("takes nothing for absent where its scope was not read whole, or not at all", () => {
    for (const status of ["partial", "unread", "excluded"] as const)
      expect(sideOf("old", [closing(status)], [SES_KIND], []).mayLack(resource)).to.equal(
        `old did not read all of ${SCOPE}`,
      );
    const elsewhere = { ...closing("complete"), id: "aws/111122223333/us-east-1/ses" } as const;
    expect(sideOf("old", [elsewhere], [SES_KIND], []).mayLack(resource)).to.contain(SCOPE);
    expect(sideOf("old", [], [SES_KIND], ["x"]).mayLack(resource)).to.equal("old was not read whole");
  });

  it("takes nothing for absent where a record of its scope cannot be understood", () => {
    const broken = identity("a.example", "none");
    const side = sideOf("old", [broken, closing("complete")], [SES_KIND], []);
    expect(side.all).to.deep.equal([]);
    expect(side.mayLack(resource)).to.equal(`old did not read all of ${SCOPE}`);
  });

  it("names a kind of which it does not know what policies allow", () => {
    const queue: Kind = {
      ...SES_KIND,
      kind: "aws.x.queue",
      read: () => ({ ...resource, kind: "aws.x.queue" }),
    };
    const record: ResourceRecord = { ...identity("a.example"), kind: "aws.x.queue" };
    const { incomplete } = sideOf("old", [record, closing("complete")], [queue], ["before"]);
    expect(incomplete).to.have.length(2);
    expect(incomplete[1]).to.contain("aws.x.queue");
  });
});
