import { expect } from "chai";
import { closedToOutsiders, outsidersIn } from "../../../src/policy/narrow/outsiders.ts";
import type { Proposal } from "../../../src/policy/narrow/proposal.ts";
import { ask } from "../../../proof/question.ts";
import { allow, narrowing, OWNER, policy, proposed } from "./support.ts";

const FRIEND = "222222222222";
const OTHER = "333333333333";
const isWelcome = (name: string): boolean => name.includes(FRIEND) || name.includes(OWNER);

const made = (Principal: unknown, more: Parameters<typeof narrowing>[0] = {}): readonly Proposal[] =>
  proposed(allow({ Principal }), closedToOutsiders({ ...narrowing(more), isWelcome }));

const at = "/Statement/0/Principal/AWS";

describe("keeping outsiders out of a statement", () => {
  it("takes those who are not welcome out of the list", () => {
    const [one, ...rest] = made({ AWS: [OTHER, FRIEND] });
    expect(rest).to.deep.equal([]);
    expect(one).to.deep.include({
      means: "principals",
      edits: [{ op: "remove", path: `${at}/0` }],
      stops: [`${OTHER}.`],
    });
    expect(one?.says).to.include(`${OTHER} is taken out of statement 0`);
    expect(made({ AWS: [OTHER, "444444444444", FRIEND] })[0]?.says).to.include(
      `${OTHER} and 444444444444 are taken out of statement 0`,
    );
  });

  it("removes the statement where nobody is left", () => {
    expect(made({ AWS: OTHER })[0]).to.deep.include({
      means: "statement",
      edits: [{ op: "remove", path: "/Statement/0" }],
    });
    expect(made({ AWS: OTHER, Service: "sns.amazonaws.com" })[0]).to.deep.include({
      means: "principals",
      edits: [{ op: "remove", path: at }],
    });
  });

  it("keeps a friend inside an account that goes", () => {
    const role = `arn:aws:iam::${OTHER}:role/friend`;
    const [one] = made({ AWS: [OTHER, FRIEND] }, { targets: { principals: [role] }, keep: [OTHER] });
    expect(one?.edits).to.deep.equal([{ op: "replace", path: `${at}/0`, value: role }]);
    expect(one?.says).to.include(`${role} stays`);
    expect(made({ AWS: `arn:aws:iam::${OTHER}:root` }, { keep: [role] })[0]?.edits).to.deep.equal([
      { op: "replace", path: at, value: role },
    ]);
  });

  it("keeps no friend of another account, and no account as a friend of itself", () => {
    const role = `arn:aws:iam::${OTHER}:role/friend`;
    const elsewhere = "arn:aws:iam::444444444444:role/friend";
    const [one] = made({ AWS: [OTHER, FRIEND] }, { keep: [elsewhere, "sns.amazonaws.com", OTHER] });
    expect(one?.edits).to.deep.equal([{ op: "remove", path: `${at}/0` }]);
    expect(one?.says).not.to.include("stay");
    expect(one?.alternatives).to.have.length(1);
    for (const name of ["AIDAEXAMPLE333333333333", `arn:aws:iam::${OTHER}:user/x`])
      expect(made({ AWS: [name, FRIEND] }, { keep: [role] })[0]?.says, name).not.to.include("stays");
    const govern = `arn:aws-us-gov:iam::${OTHER}:root`;
    expect(made({ AWS: [govern, FRIEND] }, { keep: [role] })[0]?.says).to.include(`${role} stays.`);
    expect(
      made({ AWS: [OTHER, FRIEND] }, { keep: [role, `arn:aws:iam::${OTHER}:user/u`] })[0]?.says,
    ).to.include(`${role} and arn:aws:iam::${OTHER}:user/u stay.`);
  });

  it("closes a NotPrincipal as for strangers", () => {
    const [one] = proposed(
      allow({ Principal: undefined, NotPrincipal: { AWS: OTHER } }),
      closedToOutsiders({ ...narrowing(), isWelcome }),
    );
    expect(one?.means).to.equal("condition");
  });

  it("proposes nothing where all are welcome, and closes a wildcard as for strangers", () => {
    expect(made({ AWS: [FRIEND] })).to.deep.equal([]);
    expect(made({ AWS: [FRIEND], Service: "sns.amazonaws.com" })).to.deep.equal([]);
    expect(made("*")[0]?.edits).to.deep.equal([
      { op: "replace", path: "/Statement/0/Principal", value: { AWS: OWNER } },
    ]);
  });
});

describe("outsiders of a resource", () => {
  it("are named by an Allow, once each, and neither welcome, nor everyone, nor a service", () => {
    const texts = [
      policy(
        allow({ Principal: { AWS: [OTHER, FRIEND, "*"], Service: "sns.amazonaws.com" } }),
        allow({ Effect: "Deny", Principal: { AWS: "444444444444" } }),
      ),
      policy(
        allow({ Principal: { AWS: OTHER } }),
        allow({ Principal: undefined, NotPrincipal: { AWS: "555555555555" } }),
      ),
      "{}",
    ];
    expect(outsidersIn(ask(texts), isWelcome)).to.deep.equal([OTHER]);
  });
});
