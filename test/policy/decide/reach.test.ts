import { expect } from "chai";
import { ask } from "../../../proof/question.ts";
import type { Pointer } from "../../../src/model/fact.ts";
import type { Hole } from "../../../src/model/resource.ts";
import { decideExposure, whoCan } from "../../../src/policy/decide/decide.ts";
import type { Question, Reach } from "../../../src/policy/question.ts";
import { policy, type Members } from "./explain/support.ts";

const PARTNER = "222222222222";
const NEW = "aws:NewKeyOf2027";
const SERVICES = ["sns.amazonaws.com", "cognito-idp.amazonaws.com", "sns.amazonaws.com"];

/** An expression in the place; with known parts, `var.x` and then `var.y` stand between them. */
const hole = (at: Pointer, ...known: readonly string[]): Hole => ({
  at: `/Statement/0${at}`,
  expression: "var.x",
  ...(known.length > 0 && {
    parts: known.flatMap((part, index) =>
      index === 0 ? [part] : [{ expression: index === 1 ? "var.x" : "var.y" }, part],
    ),
  }),
});

const withHoles = (members: Members, holes: readonly Hole[]): Question => {
  const question = ask([policy(members)]);
  return { ...question, documents: question.documents.map((one) => ({ ...one, unresolved: holes })) };
};

const partiesOf = ({ allowedTo }: Pick<Reach, "allowedTo">): string =>
  allowedTo.map(({ kind, name }) => `${kind} ${name}`).join(", ");

const servicesOf = ({ deputies }: Pick<Reach, "deputies">): readonly string[] =>
  deputies.map(({ service }) => service);

const bound = (...known: readonly string[]): readonly [Members, readonly Hole[]] => [
  {
    Principal: { Service: "sns.amazonaws.com" },
    Condition: { ArnLike: { "aws:SourceArn": null } },
  },
  [hole("/Condition/ArnLike/aws:SourceArn", ...known)],
];

describe("who can at most, where an expression is not resolved", () => {
  for (const [title, [members, holes], exposure, parties, certain, deputies = []] of [
    [
      "an account that is not known, beside one that is",
      [{ Principal: { AWS: [PARTNER, null] } }, [hole("/Principal/AWS/1", "arn:aws:iam::", ":root")]],
      "cross-account",
      `account ${PARTNER}, account \${var.x}`,
      `account ${PARTNER}`,
    ],
    [
      "two expressions",
      [
        { Principal: { AWS: [null, null] } },
        [
          hole("/Principal/AWS/0", "arn:aws:iam::", ":root"),
          hole("/Principal/AWS/1", "arn:aws:iam::", ":role/", "-x"),
        ],
      ],
      "cross-account",
      "account ${var.x or var.y}",
      "",
    ],
    [
      "an account that is known, under an action that is not",
      [{ Principal: { AWS: PARTNER }, Action: null }, [hole("/Action")]],
      "cross-account",
      `account ${PARTNER}`,
      "",
    ],
    [
      "a service for a source in an account that is not known",
      bound("arn:aws:sns:us-east-1:", ":x"),
      "cross-account",
      "account ${var.x}, service sns.amazonaws.com",
      "",
    ],
    [
      "a service for a source that is not known",
      bound(),
      "restricted",
      "service sns.amazonaws.com",
      "",
      ["sns.amazonaws.com"],
    ],
  ] as const)
    it(`is said apart from who can for certain: ${title}`, () => {
      const question = withHoles(members, holes);
      const reach = decideExposure(question);
      expect([reach.exposure, partiesOf(reach), servicesOf(reach)]).to.deep.equal([
        exposure,
        parties,
        deputies,
      ]);
      expect(reach.certain === null ? null : partiesOf(reach.certain)).to.equal(certain);
      expect(reach.certain?.deputies).to.deep.equal([]);
      expect(reach.reason).to.deep.include({ document: "Policy-1", code: "unresolved" });
      expect(JSON.stringify(reach)).not.to.include("999999999999");
      expect(whoCan(question)).to.deep.include({ exposure, allowedTo: reach.allowedTo });
    });

  it("rests on what only a statement with an unresolved action asks for", () => {
    const members = { Action: null, Condition: { StringEquals: { [NEW]: "x" } } };
    const named = decideExposure(withHoles({ ...members, Principal: { AWS: PARTNER } }, [hole("/Action")]));
    expect([named.exposure, partiesOf(named)]).to.deep.equal(["cross-account", `account ${PARTNER}`]);
    expect(named.otherwise.map(({ doubt }) => doubt)).to.include(`key:${NEW}`);
    const open = decideExposure(withHoles(members, [hole("/Action")]));
    expect(open).to.deep.include({ exposure: "undecided", doubts: [`key:${NEW}`] });
  });

  it("is undecided, and why, where it may be everyone under conditions that are not decided", () => {
    const Condition = {
      StringLikeIfExists: { "aws:userid": "*7*" },
      NumericLessThanIfExists: { "aws:userid": "100" },
    };
    const { exposure, reason, certain } = decideExposure(
      withHoles({ Principal: { AWS: null }, Condition }, [hole("/Principal/AWS")]),
    );
    expect({ exposure, certain }).to.deep.equal({ exposure: "undecided", certain: null });
    expect(reason).to.deep.include({ document: "Policy-1", code: "mixed-comparisons" });
  });

  it("is not said apart where the expression changes nothing", () => {
    const members = {
      Principal: { AWS: PARTNER },
      Condition: { StringEqualsIfExists: { "aws:SourceAccount": null } },
    };
    const reach = decideExposure(
      withHoles(members, [hole("/Condition/StringEqualsIfExists/aws:SourceAccount")]),
    );
    expect(reach).to.deep.include({ exposure: "cross-account", certain: null, reason: null });
    expect(partiesOf(reach)).to.equal(`account ${PARTNER}`);
  });
});

