import { expect } from "chai";
import { relaxed } from "../../../../src/policy/decide/relations/component.ts";
import { KINDS } from "../../../../src/policy/decide/keys/dimensions.ts";
import { inFull, componentOf } from "../../../support/policy/components.ts";
import { namedWorld as world } from "../../../support/policy/named-world.ts";
import { shownKnot } from "../../../support/policy/shown.ts";

/** `a`, `b` and `c` are tags of the caller's. */
interface Example {
  readonly lines: readonly string[];
  readonly fixed?: Readonly<Record<string, string>>;
  readonly kind?: number;
  /** What is left to be met: rules, and ties; null where nothing can meet it. */
  readonly left: readonly string[] | null;
}

const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  "with the same key": [
    { lines: ["a StringEquals ${a}"], left: [] },
    { lines: ["a StringNotEquals ${a}"], left: null },
    { lines: ["a StringLike x${a}"], left: null },
    { lines: ["a StringNotLike x${a}"], left: [] },
    { lines: ["a StringLike *${a}"], left: [] },
    { lines: ["a StringNotLike *${a}*"], left: null },
    { lines: ["a StringLike ${a}${a}"], left: ['a is ""'] },
    { lines: ["a StringLike ${b}${a}"], left: ['b is ""'] },
    { lines: ["a StringLike ${b}${a}${a}"], left: ['a is ""', 'b is ""'] },
    { lines: ["a StringNotLike ${b}${a}"], left: ['b is not ""'] },
    { lines: ["a StringNotLike ${a}${a}"], left: ['a is not ""'] },
    // That b and c are not both empty is asked of neither alone.
    { lines: ["a StringNotLike ${b}${c}${a}"], left: ["a is not StringNotLike {b}{c}{a}"] },
    { lines: ["a ArnLike ${a}"], left: ["a is arn *:*:*:*:*:*"] },
    { lines: ["a ArnNotLike ${a}"], left: ["a is not arn *:*:*:*:*:*"] },
    { lines: ["a ArnLike ${a}${a}"], left: null },
    { lines: ["a ArnNotLike ${a}${a}"], left: [] },
    { lines: ["a ArnLike ${a}${b}"], left: ["a is ArnLike {a}{b}", "a is arn *:*:*:*:*:*"] },
    { lines: ["a ArnLike ${b}${a}${a}"], left: null },
  ],
  "that ask for the same, or for what another forbids": [
    { lines: ["a StringEquals ${b}", "b StringEquals ${a}"], left: ["a is StringEquals {b}"] },
    {
      lines: ["a StringEquals ${b}", "b StringEquals ${c}", "a StringEquals ${c}"],
      left: ["a is StringEquals {b}", "b is StringEquals {c}"],
    },
    { lines: ["a StringEquals ${b}", "a StringLike x${b}"], left: null },
    { lines: ["a StringEquals ${b}", "a StringNotEquals ${b}"], left: null },
    { lines: ["a StringEquals ${b}", "b StringNotEquals ${a}"], left: null },
    { lines: ["a StringLike ${b}x", "a StringNotLike ${b}x"], left: null },
    {
      lines: ["a StringLike ${b}x", "a StringNotLike ${b}y"],
      left: ["a is StringLike {b}x", "a is not StringNotLike {b}y"],
    },
    {
      lines: ["a StringLike ${b}x", "a StringNotLike ${b}xx"],
      left: ["a is StringLike {b}x", "a is not StringNotLike {b}xx"],
    },
    {
      lines: ["a StringLike ${b}x", "a StringNotLike ${b}"],
      left: ["a is StringLike {b}x", "a is not StringNotLike {b}"],
    },
    {
      lines: ["a StringLike ${b}x", "a StringNotLike ${c}x"],
      left: ["a is StringLike {b}x", "a is not StringNotLike {c}x"],
    },
    {
      lines: ["a StringLike ${b}x", "c StringNotLike ${b}x"],
      left: ["a is StringLike {b}x", "c is not StringNotLike {b}x"],
    },
    { lines: ["a StringEquals ${b}", "a StringNotEqualsIgnoreCase ${b}"], left: null },
    {
      lines: ["a StringEqualsIgnoreCase ${b}", "a StringNotEquals ${b}"],
      left: ["a is StringEqualsIgnoreCase {b}", "a is not StringNotEquals {b}"],
    },
    {
      lines: ["a ArnLike ${b}", "a StringNotLike ${b}"],
      left: ["a is ArnLike {b}", "a is not StringNotLike {b}", "a is arn *:*:*:*:*:*"],
    },
    {
      lines: ["a StringLike ${b}", "a ArnNotLike ${b}"],
      left: ["a is StringLike {b}", "a is not arn *:*:*:*:*:*"],
    },
    { lines: ["a StringLike ${b}x", "b StringLike ${a}*"], left: null },
    {
      lines: ["a StringLike ${b}*", "b StringLike ${a}*"],
      left: ["a is StringLike {b}*", "b is StringLike {a}*"],
    },
    { lines: ["a StringLike ${b}x", "b StringLike ${c}", "c StringEquals ${a}"], left: null },
    {
      lines: ["a StringNotLike ${b}x", "b StringLike ${a}x"],
      left: ["a is not StringNotLike {b}x", "b is StringLike {a}x"],
    },
    { lines: ["a StringLike ${b}x", "b StringEquals ${c}", "c StringLike y*${a}"], left: null },
    // What is the same is as long: c would be longer than b, a longer than c, and b as long as a.
    { lines: ["a StringEquals ${b}", "a StringLike x${c}", "c StringLike y*${b}"], left: null },
    { lines: ["a StringEqualsIgnoreCase ${b}", "b StringEquals ${a}"], left: ["b is StringEquals {a}"] },
    {
      lines: ["a StringEqualsIgnoreCase ${b}", "a StringNotEqualsIgnoreCase ${b}x"],
      left: ["a is StringEqualsIgnoreCase {b}", "a is not StringNotEqualsIgnoreCase {b}x"],
    },
    {
      lines: ["a StringLike ${b}xy", "a StringNotLike ${b}xz"],
      left: ["a is StringLike {b}xy", "a is not StringNotLike {b}xz"],
    },
    {
      lines: ["a StringLike ${b}x", "a StringNotLike ${b}${c}"],
      left: ["a is StringLike {b}x", "a is not StringNotLike {b}{c}"],
    },
    { lines: ["a StringLike ${b}${c}", "a StringNotLike ${b}${c}"], left: null },
  ],
  "with values that are known": [
    { lines: ["a StringEquals ${b}x${c}"], fixed: { a: "yxz" }, left: ["a is StringEquals {b}x{c}"] },
    { lines: ["a StringLike ${b}x*"], fixed: { a: "yxzx" }, left: ['b is "y" or "yxz"'] },
    { lines: ["a StringLike ${b}x*"], fixed: { b: "y" }, left: ["a is glob yx*"] },
    { lines: ["a StringNotLike ${b}x"], fixed: { a: "yx" }, left: ['b is not "y"'] },
    { lines: ["a StringEquals ${b}"], fixed: { a: "y" }, left: ['b is "y"'] },
    { lines: ["a StringEquals ${b}"], fixed: { a: "y", b: "y" }, left: [] },
    { lines: ["a StringEquals ${b}"], fixed: { a: "y", b: "z" }, left: null },
  ],
  "with a part of the key": [
    {
      lines: ["aws:PrincipalArn ArnLike arn:aws:iam::${aws:PrincipalAccount}:*"],
      left: ["principal is glob arn:aws:iam::+:*"],
    },
    {
      lines: ["aws:PrincipalArn StringLike arn:aws:iam::${aws:PrincipalAccount}:*"],
      left: ["principal is glob arn:aws:iam::+:*"],
    },
    {
      lines: ["aws:PrincipalArn StringLike arn:*:${aws:PrincipalAccount}:*"],
      left: ["principal is StringLike arn:*:{principal's account}:*"],
    },
    {
      lines: ["aws:PrincipalArn ArnLike arn:*:*::${aws:PrincipalAccount}:*"],
      left: ["principal is glob arn:+:+::+:*"],
    },
    {
      lines: ["aws:PrincipalArn ArnLike arn:*:*::${aws:PrincipalAccount}*"],
      left: ["principal is ArnLike arn:*:*::{principal's account}*", "principal is arn *:*:*:*:*:*"],
    },
    {
      lines: ["aws:PrincipalArn StringLike *${aws:username}"],
      left: ["principal is StringLike *{principal's user name}"],
    },
    { lines: ["aws:PrincipalArn StringLike */${aws:username}"], left: ["principal is glob */+"] },
    {
      lines: ["aws:PrincipalArn StringLike */${aws:username}*"],
      left: ["principal is StringLike */{principal's user name}*"],
    },
    { lines: ["aws:PrincipalArn StringNotLike */${aws:username}"], left: ["principal is not glob */+"] },
    {
      lines: ["aws:PrincipalArn StringLike arn:aws:iam::${aws:PrincipalAccount}:user/${aws:username}"],
      left: ["principal is StringLike arn:aws:iam::{principal's account}:user/{principal's user name}"],
    },
    {
      lines: ["aws:PrincipalArn StringLike arn:aws:iam::${a}:*", "a StringEquals ${aws:PrincipalAccount}"],
      left: ["a is StringEquals {principal's account}", "principal is glob arn:aws:iam::+:*"],
    },
    {
      lines: ["aws:PrincipalAccount StringLike ${aws:PrincipalArn}"],
      left: ["principal's account is StringLike {principal}"],
    },
    { lines: ["aws:PrincipalOrgPaths StringLike ${aws:PrincipalOrgID}/*"], left: [] },
    {
      lines: ["aws:PrincipalOrgPaths StringLike ${aws:PrincipalOrgID}/r-aaaa/*"],
      left: ["organization is glob +/r-aaaa/*"],
    },
    {
      lines: ["aws:PrincipalOrgPaths StringNotLike ${aws:PrincipalOrgID}/r-aaaa/*"],
      left: ["organization is not glob +/r-aaaa/*"],
    },
    {
      lines: ["aws:PrincipalOrgPaths StringLike ${aws:ResourceOrgID}/*"],
      left: ["organization's organization is StringEquals {resource organization's organization}"],
    },
    {
      lines: ["aws:PrincipalOrgPaths StringNotLike ${aws:ResourceOrgID}/*"],
      left: ["organization's organization is not StringEquals {resource organization's organization}"],
    },
    {
      lines: ["aws:PrincipalOrgPaths StringLike ${aws:ResourceOrgID}/r-*/"],
      left: [
        "organization's organization is StringEquals {resource organization's organization}",
        "organization is glob +/r-*/",
      ],
    },
    {
      lines: ["aws:PrincipalOrgPaths StringNotLike ${aws:ResourceOrgID}/r-*/"],
      left: ["organization is not StringNotLike {resource organization's organization}/r-*/"],
    },
    {
      lines: ["aws:PrincipalOrgPaths StringEqualsIgnoreCase ${aws:ResourceOrgID}/r-a"],
      left: ["organization is StringEqualsIgnoreCase {resource organization's organization}/r-a"],
    },
    {
      lines: ["aws:PrincipalOrgPaths StringLike ${aws:ResourceOrgID}*"],
      left: ["organization is StringLike {resource organization's organization}*"],
    },
    {
      lines: ["aws:PrincipalOrgPaths StringLike ${aws:ResourceOrgID}/${a}"],
      left: ["organization is StringLike {resource organization's organization}/{a}"],
    },
    {
      lines: ["a StringLike ${aws:ResourceOrgID}/*"],
      left: ["a is StringLike {resource organization's organization}/*"],
    },
    {
      lines: ["aws:userid StringLike ${aws:PrincipalAccount}:${a}"],
      kind: KINDS.federated,
      left: ["principal's user name is StringLike {a}"],
    },
    {
      lines: ["aws:userid StringNotLike ${aws:PrincipalAccount}:${a}"],
      kind: KINDS.federated,
      left: ["principal's user name is not StringNotLike {a}"],
    },
    {
      lines: ["aws:userid StringLike 7*:${a}"],
      kind: KINDS.federated,
      left: ["principal's user name is StringLike {a}", "principal's account is glob 7*"],
    },
    {
      lines: ["aws:userid StringNotLike 7*:${a}"],
      kind: KINDS.federated,
      left: ["principal's federated id is not StringNotLike 7*:{a}"],
    },
    {
      lines: ["aws:userid StringLike ${a}:x"],
      kind: KINDS.federated,
      left: ["principal's account is StringLike {a}", "principal's user name is glob x"],
    },
    {
      lines: ["aws:userid StringNotLike ${a}:x"],
      kind: KINDS.federated,
      left: ["principal's federated id is not StringNotLike {a}:x"],
    },
    {
      lines: ["aws:userid StringLike ${a}"],
      kind: KINDS.federated,
      left: ["principal's federated id is StringLike {a}"],
    },
    { lines: ["aws:userid StringLike ${aws:PrincipalAccount}"], kind: KINDS.root, left: [] },
    {
      lines: ["aws:PrincipalAccount StringLike */${aws:username}"],
      left: ["principal's account is StringLike */{principal's user name}"],
    },
    { lines: ["aws:PrincipalArn StringLike arn:*/${aws:username}"], left: ["principal is glob arn:*/+"] },
    {
      lines: ["aws:PrincipalArn StringLike arn:aws:iam::${aws:username}:*"],
      left: ["principal is StringLike arn:aws:iam::{principal's user name}:*"],
    },
    {
      lines: ["aws:PrincipalArn StringLike arn:aws:iam:${aws:PrincipalAccount}:*"],
      left: ["principal is StringLike arn:aws:iam:{principal's account}:*"],
    },
    {
      // A federated user's id is the account and the name, which no field of the ARN holds.
      lines: ["aws:PrincipalArn StringLike arn:aws:sts::${aws:userid}:*"],
      kind: KINDS.federated,
      left: ["principal is StringLike arn:aws:sts::{principal's federated id}:*"],
    },
    {
      lines: ["aws:PrincipalArn StringLike arn:*:iam::${aws:PrincipalAccount}:*"],
      left: ["principal is StringLike arn:*:iam::{principal's account}:*"],
    },
    {
      lines: ["aws:PrincipalArn StringLike arn:aws:iam::${aws:PrincipalAccount}"],
      left: ["principal is StringLike arn:aws:iam::{principal's account}"],
    },
    {
      lines: ["aws:PrincipalOrgPaths StringEqualsIgnoreCase ${aws:PrincipalOrgID}/r-00/"],
      left: ["organization is glob +/!-00/"],
    },
    {
      lines: ["aws:PrincipalOrgPaths StringEqualsIgnoreCase 0${aws:PrincipalOrgID}/r-00/"],
      left: ["organization is StringEqualsIgnoreCase 0{organization's organization}/r-00/"],
    },
    {
      lines: ["aws:PrincipalOrgPaths StringEqualsIgnoreCase ${aws:PrincipalOrgID}-00/"],
      left: ["organization is StringEqualsIgnoreCase {organization's organization}-00/"],
    },
    {
      lines: ["aws:PrincipalOrgPaths StringLike ${a}/x", "a StringEquals ${aws:PrincipalOrgID}"],
      left: ["a is StringEquals {organization's organization}", "organization is glob +/x"],
    },
    {
      lines: ["aws:PrincipalOrgPaths StringLike ${aws:ResourceOrgID}/*/x"],
      left: [
        "organization's organization is StringEquals {resource organization's organization}",
        "organization is glob +/*/x",
      ],
    },
    {
      lines: ["aws:PrincipalOrgPaths ArnLike ${aws:ResourceOrgID}/*"],
      left: [
        "organization is ArnLike {resource organization's organization}/*",
        "organization is arn *:*:*:*:*:*",
      ],
    },
    {
      lines: ["aws:PrincipalOrgID StringLike ${aws:ResourceOrgID}/*"],
      left: ["organization's organization is StringLike {resource organization's organization}/*"],
    },
    {
      lines: ["aws:SourceOrgPaths StringLike ${aws:ResourceOrgID}/*"],
      left: ["source organization's organization is StringEquals {resource organization's organization}"],
    },
    {
      lines: ["aws:userid StringNotLike ${aws:PrincipalArn}:x"],
      kind: KINDS.federated,
      left: ["principal's federated id is not StringNotLike {principal}:x"],
    },
    {
      lines: ["aws:userid StringNotLike ${aws:PrincipalAccount}${a}:x"],
      kind: KINDS.federated,
      left: ["principal's federated id is not StringNotLike {principal's account}{a}:x"],
    },
    {
      lines: ["aws:userid StringNotLike ${aws:PrincipalAccount}:x"],
      kind: KINDS.federated,
      left: ["principal's user name is not glob x"],
    },
    {
      lines: ["aws:userid ArnLike ${a}:x"],
      kind: KINDS.federated,
      left: ["principal's federated id is ArnLike {a}:x", "principal's federated id is arn *:*:*:*:*:*"],
    },
    {
      lines: ["a StringLike ${aws:PrincipalAccount}:x"],
      kind: KINDS.federated,
      left: ["a is StringLike {principal's account}:x"],
    },
    {
      lines: ["aws:userid StringLike ${aws:PrincipalAccount}:${a}:x"],
      kind: KINDS.federated,
      left: ["principal's user name is StringLike {a}:x"],
    },
  ],
};

for (const [theme, examples] of Object.entries(EXAMPLES))
  describe(`what is left of ties ${theme}`, () => {
    for (const { lines, fixed = {}, kind, left } of examples) {
      const known = Object.entries(fixed).map(([name, value]) => `${name} = "${value}"`);
      it(`of ${[...lines, ...known].join(", ")}${kind === undefined ? "" : ` (kind ${kind})`}`, () => {
        const values = new Map(
          Object.entries(fixed).map(([name, value]) => [`aws:principaltag/${name}`, value]),
        );
        expect(shownKnot(relaxed(componentOf(world, lines.map(inFull), values, kind)))).to.deep.equal(left);
      });
    }
  });
