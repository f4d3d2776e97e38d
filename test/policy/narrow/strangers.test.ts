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

const told = (
  targets: Partial<Targets>,
  more: Parameters<typeof narrowing>[0] = {},
): readonly (readonly [string, number, number])[] =>
  proposed(allow(), closedToStrangers(narrowing({ targets, ...more }))).map(
    ({ means: by, stops, alternatives }) => [by, stops.length, alternatives.length],
  );

const firstEditKeeping = (keep: readonly string[]): unknown =>
  proposed(allow(), closedToStrangers(narrowing({ keep })))[0]?.edits[0];

const firstMeans = (operator: string, key: string): string | undefined =>
  proposed(
    allow({ Condition: { [operator]: { [key]: "arn:aws:sns:*:*:*" } } }),
    closedToStrangers(narrowing()),
  )[0]?.means;

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
    const close = closedToStrangers(narrowing({ targets: { organizations: ["o-a1b2c3d4e5"] } }));
    expect(
      proposed(allow({ Principal: { AWS: [PARTNER, "*"] } }), close).map((one) => one.means),
    ).to.deep.equal(["condition"]);
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

  it("says who stops and what else could be done, for everyone who may stay", () => {
    expect(told({})).to.deep.equal([
      ["principals", 2, 2],
      ["condition", 2, 2],
    ]);
    expect(told({ accounts: [PARTNER] })).to.deep.equal([
      ["principals", 2, 2],
      ["condition", 2, 2],
    ]);
    expect(told({ accounts: [PARTNER, OWNER] })).to.deep.equal([
      ["principals", 1, 1],
      ["condition", 1, 1],
    ]);
    expect(told({ accounts: [PARTNER] }, { owner: null })).to.deep.equal([
      ["principals", 1, 1],
      ["condition", 1, 1],
    ]);
    expect(told({ organizations: ["o-a1b2c3d4e5"] })).to.deep.equal([["condition", 2, 2]]);
    expect(
      proposed(allow(), closedToStrangers(narrowing())).map((one) => one.alternatives[0]?.slice(0, 15)),
    ).to.deep.equal(["--by condition ", "--by principals"]);
    expect(told({ organizations: ["o-a1b2c3d4e5"], accounts: [PARTNER] })).to.deep.equal([
      ["principals", 2, 2],
    ]);
  });

  it("takes the wildcard out and adds nobody where others are named beside it and nobody was asked for", () => {
    const [one] = proposed(allow({ Principal: { AWS: [PARTNER, "*"] } }), closedToStrangers(narrowing()));
    expect(one?.edits).to.deep.equal([{ op: "remove", path: "/Statement/0/Principal/AWS/1" }]);
    expect(one?.says).to.include(`names ${PARTNER} in place of`);
    const asked = closedToStrangers(narrowing({ targets: { accounts: ["333333333333"] } }));
    expect(proposed(allow({ Principal: { AWS: [PARTNER, "*"] } }), asked)[0]?.says).to.include(
      `names ${PARTNER} and 333333333333 in place of`,
    );
  });

  it("names each once, who was asked for and is to be kept", () => {
    const close = closedToStrangers(narrowing({ targets: { accounts: [PARTNER] }, keep: [PARTNER] }));
    expect(proposed(allow(), close)[0]?.edits).to.deep.equal([
      { op: "replace", path: "/Statement/0/Principal", value: { AWS: PARTNER } },
    ]);
    expect(proposed(allow(), close).map((one) => one.means)).to.deep.equal(["principals"]);
  });

  it("takes a name with a dot for a service's only where it is one as a whole", () => {
    const role = `arn:aws:iam::${PARTNER}:role/a.b`;
    expect(firstEditKeeping([role])).to.deep.include({ value: { AWS: [OWNER, role] } });
    expect(firstEditKeeping(["a-1.amazonaws.com.cn"])).to.deep.include({
      value: { AWS: OWNER, Service: "a-1.amazonaws.com.cn" },
    });
    expect(firstEditKeeping(["x"])).to.deep.include({ value: { AWS: [OWNER, "x"] } });
  });

  it("ties a grant to the owner for each key that only a service's request carries, and for no other", () => {
    for (const key of [
      "aws:SourceAccount",
      "AWS:SOURCEARN",
      "aws:SourceOwner",
      "aws:SourceOrgID",
      "aws:PrincipalServiceName",
    ])
      expect(firstMeans("StringLike", key), key).to.equal("source");
    for (const [operator, key] of [
      ["StringLike", "aws:SourceIp"],
      ["StringLike", "aws:PrincipalTag/aws:SourceArn"],
      ["StringLike", "aws:PrincipalTag/aws:PrincipalServiceName"],
      ["StringNotLike", "aws:SourceArn"],
      ["StringLikeIfExists", "aws:SourceArn"],
      ["ForAllValues:StringLike", "aws:SourceArn"],
      ["Null", "aws:SourceArn"],
    ] as const)
      expect(firstMeans(operator, key), `${operator} ${key}`).to.equal("principals");
  });

  it("says of a bound source who stops and what else could be done", () => {
    const [one] = proposed(
      allow({ Condition: { ArnLike: { "aws:SourceArn": "*" } } }),
      closedToStrangers(narrowing()),
    );
    expect(one?.stops).to.have.length(2);
    expect(one?.alternatives).to.have.length(1);
    expect(
      proposed(
        allow({ Condition: { ArnLike: { "aws:SourceArn": "*" } } }),
        closedToStrangers(narrowing({ owner: null })),
      ),
    ).to.deep.equal([]);
  });

  it("proposes nothing where the condition is taken and the wildcard is in NotPrincipal", () => {
    const key = { "aws:PrincipalAccount": "*" };
    const Condition = { StringEquals: key, StringLike: key, "ForAnyValue:StringEquals": key };
    const targets = { accounts: [PARTNER] };
    const exceptOwner = { Principal: undefined, NotPrincipal: { AWS: OWNER } };
    const close = closedToStrangers(narrowing({ targets }));
    expect(proposed(allow({ ...exceptOwner, Condition }), close)).to.deep.equal([]);
    expect(proposed(allow(exceptOwner), close).map((one) => one.means)).to.deep.equal(["condition"]);
    expect(proposed(allow({ Condition }), close).map((one) => one.means)).to.deep.equal(["principals"]);
  });

  it("names nobody in place of the wildcard where the organisations' statement cannot be made", () => {
    const key = { "aws:PrincipalOrgID": "*" };
    const Condition = { StringEquals: key, StringLike: key, "ForAnyValue:StringEquals": key };
    const targets = { accounts: [PARTNER], organizations: ["o-a1b2c3d4e5"] };
    expect(proposed(allow({ Condition }), closedToStrangers(narrowing({ targets })))).to.deep.equal([]);
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
