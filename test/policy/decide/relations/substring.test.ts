import { expect } from "chai";
import { substringConstraint } from "../../../../src/policy/decide/relations/substring.ts";
import { relationOf, type Line } from "../../../support/policy/components.ts";
import { namedWorld as world } from "../../../support/policy/named-world.ts";
import { shownRule } from "../../../support/policy/shown.ts";

const rule = (line: Line, value: string): string | null => {
  const found = substringConstraint({ left: Infinity }, relationOf(world, line), value);
  return found === null ? null : shownRule(found);
};

const A = "aws:PrincipalTag/a";
const B = "${aws:PrincipalTag/b}";

/** What the one variable is, where the key has the value. */
const EXAMPLES: readonly (readonly [line: Line, value: string, rule: string | null])[] = [
  [`${A} StringEquals ${B}`, "x", 'b is "x"'],
  [`${A} StringEquals y${B}`, "yx", 'b is "x"'],
  [`${A} StringEquals y${B}`, "zx", "b is "],
  [`${A} StringEquals ${B}y`, "xy", 'b is "x"'],
  [`${A} StringEquals y${B}z`, "yz", 'b is ""'],
  [`${A} StringEquals yy${B}yy`, "yyy", "b is "],
  [`${A} StringEquals ${B}${B}`, "xx", null],
  [`${A} StringEquals ${B}\${aws:username}`, "xx", null],
  [`${A} StringNotEquals y${B}`, "yx", 'b is not "x"'],
  [`${A} StringEqualsIgnoreCase y${B}`, "YX", 'b is about "X"'],
  [`${A} StringLike ?${B}`, "yx", 'b is "x"'],
  [`${A} StringLike *${B}`, "yx", 'b is "yx" or "x" or ""'],
  [`${A} StringLike y*${B}z`, "yxz", 'b is "x" or ""'],
  [`${A} StringLike y${B}*`, "yxx", 'b is "" or "x" or "xx"'],
  [`${A} ArnLike a:*:c:d:e:${B}`, "a:b:c:d:e:f", 'b is "f"'],
  [`${A} ArnLike a:*:c:d:e:${B}`, "a:b:b:c:d:e:f", "b is "],
];

describe("a variable in a text that is known", () => {
  for (const [line, value, expected] of EXAMPLES)
    it(`${line} of "${value}": ${expected ?? "more than one"}`, () => {
      expect(rule(line, value)).to.equal(expected);
    });
});
