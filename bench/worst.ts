import { exposureOf } from "../src/policy/decide/decide.ts";
import { questionOf } from "./decide.ts";
import { RESOURCE } from "./policies.ts";

const policy = (...statements: readonly object[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((one) => ({
      Effect: "Allow",
      Principal: "*",
      Action: "ses:*",
      Resource: RESOURCE,
      ...one,
    })),
  });

const many = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const tag = (operator: string, pattern: unknown, name = "a"): object => ({
  Condition: { [operator]: { [`aws:PrincipalTag/${name}`]: pattern } },
});

const deny = (condition: object): object => ({ Effect: "Deny", ...condition });

const arn = (pattern: unknown): object => ({ Condition: { StringLike: { "aws:PrincipalArn": pattern } } });

const account = (index: number): string => String(200_000_000_000 + index);

/** Policies of about 4 KB at most, each made to be slow in its own way. */
const WORST: Readonly<Record<string, string>> = {
  "globs that hold each other up": policy(
    tag("StringLike", `${"*a?".repeat(40)}*`),
    ...many(12, (index) => deny(tag("StringLike", `*${"b?".repeat(index + 3)}*`))),
  ),
  "question marks behind a star": policy(
    tag("StringLike", `*a${"?".repeat(60)}`),
    deny(tag("StringLike", [`*b${"?".repeat(61)}`, `*c${"?".repeat(59)}`])),
    deny(tag("StringNotLike", `*d${"?".repeat(30)}`)),
  ),
  "wildcards over ARNs": policy(
    ...many(8, (index) => arn(`arn:aws:iam::*${index}22222222222:role/x${index}`)),
    deny(arn("arn:aws:iam::*role/x*")),
  ),
  "many Denies with many ways out": policy(
    {},
    ...many(14, (index) =>
      deny({
        Condition: {
          StringNotEquals: { [`aws:PrincipalTag/t${index}`]: "x", [`aws:PrincipalTag/u${index}`]: "y" },
          StringEquals: { "aws:PrincipalTag/t0": `v${index}` },
        },
      }),
    ),
  ),
  "variables in a ring": policy({
    Condition: {
      StringEquals: Object.fromEntries(
        many(20, (index) => [`aws:PrincipalTag/t${index}`, `\${aws:PrincipalTag/t${(index + 1) % 20}}x`]),
      ),
    },
  }),
  "variables between wildcards in a resource": policy({
    Resource: "arn:aws:ses:*${aws:PrincipalTag/a}*${aws:PrincipalTag/b}*${aws:PrincipalTag/c}x",
  }),
  "accounts left out": policy(
    { Condition: { StringNotEquals: { "aws:PrincipalAccount": many(220, account) } } },
    deny({ Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-own1234567" } } }),
  ),
  "organisations by path": policy({
    Condition: {
      "ForAnyValue:StringLike": {
        "aws:PrincipalOrgPaths": many(90, (index) => `o-own${String(index).padStart(8, "0")}/r-ab12/*`),
      },
    },
  }),
};

/** The longest that a verdict takes on a policy made to be slow. */
export const bench = (): void => {
  for (const [name, text] of Object.entries(WORST)) {
    const times = many(5, (round) => {
      const question = questionOf(`${text}${" ".repeat(round)}`);
      const start = performance.now();
      const exposure = exposureOf(question);
      return { exposure, time: performance.now() - start };
    }).toSorted((a, b) => a.time - b.time);
    const best = times[0];
    console.log(
      `${(best?.time ?? 0).toFixed(1).padStart(6)} ms  ${best?.exposure ?? ""}  ${name} (${text.length} bytes)`,
    );
  }
};
