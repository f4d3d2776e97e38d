import { expect } from "chai";
import * as fc from "fast-check";
import type { Projection } from "../../../../src/policy/decide/keys/condition-key.ts";
import { arnField, lift, project } from "../../../../src/policy/decide/keys/projection.ts";
import { wildcards } from "../../../../src/policy/sets/pattern.ts";
import { matches } from "../../../../src/policy/sets/places.ts";

const USER = "arn:aws:iam::222222222222:user/team/a:b/alice";
const FEDERATED = "arn:aws:sts::222222222222:federated-user/bob";
const TOPIC = "arn:aws:sns:us-east-1:222222222222:topic";
const BUCKET = "arn:aws:s3:::bucket\n222222222222";

const SEEN: readonly (readonly [Projection, value: string, seen: string])[] = [
  ["account", USER, "222222222222"],
  ["user name", USER, "alice"],
  ["federated id", FEDERATED, "222222222222:bob"],
  ["organization", "o-own1234567/r-ab12/", "o-own1234567"],
  ["source ARN", TOPIC, TOPIC],
  ["source ARN", BUCKET, "arn:aws:s3:::bucket"],
  ["source account", TOPIC, "222222222222"],
  ["source account", BUCKET, "222222222222"],
  ["whole", USER, USER],
];

/** A piece of the text gives way to a wildcard or another unit. */
const pattern = (seen: string): fc.Arbitrary<string> =>
  fc
    .tuple(fc.nat({ max: seen.length }), fc.nat({ max: 8 }), fc.constantFrom("*", "?", "", "x", ":", "/"))
    .map(([at, length, by]) => seen.slice(0, at) + by + seen.slice(at + length));

describe("what a key shows of a variable", () => {
  for (const [projection, value, seen] of SEEN)
    it(`${projection} of ${JSON.stringify(value)}: ${seen}`, () => {
      expect(project(projection, value)).to.equal(seen);
    });

  it("fits a pattern where the whole value fits one of those that the pattern is lifted to", () => {
    const asked = fc
      .constantFrom(...SEEN)
      .chain(([projection, value, seen]) =>
        fc.tuple(fc.constant(projection), fc.constant(value), pattern(seen).chain(pattern)),
      );
    fc.assert(
      fc.property(asked, ([projection, value, text]) => {
        const tokens = wildcards(text);
        expect(lift(projection, tokens).some((one) => matches(one, value))).to.equal(
          matches(tokens, project(projection, value)),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it("is never a source with a line break in it", () => {
    for (const text of ["arn:aws:s3:::a\nb", "arn:aws:s3:::a\n*"])
      expect(lift("source ARN", wildcards(text)), text).to.deep.equal([]);
  });

  it("has as many fields as there are", () => {
    expect([0, 1, 4, 5, 6, 9].map((index) => arnField("a:b:c:d:e:f:g", index))).to.deep.equal([
      "a",
      "b",
      "e",
      "f",
      "g",
      "",
    ]);
  });
});
