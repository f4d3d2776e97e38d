import { expect } from "chai";
import * as fc from "fast-check";
import { placeOf } from "../../src/assess/locate.ts";
import type { Place } from "../../src/model/resource.ts";

const lines = (startLine: number, endLine: number): Place => ({
  file: "main.tf",
  startLine,
  startColumn: 3,
  endLine,
  endColumn: 9,
});

const at = (places: Readonly<Record<string, Place>>, pointer: `/${string}`): Place | null =>
  placeOf({ name: "p", document: "{}", places }, pointer);

describe("the place of an element", () => {
  const block = lines(10, 13);
  const wildcard = lines(11, 11);

  it("is its own, or its nearest ancestor's", () => {
    expect(at({ "/Statement/0": block, "/Statement/0/Action": wildcard }, "/Statement/0/Action")).to.equal(
      wildcard,
    );
    expect(at({ "/Statement/0": block }, "/Statement/0/Action/1")).to.equal(block);
    expect(at({}, "/Statement/0")).to.equal(null);
  });

  it("of a block around one value is that value's", () => {
    const places = { "/P": block, "/P/AWS": lines(11, 12), "/P/AWS/0": wildcard };
    expect(at(places, "/P")).to.equal(wildcard);
  });

  it("of a block around several values is the block's", () => {
    const places = { "/P": block, "/P/AWS/0": wildcard, "/P/AWS/1": lines(12, 12) };
    expect(at(places, "/P")).to.equal(block);
  });

  it("of one line is its own, whatever it holds", () => {
    expect(at({ "/P": wildcard, "/P/AWS": lines(11, 11) }, "/P")).to.equal(wildcard);
  });

  it("of what merely stands inside an ancestor is the ancestor's, not its neighbour's", () => {
    expect(at({ "/S": block, "/S/Principal": wildcard }, "/S/Action")).to.equal(block);
  });

  it("of a block is that of the one value below it, whatever stands between", () => {
    const pointers = fc.uniqueArray(
      fc.array(fc.constantFrom("a", "ab", "0"), { minLength: 1, maxLength: 3 }).map((path) => path.join("/")),
    );
    fc.assert(
      fc.property(pointers, (paths) => {
        const all = paths.map((path, index) => [`/P/${path}`, lines(index + 20, index + 20)] as const);
        const leaves = all.filter(([leaf]) => !all.some(([other]) => other.startsWith(`${leaf}/`)));
        const [[, only] = ["", block], ...others] = leaves;
        expect(at({ "/P": block, ...Object.fromEntries(all) }, "/P")).to.equal(
          others.length === 0 ? only : block,
        );
      }),
    );
  });

  it("is found among 100,000 others below it", () => {
    const many = Array.from({ length: 100_000 }, (_, index) => [`/P/AWS/${index}`, wildcard] as const);
    expect(at({ "/P": block, ...Object.fromEntries(many) }, "/P")).to.equal(block);
  });
});
