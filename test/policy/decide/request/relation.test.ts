import { expect } from "chai";
import { KINDS } from "../../../../src/policy/decide/keys/dimensions.ts";
import {
  asCaller,
  equalTo,
  foldsCase,
  isMet,
  leastLength,
  pattern,
  patternSegments,
  variablesIn,
} from "../../../../src/policy/decide/request/relation.ts";
import { relationOf, type Line } from "../../../support/policy/components.ts";
import { namedWorld as world } from "../../../support/policy/named-world.ts";
import { shownTie } from "../../../support/policy/shown.ts";

const A = "aws:PrincipalTag/a";
const B = "${aws:PrincipalTag/b}";

interface Example {
  readonly line: Line;
  readonly same?: string;
  readonly folds?: true;
  readonly least?: number;
  /** Where the bits are not what is written. */
  readonly bits?: string;
}

const EXAMPLES: readonly Example[] = [
  { line: `${A} StringEquals ${B}`, same: "aws:principaltag/b" },
  { line: `${A} StringLike ${B}`, same: "aws:principaltag/b" },
  { line: `${A} ArnEquals ${B}`, same: "aws:principaltag/b" },
  { line: `${A} StringNotEquals ${B}` },
  { line: `${A} StringEquals ${B}${B}` },
  { line: `${A} StringEquals ${B}x`, least: 1 },
  { line: `${A} StringLike x*${B}?y`, least: 3 },
  { line: `${A} StringEqualsIgnoreCase ${B}`, folds: true },
  { line: `${A} StringEqualsIgnoreCase x${B}0`, folds: true, least: 2, bits: "!{b}0" },
  { line: `${A} StringEqualsIgnoreCase *${B}`, folds: true, least: 1, bits: "*{b}" },
  { line: `${A} StringNotEqualsIgnoreCase x${B}`, folds: true, least: 1, bits: "!{b}" },
  // Digits have one case.
  { line: "aws:PrincipalAccount StringEqualsIgnoreCase ${aws:SourceAccount}", same: "source" },
  { line: "aws:SourceAccount StringEqualsIgnoreCase ${aws:PrincipalTag/b}", same: "aws:principaltag/b" },
  { line: `${A} StringEqualsIgnoreCase \${aws:PrincipalAccount}`, same: "principal" },
  {
    line: "aws:PrincipalAccount StringEqualsIgnoreCase 1${aws:SourceAccount}",
    folds: true,
    least: 1,
  },
  // Ids of organisations are of small letters, but whoever writes one in a tag may use others.
  { line: "aws:PrincipalOrgID StringEqualsIgnoreCase ${aws:ResourceOrgID}", same: "resource organization" },
  { line: "aws:PrincipalOrgID StringEqualsIgnoreCase ${aws:PrincipalTag/b}", folds: true },
  { line: `${A} StringEqualsIgnoreCase \${aws:ResourceOrgID}`, folds: true },
  { line: "aws:PrincipalOrgPaths StringEqualsIgnoreCase ${aws:ResourceOrgID}", folds: true },
  // A wildcard stays in its field, until a variable brings in colons of its own.
  { line: `${A} ArnLike *:?:x:*:e:*:*${B}`, least: 9, bits: "+:!:x:+:e:*:*{b}" },
  { line: `${A} ArnLike *:${B}:?*`, least: 3, bits: "+:{b}:?*" },
  { line: `${A} StringLike *:?:${B}`, least: 3, bits: "*:?:{b}" },
  { line: `${A} ArnNotLike *:?:${B}`, least: 3, bits: "+:!:{b}" },
];

describe("a tie", () => {
  for (const { line, same, folds, least, bits } of EXAMPLES)
    it(line, () => {
      const relation = relationOf(world, line);
      expect(equalTo(relation)?.variable).to.equal(same);
      expect(foldsCase(relation)).to.equal(folds ?? false);
      expect(leastLength(relation)).to.equal(least ?? 0);
      const shown = shownTie({ ...relation, segments: patternSegments(relation) });
      expect(shown.slice(shownTie({ ...relation, segments: [] }).length)).to.equal(
        bits ?? shownTie(relation).slice(shownTie({ ...relation, segments: [] }).length),
      );
    });

  it("is met by values, or is not", () => {
    const relation = relationOf(world, `${A} StringLike x${B}*`);
    const fits = pattern(relation, () => "y*");
    expect(isMet(relation, "xy*z", fits)).to.equal(true);
    expect(isMet(relation, "xyz", fits)).to.equal(false);
    const not = relationOf(world, `${A} StringNotLike x${B}*`);
    expect(isMet(not, "xy*z", fits)).to.equal(false);
    expect(isMet(not, "xyz", fits)).to.equal(true);
  });

  it("is about its key and its variables", () => {
    const relation = relationOf(world, `${A} StringLike x${B}*\${aws:username}`);
    expect(variablesIn(relation).map(({ name }) => name)).to.deep.equal([
      "aws:PrincipalTag/a",
      "aws:PrincipalTag/b",
      "aws:username",
    ]);
  });
});

describe("a caller's id", () => {
  const id = world.find("aws:userid");

  it("is his own where AWS gives it out", () => {
    for (const kind of [KINDS.user, KINDS.session, KINDS.role]) expect(asCaller(id, kind)).to.equal(id);
  });

  it("is made of what his ARN has where he is root, or federated", () => {
    const root = asCaller(id, KINDS.root);
    expect([root.variable, root.projection]).to.deep.equal(["principal", "account"]);
    const federated = asCaller(id, KINDS.federated);
    expect([federated.variable, federated.projection]).to.deep.equal(["principal", "federated id"]);
  });

  it("is no other key", () => {
    const name = world.find("aws:username");
    expect(asCaller(name, KINDS.root)).to.equal(name);
    expect(asCaller(name, KINDS.federated)).to.equal(name);
  });
});
