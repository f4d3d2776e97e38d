import { expect } from "chai";
import { blankComments } from "../../../src/sources/readers/json-comments.ts";

describe("comments in JSON", () => {
  it("become spaces, so that every place stays where it was", () => {
    expect(blankComments('{ // a "b"\n "c": 1, /* d\n */ "e": "// f" }')).to.equal(
      '{         \n "c": 1,     \n    "e": "// f" }',
    );
  });

  for (const [title, text] of [
    ["of quotes and backslashes", '"\\'.repeat(150_000)],
    ["of stars and slashes", "/*/".repeat(100_000)],
    ["of commas and spaces", ", ".repeat(150_000)],
  ] as const)
    it(`are looked for in time that grows with the text, in a text ${title}`, function () {
      // 300,000 letters take tenths of a second; an expression that tries every split never ends.
      this.timeout(10_000);
      expect(blankComments(text)).to.have.length(text.length);
    });
});
