import { expect } from "chai";
import { decideExposure, exposureOf } from "../../../../src/policy/decide/decide.ts";
import { ask, policy } from "../asked.ts";

const stars = (count: number): string => `${"*a?".repeat(count)}*`;

/** What this process has worked so far, in milliseconds: others on the same machine do not count. */
const worked = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

describe("work is bounded", () => {
  for (const [title, exposure, text] of [
    [
      "globs that hold each other up",
      "exposed",
      policy(
        { Condition: { StringLike: { "aws:PrincipalTag/a": stars(40) } } },
        ...Array.from({ length: 12 }, (_, index) => ({
          Effect: "Deny",
          Condition: { StringLike: { "aws:PrincipalTag/a": `*${"a?".repeat(index + 3)}*` } },
        })),
      ),
    ],
    [
      "question marks behind a star",
      "undecided",
      policy(
        { Condition: { StringLike: { "aws:PrincipalTag/a": `*a${"?".repeat(60)}` } } },
        {
          Effect: "Deny",
          Condition: {
            StringLike: { "aws:PrincipalTag/a": [`*b${"?".repeat(61)}`, `*c${"?".repeat(59)}`] },
          },
        },
        { Effect: "Deny", Condition: { StringNotLike: { "aws:PrincipalTag/a": `*d${"?".repeat(30)}` } } },
      ),
    ],
    [
      "many Denies with many ways out",
      "exposed",
      policy(
        {},
        ...Array.from({ length: 18 }, (_, index) => ({
          Effect: "Deny",
          Condition: {
            StringNotEquals: { [`aws:PrincipalTag/t${index}`]: "x", [`aws:PrincipalTag/u${index}`]: "y" },
            StringEquals: { "aws:PrincipalTag/t0": `v${index}` },
          },
        })),
      ),
    ],
    [
      "variables in variables",
      "private",
      policy({
        Condition: {
          StringEquals: Object.fromEntries(
            Array.from({ length: 8 }, (_, index) => [
              `aws:PrincipalTag/t${index}`,
              `\${aws:PrincipalTag/t${(index + 1) % 8}}x`,
            ]),
          ),
        },
      }),
    ],
  ] as const)
    it(`${title}: an answer, and soon`, () => {
      const question = ask([text]);
      const before = worked();
      const answer = exposureOf(question);
      expect(worked() - before).to.be.lessThan(1_500);
      expect(answer).to.equal(exposure);
    });
});

const INTRICATE = {
  Condition: {
    StringLike: { "aws:PrincipalTag/a": `*a${"?".repeat(60)}` },
    StringNotLike: { "aws:PrincipalTag/a": [`*b${"?".repeat(61)}`, `*c${"?".repeat(59)}`] },
    "ForAnyValue:StringLike": { "aws:PrincipalTag/a": `*d${"?".repeat(30)}` },
  },
};

describe("an Allow that is too intricate", () => {
  for (const [title, statements, exposure] of [
    ["is undecided alone", [INTRICATE], "undecided"],
    ["hides none behind it", [INTRICATE, {}], "exposed"],
    ["is no matter behind one that is open", [{}, INTRICATE], "exposed"],
  ] as const)
    it(title, () => {
      expect(exposureOf(ask([policy(...statements)]))).to.equal(exposure);
    });
});

/** As many requests as there are ways to have and not to have each of thirty keys. */
const WITH_OR_WITHOUT = {
  Condition: {
    StringEqualsIfExists: Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`aws:PrincipalTag/t${index}`, "x"]),
    ),
  },
};

describe("a Deny of everything", () => {
  for (const [title, statements, exposure] of [
    [
      "takes away what it is about, whatever the Allow asks for",
      [WITH_OR_WITHOUT, { Effect: "Deny" }],
      "private",
    ],
    [
      "takes nothing else away",
      [{ ...WITH_OR_WITHOUT, Action: ["ses:SendEmail", "ses:SendRawEmail"] }, { Effect: "Deny" }],
      "exposed",
    ],
    [
      "takes away from all what it does not excuse",
      [WITH_OR_WITHOUT, { Effect: "Deny", Principal: undefined, NotPrincipal: { AWS: "111111111111" } }],
      "private",
    ],
    [
      "is none where it asks for something",
      [{}, { Effect: "Deny", Condition: { StringEquals: { "aws:PrincipalTag/a": "x" } } }],
      "exposed",
    ],
    [
      "is none where it is about somebody",
      [{}, { Effect: "Deny", Principal: { AWS: "222222222222" } }],
      "exposed",
    ],
  ] as const)
    it(title, () => {
      expect(exposureOf(ask([policy(...statements)]))).to.equal(exposure);
    });
});

describe("a policy that is too intricate, beside one that is broken", () => {
  it("is undecided: what is open in it would be open all the same", () => {
    const { exposure, reason } = decideExposure(ask([policy(INTRICATE), "{"]));
    expect(exposure).to.equal("undecided");
    expect(reason?.document).to.equal("Policy-1");
  });
});
