import { expect } from "chai";
import type { Targets } from "../../../src/model/remedy.ts";
import { closedToStrangers, enumerated } from "../../../src/policy/narrow/strangers.ts";
import { allow, narrowed, narrowing, OWNER, policy, proposed, type Members } from "./support.ts";

const PARTNER = "222222222222";
const ROLE = `arn:aws:iam::${PARTNER}:role/mailer`;

const means = (organizations: readonly string[], accounts: readonly string[] = []): readonly string[] =>
  proposed(allow(), closedToStrangers(narrowing({ targets: { organizations, accounts } }))).map(
    (one) => one.means,
  );

const says = (statement: Members, targets: Partial<Targets> = {}): string =>
  proposed(statement, closedToStrangers(narrowing({ targets })))[0]?.says ?? "";

describe("keeping strangers out of a statement", () => {
  it("names the owner where nobody else was named", () => {
    const { remedy, after } = narrowed([policy(allow())], closedToStrangers(narrowing()));
    expect(after).to.deep.equal([allow({ Principal: { AWS: OWNER } })]);
    expect(remedy.means).to.equal("principals");
    expect(remedy.says).to.include("the owner");
    expect(remedy.stops[0]).to.equal("Everybody else.");
    expect(remedy.alternatives.join()).to.include("--by condition").and.to.include("--to-account");
  });

  it("names the accounts and principals that were asked for", () => {
    const targets = { accounts: [PARTNER], principals: [ROLE.replace(PARTNER, "333333333333")] };
    const { remedy, after } = narrowed([policy(allow())], closedToStrangers(narrowing({ targets })));
    expect(after).to.deep.equal([
      allow({ Principal: { AWS: [PARTNER, ROLE.replace(PARTNER, "333333333333")] } }),
    ]);
    expect(remedy.stops.join()).to.include(OWNER);
    expect(remedy.alternatives.join()).to.include(`--to-account ${OWNER}`);
  });

  it("leaves the others of a list where they stand", () => {
    const { after } = narrowed(
      [policy(allow({ Principal: { AWS: [PARTNER, "*"] } }))],
      closedToStrangers(narrowing()),
    );
    expect(after).to.deep.equal([allow({ Principal: { AWS: [PARTNER] } })]);
  });

  it("asks for a condition where that is preferred", () => {
    const by = "condition" as const;
    const conditionFor = (targets: object): unknown => {
      const { after } = narrowed(
        [policy(allow())],
        closedToStrangers(narrowing({ targets: { by, ...targets } })),
      );
      return (after as readonly { readonly Condition?: unknown }[])[0]?.Condition;
    };
    expect(conditionFor({ accounts: [PARTNER] })).to.deep.equal({
      StringEquals: { "aws:PrincipalAccount": PARTNER },
    });
    expect(conditionFor({ organizations: ["o-a1b2c3d4e5"] })).to.deep.equal({
      StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
    });
    expect(conditionFor({ principals: [ROLE], accounts: [PARTNER] })).to.deep.equal({
      ArnEquals: { "aws:PrincipalArn": [ROLE, `arn:aws:*::${PARTNER}:*`] },
    });
  });

  it("adds to the conditions that are there, by another operator where the key is taken", () => {
    const Condition = {
      StringEquals: { "aws:principalaccount": ["*"] },
      StringLike: { "aws:PrincipalAccount": "*" },
    };
    const { after } = narrowed(
      [policy(allow({ Condition: { StringLike: Condition.StringLike } }))],
      closedToStrangers(narrowing({ targets: { by: "condition", accounts: [PARTNER] } })),
    );
    expect(after).to.deep.equal([
      allow({
        Condition: { StringLike: Condition.StringLike, StringEquals: { "aws:PrincipalAccount": PARTNER } },
      }),
    ]);
  });

  it("gives organisations a statement of their own beside named accounts", () => {
    const { after } = narrowed(
      [policy(allow({ Sid: "open" }))],
      closedToStrangers(narrowing({ targets: { accounts: [PARTNER], organizations: ["o-a1b2c3d4e5"] } })),
    );
    expect(after).to.deep.equal([
      allow({ Sid: "open", Principal: { AWS: PARTNER } }),
      allow({ Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } }),
    ]);
  });

  it("ties a grant that asks for a source to the owner", () => {
    const { remedy, after } = narrowed(
      [policy(allow({ Condition: { ArnLike: { "aws:SourceArn": "arn:aws:sns:*:*:*" } } }))],
      closedToStrangers(narrowing()),
    );
    expect(remedy.means).to.equal("source");
    expect(after).to.deep.equal([
      allow({
        Condition: {
          ArnLike: { "aws:SourceArn": "arn:aws:sns:*:*:*" },
          StringEquals: { "aws:SourceAccount": OWNER },
        },
      }),
    ]);
  });

  it("proposes nothing where nobody is known who may stay", () => {
    expect(proposed(allow(), closedToStrangers(narrowing({ owner: null })))).to.deep.equal([]);
  });

  it("names nobody in place of the wildcard where only organisations may stay", () => {
    expect(means(["o-a1b2c3d4e5"])).to.deep.equal(["condition"]);
    expect(means([], [PARTNER])).to.deep.equal(["principals", "condition"]);
  });

  it("says why those stay who stay", () => {
    expect(says(allow())).to.match(/, the owner, as nobody else was named\.$/);
    expect(says(allow(), { accounts: [PARTNER] })).to.match(/ names 222222222222 in place of "\*"\.$/);
    expect(says(allow({ Condition: { StringLike: { "aws:PrincipalAccount": PARTNER } } }))).to.match(
      /, whom its own conditions name\.$/,
    );
  });

  it("keeps those that other policies name, services among them", () => {
    const { after } = narrowed(
      [policy(allow())],
      closedToStrangers(narrowing({ keep: [PARTNER, "sns.amazonaws.com"] })),
    );
    expect(after).to.deep.equal([
      allow({ Principal: { AWS: [OWNER, PARTNER], Service: "sns.amazonaws.com" } }),
    ]);
  });
});

describe("names in a sentence", () => {
  it("are joined by commas and one and", () => {
    expect([
      enumerated([]),
      enumerated(["a"]),
      enumerated(["a", "b"]),
      enumerated(["a", "b", "c"]),
    ]).to.deep.equal(["", "a", "a and b", "a, b and c"]);
  });
});
