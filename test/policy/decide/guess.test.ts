import { expect } from "chai";
import { guess } from "../../../src/policy/decide/guess.ts";
import { problemsOf, type Values } from "../../../src/policy/decide/knot.ts";
import { valuesFor } from "../../../src/policy/decide/tree.ts";
import { inFull, knotOf } from "../../support/policy/knots.ts";
import { namedWorld as world } from "../../support/policy/named-world.ts";

type Texts = Readonly<Record<string, string>>;

interface Example {
  readonly lines: readonly string[];
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
    order: "organisation a",
    guessed: { organisation: "o-stranger01/r-st01/", a: "o-stranger01" },
  },
  {
    lines: ["aws:PrincipalOrgID StringEquals ${aws:ResourceOrgID}"],
    order: "organisation resource organisation",
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
];

const short = (variable: string): string => variable.replace("aws:principaltag/", "");

const shown = (values: Values | null): Texts | null =>
  values === null
    ? null
    : Object.fromEntries([...values].map(([variable, value]) => [short(variable), value]));

describe("values for ties", () => {
  for (const { lines, order, guessed, given = guessed } of EXAMPLES) {
    const knot = knotOf(world, lines.map(inFull));

    it(`of ${lines.join(", ")}, guessed`, () => {
      expect([...problemsOf(knot).keys()].map(short).join(" ")).to.equal(order);
      expect(shown(guess(knot))).to.deep.equal(guessed);
    });

    it(`of ${lines.join(", ")}, from automata`, () => {
      expect(shown(valuesFor(knot))).to.deep.equal(given);
    });
  }
});