/** The questions of which another answer was tried. */
const asked = (...statements: readonly Members[]): readonly string[] => {
  const { otherwise } = decideExposure(ask([policy(...statements)]));
  return [...new Set(otherwise.map(({ doubt }) => doubt))];
};

const key = (name: string): Members => ({ Condition: { StringEquals: { [name]: "x" } } });

describe("what is said of an answer", () => {
  it("is no request where a text is no policy, though an account gets in by another", () => {
    const { exposure, allowedTo, witness, accepting, faults, reason } = decideExposure(
      ask([policy({ Principal: { AWS: PARTNER } }), "{"]),
    );
    expect({ exposure, allowedTo, witness, accepting, faults }).to.deep.equal({
      exposure: "invalid",
      allowedTo: [],
      witness: null,
      accepting: null,
      faults: [],
    });
    expect(reason?.document).to.equal("Policy-2");
  });

  it("is the statement that accepts, and no fault where nobody but an account gets in", () => {
    const { accepting, faults } = decideExposure(
      ask([
        policy({ Effect: "Deny", Action: "s3:*" }),
        policy({ Action: "s3:*" }, { Principal: { AWS: PARTNER } }),
      ]),
    );
    expect(accepting).to.deep.equal({ document: 1, at: "/Statement/1" });
    expect(faults).to.deep.equal([]);
  });

  it("names doubts in order", () => {
    const { exposure, doubts } = decideExposure(
      ask([
        policy({
          Condition: {
            StringEquals: { [NEW]: "x" },
            "ForAnyValue:StringLikeIfExists": { "aws:PrincipalOrgPaths": "o-own1234567/*" },
          },
        }),
      ]),
    );
    expect([exposure, ...doubts]).to.deep.equal(["undecided", "foranyvalue-ifexists", `key:${NEW}`]);
  });

  it("has the exposure, the parties and the services of every reading that differs in one answer", () => {
    const named = decideExposure(
      ask([policy({ Principal: { Service: SERVICES }, Condition: { StringNotEquals: { [NEW]: "x" } } })]),
    );
    const services = { kind: "service", name: "" } as const;
    const open = {
      exposure: "restricted",
      allowedTo: ["cognito-idp.amazonaws.com", "sns.amazonaws.com"].map((name) => ({ ...services, name })),
      deputies: ["cognito-idp.amazonaws.com", "sns.amazonaws.com"],
    };
    const closed = { exposure: "private", allowedTo: [], deputies: [] };
    const unknown = { doubt: `key:${NEW}`, unlikely: false };
    expect(named.otherwise).to.deep.equal([
      { ...unknown, ...closed },
      { ...unknown, ...open },
      { doubt: "ses-global-keys", unlikely: true, ...open },
    ]);
    expect(named.otherwise.map(({ exposure }) => exposure)).to.include(named.exposure);
  });

  it("asks in a fixed order, and only what a condition depends on", () => {
    expect(asked(key("foo:bar"))).to.deep.equal(["key:foo:bar"]);
    const among = { Condition: { StringEquals: { "ses:FromDisplayName": ["x", `\${${NEW}}`] } } };
    expect(asked(among)).to.include(`key:${NEW}`);
    expect(asked(key("foo:b"), key("foo:a"))).to.deep.equal(["key:foo:a", "key:foo:b"]);
    expect(asked({ Condition: { stringlike: { "aws:UserAgent": "x" } } })).to.deep.equal([
      "operator-case:stringlike",
    ]);
    expect(
      asked(
        { Condition: { stringlike: { "aws:UserAgent": "x" } } },
        { Condition: { "ForAnyValue:StringLikeIfExists": { "ses:Recipients": "x@example.com" } } },
        { Condition: { StringLike: { "ses:Recipients": "x@example.com" } } },
        key(NEW),
        {},
      ),
    ).to.deep.equal([
      `key:${NEW}`,
      "list-key:ses:Recipients",
      "foranyvalue-ifexists",
      "ses-global-keys",
      "operator-case:stringlike",
    ]);
  });

  it("carries in its request what the reading says of an unknown key", () => {
    const question = ask([
      policy({ Principal: { AWS: PARTNER }, Condition: { StringLike: { [NEW]: "al?ce" } } }),
    ]);
    const { witness } = decideExposure(question);
    expect(witness?.context[NEW]).to.match(/^al.ce$/);
    expect(whoCan(question).witness).to.deep.equal(witness);
  });
});
