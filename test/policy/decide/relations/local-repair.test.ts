import { expect } from "chai";
import { repairLocally } from "../../../../src/policy/decide/relations/local-repair.ts";
import { textQueriesOf, type Values } from "../../../../src/policy/decide/relations/component.ts";
import { KINDS } from "../../../../src/policy/decide/keys/dimensions.ts";
import { solveTree } from "../../../../src/policy/decide/relations/tree-consistency.ts";
import { inFull, componentOf } from "../../../support/policy/components.ts";
import { namedWorld as world } from "../../../support/policy/named-world.ts";

type Texts = Readonly<Record<string, string>>;

interface Example {
  readonly lines: readonly string[];
  readonly kind?: number;
  /** In which order values are looked for: what is given before what is chosen, what is made of others last. */
  readonly order: string;
  /** Null where putting values into each other's places does not do. */
  readonly guessed: Texts | null;
  /** Where automata say something else. */
  readonly given?: Texts | null;
}

const EXAMPLES: readonly Example[] = [
  { lines: ["a StringEquals ${b}"], order: "a b", guessed: { a: "x", b: "x" } },
  {
    lines: ["a StringLike x${b}*?"],
    order: "b a",
    guessed: { b: "x", a: "xxx" },
    given: { b: "x", a: "xxa" },
  },
  { lines: ["a StringLike x${b}", "b StringEquals y"], order: "b a", guessed: { b: "y", a: "xy" } },
  {
    lines: ["a StringEquals ${b}", "a StringEquals y"],
    order: "a b",
    guessed: null,
    given: { a: "y", b: "y" },
  },
  {
    lines: ["a StringLike x${b}", "a StringEquals xy"],
    order: "b a",
    guessed: null,
    given: { b: "y", a: "xy" },
  },
  {
    lines: ["a StringEquals ${b}", "b StringEquals ${c}", "c StringEquals ${d}", "d StringEquals z"],
    order: "a b c d",
    guessed: { a: "z", b: "z", c: "z", d: "z" },
  },
  {
    lines: ["c StringEquals ${d}", "b StringEquals ${c}", "a StringEquals ${b}", "d StringEquals z"],
    order: "c d b a",
    guessed: { c: "z", d: "z", b: "z", a: "z" },
  },
  {
    lines: ["d StringEquals z", "a StringLike ${b}1", "b StringLike ${c}2", "c StringLike ${d}3"],
    order: "d a b c",
    guessed: { d: "z", a: "z321", b: "z32", c: "z3" },
  },
  { lines: ["a StringNotEquals ${b}"], order: "a b", guessed: null, given: { a: "x", b: "x" } },
  {
    lines: ["a StringNotEquals ${b}", "a StringEquals x"],
    order: "a b",
    guessed: { a: "x", b: "" },
    given: { a: "x", b: "x" },
  },
  { lines: ["a StringLike ${b}${c}"], order: "b c a", guessed: { b: "x", c: "x", a: "xx" } },
  {
    lines: ["a StringLike ${b}${c}", "a StringEquals xy"],
    order: "b c a",
    guessed: null,
    given: { b: "x", c: "y", a: "xy" },
  },
  { lines: ["a StringNotLike ${b}*"], order: "a b", guessed: null, given: { a: "x", b: "x" } },
  {
    lines: ["a StringEquals ${aws:username}"],
    order: "a principal",
    guessed: { a: "mallory", principal: "arn:aws:iam::999999999999:user/mallory" },
    given: { a: "x", principal: "arn:aws:iam::999999999999:user/x" },
  },
  {
    lines: ["aws:username StringEquals ${a}"],
    order: "principal a",
    guessed: { principal: "arn:aws:iam::999999999999:user/mallory", a: "mallory" },
  },
  {
    lines: ["aws:username StringLike x${a}"],
    order: "a principal",
    guessed: null,
    given: { a: "x", principal: "arn:aws:iam::999999999999:user/xx" },
  },
  {
    lines: ["aws:PrincipalArn StringLike arn:aws:iam::*:user/${a}"],
    order: "principal a",
    guessed: null,
    given: { principal: "arn:aws:iam::999999999999:user/mallory", a: "mallory" },
  },
  {
    lines: ["a StringEquals ${aws:PrincipalArn}"],
    order: "principal a",
    guessed: {
      principal: "arn:aws:iam::999999999999:user/mallory",
      a: "arn:aws:iam::999999999999:user/mallory",
    },
  },
  {
    lines: ["aws:PrincipalOrgID StringEquals ${a}"],
    order: "organization a",
    guessed: { organization: "o-stranger01/r-st01/", a: "o-stranger01" },
  },
  {
    lines: ["aws:PrincipalOrgID StringEquals ${aws:ResourceOrgID}"],
    order: "organization resource organization",
    guessed: null,
  },
  {
    lines: ["ses:FromAddress StringLike ${a}@example.com"],
    order: "a ses:fromaddress",
    guessed: { a: "x", "ses:fromaddress": "x@example.com" },
  },
  {
    lines: ["a StringEquals ${ses:FromAddress}"],
    order: "a ses:fromaddress",
    guessed: { a: "x", "ses:fromaddress": "x" },
  },
  {
    lines: ["ses:TenantName StringEquals ${a}", "a StringEquals q"],
    order: "ses:tenantname a",
    guessed: { "ses:tenantname": "q", a: "q" },
  },
  {
    lines: ["a StringLike ${ses:TenantName}x", "a StringEquals qx"],
    order: "ses:tenantname a",
    guessed: null,
    given: { "ses:tenantname": "q", a: "qx" },
  },
  {
    lines: ["a StringEqualsIgnoreCase ${b}", "b StringEquals X", "a StringEquals x"],
    order: "b a",
    guessed: { b: "X", a: "x" },
  },
  { lines: ["a StringEqualsIgnoreCase ${b}", "b StringEquals X"], order: "b a", guessed: { b: "X", a: "x" } },
  {
    lines: ["a StringLike ${b}${b}", "b StringLike ${a}*"],
    order: "a b",
    guessed: { a: "", b: "" },
    given: { a: "x", b: "x" },
  },
  { lines: ["a StringLike ${a}"], order: "a", guessed: { a: "x" } },
  {
    lines: ["a StringLike x*${b}", "b StringLike *x${a}"],
    order: "a b",
    guessed: null,
    given: { a: "xx", b: "x" },
  },
  {
    lines: ["aws:PrincipalTag/a StringEquals ${aws:SourceVpc}"],
    order: "aws:sourcevpc a",
    guessed: { "aws:sourcevpc": "vpc-0fa57a11ce5e55555", a: "vpc-0fa57a11ce5e55555" },
  },
  {
    lines: ["aws:userid StringEquals ${a}"],
    kind: KINDS.federated,
    order: "principal a",
    guessed: { principal: "arn:aws:sts::999999999999:federated-user/mallory", a: "999999999999:mallory" },
    given: { principal: "arn:aws:sts::999999999999:federated-user/mallory", a: "x" },
  },
  {
    lines: ["a StringEquals ${aws:userid}"],
    kind: KINDS.federated,
    order: "principal a",
    guessed: { principal: "arn:aws:sts::999999999999:federated-user/mallory", a: "999999999999:mallory" },
    given: { principal: "arn:aws:sts::999999999999:federated-user/mallory", a: "x" },
  },
  {
    lines: ["a StringLike ${b}${aws:userid}", "b StringEquals y"],
    kind: KINDS.federated,
    order: "principal b a",
    guessed: {
      principal: "arn:aws:sts::999999999999:federated-user/mallory",
      b: "y",
      a: "y999999999999:mallory",
    },
    given: { principal: "arn:aws:sts::999999999999:federated-user/mallory", b: "y", a: "y" },
  },
  {
    lines: ["a StringEquals ${aws:userid}"],
    kind: KINDS.root,
    order: "principal a",
    guessed: { principal: "arn:aws:iam::999999999999:root", a: "999999999999" },
  },
  {
    lines: ["a StringEquals ${aws:SourceArn}", "a StringLike arn:aws:s3*"],
    order: "source a",
    guessed: null,
    given: { source: "arn:aws:s3:::their-bucket\n999999999999", a: "arn:aws:s3:::their-bucket" },
  },
  {
    lines: ["a StringEquals ${b}", "a NumericLessThan 5"],
    order: "a b",
    guessed: null,
    given: { a: "-9007199254740992", b: "-9007199254740992" },
  },
  {
    lines: ["a StringLike 1${b}", "a NumericLessThan 500"],
    order: "b a",
    guessed: { b: "", a: "1" },
    given: { b: "x", a: "1x" },
  },
  {
    lines: ["a StringEquals ${aws:ResourceOrgID}", "a StringEquals O-RESOURCEOWNER"],
    order: "resource organization a",
    guessed: null,
  },
  {
    lines: ["aws:PrincipalOrgID StringEquals ${a}", "a StringEquals O-ABCDEFGHIJ"],
    order: "organization a",
    guessed: null,
  },
  {
    lines: ["aws:PrincipalOrgID StringEqualsIgnoreCase ${a}", "a StringEquals O-ABCDEFGHIJ"],
    order: "organization a",
    guessed: null,
    given: { organization: "o-abcdefghij/r-llll/", a: "O-ABCDEFGHIJ" },
  },
  {
    lines: ["aws:PrincipalAccount StringLike ${a}", "a StringLike *:*"],
    order: "principal a",
    guessed: null,
  },
  { lines: ["aws:PrincipalAccount StringLike a:${a}"], order: "principal a", guessed: null },
  { lines: ["aws:PrincipalAccount StringLike ${a}:b"], order: "principal a", guessed: null },
  {
    lines: ["aws:PrincipalAccount StringLike 7${a}*"],
    order: "principal a",
    guessed: null,
    given: { principal: "arn:aws:iam::799999999999:user/o", a: "" },
  },
  {
    lines: ["aws:PrincipalAccount StringLike 7?${a}"],
    order: "principal a",
    guessed: null,
    given: { principal: "arn:aws:iam::799999999999:user/o", a: "9999999999" },
  },
  {
    lines: ["a StringLike x${aws:PrincipalAccount}y", "a StringLike x7*"],
    order: "principal a",
    guessed: null,
    given: { principal: "arn:aws:iam::799999999999:user/o", a: "x799999999999y" },
  },
  { lines: ["a StringLike x${aws:username}", "a StringLike x*/*"], order: "principal a", guessed: null },
  {
    lines: ["aws:username StringEquals ${a}", "aws:PrincipalArn ArnLike arn:aws:iam::*:user/x*"],
    order: "principal a",
    guessed: { principal: "arn:aws:iam::999999999999:user/x", a: "x" },
  },
  {
    lines: ["a StringEqualsIgnoreCase ${b}", "a StringEquals x", "b StringNotEquals x"],
    order: "b a",
    guessed: null,
    given: { b: "X", a: "x" },
  },
  {
    lines: ["a StringEquals ${b}", "a StringLike x${b}"],
    order: "b a",
    guessed: null,
    given: { b: "x", a: "x" },
  },
  {
    lines: ["a StringEquals ${b}x", "b StringEquals ${c}x", "c StringEquals ${a}"],
    order: "c a b",
    guessed: null,
    given: { c: "x", a: "xxx", b: "xx" },
  },
  {
    lines: ["a StringNotEquals ${b}", "c StringEquals ${b}"],
    order: "a b c",
    guessed: null,
    given: { a: "x", b: "x", c: "x" },
  },
  {
    lines: ["a StringLike ${b}${c}", "b StringEquals x", "c StringEquals ${d}", "d StringEquals y"],
    order: "b c d a",
    guessed: { b: "x", c: "y", d: "y", a: "xy" },
  },
  { lines: ["a StringLike ${b}${b}", "a StringEquals xx"], order: "b a", guessed: { b: "x", a: "xx" } },
  {
    lines: ["a StringLike ${b}${c}", "a StringEquals xx", "b StringEquals ${c}"],
    order: "b c a",
    guessed: { b: "x", c: "x", a: "xx" },
  },
  {
    lines: ["aws:SourceAccount StringEquals ${a}"],
    order: "source a",
    guessed: { source: "arn:aws:other-service:us-east-1:999999999999:thing/theirs", a: "999999999999" },
  },
  {
    lines: ["aws:SourceArn StringLike arn:aws:sns:*:${aws:SourceAccount}:*"],
    order: "source",
    guessed: null,
    given: { source: "arn:aws:sns::999999999999:f" },
  },
  {
    lines: ["a StringEquals ${aws:SourceAccount}", "a StringLike 7*"],
    order: "source a",
    guessed: null,
    given: { source: "arn:aws:f::799999999999:f", a: "799999999999" },
  },
  { lines: ["aws:PrincipalOrgPaths StringLike ${a}/r-x1/"], order: "organization a", guessed: null },
  {
    lines: ["aws:PrincipalOrgPaths StringLike ${a}", "a StringLike *ou-*"],
    order: "organization a",
    guessed: null,
    given: {
      organization: "o-aaaaaaaaaa/r-aaaa/ou-aaaa-aaaaaaaa/",
      a: "o-aaaaaaaaaa/r-aaaa/ou-aaaa-aaaaaaaa/",
    },
  },
  {
    lines: ["ses:FromAddress StringLike ${b}@x"],
    order: "b ses:fromaddress",
    guessed: { b: "x", "ses:fromaddress": "x@x" },
  },
  {
    lines: ["ses:FromAddress StringEquals ${ses:TenantName}", "ses:TenantName StringLike *@y"],
    order: "ses:fromaddress ses:tenantname",
    guessed: { "ses:fromaddress": "@y", "ses:tenantname": "@y" },
  },
];

const short = (variable: string): string => variable.replace("aws:principaltag/", "");

const shown = (values: Values | null): Texts | null =>
  values === null
    ? null
    : Object.fromEntries([...values].map(([variable, value]) => [short(variable), value]));

describe("values for ties", () => {
  for (const { lines, kind, order, guessed, given = guessed } of EXAMPLES) {
    const component = componentOf(world, lines.map(inFull), new Map(), kind);

    it(`of ${lines.join(", ")}${kind === undefined ? "" : ` (kind ${kind})`}, guessed`, () => {
      expect([...textQueriesOf(component).keys()].map(short).join(" ")).to.equal(order);
      expect(shown(repairLocally(component))).to.deep.equal(guessed);
    });

    it(`of ${lines.join(", ")}${kind === undefined ? "" : ` (kind ${kind})`}, from automata`, () => {
      expect(shown(solveTree(component))).to.deep.equal(given);
    });
  }
});
