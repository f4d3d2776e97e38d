import { expect } from "chai";
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
});
