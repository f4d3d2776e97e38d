import { expect } from "chai";
import { date, moment } from "../../../../src/policy/evaluate/operators/date.ts";

describe("a date", () => {
  const noon = Date.parse("2026-11-23T12:00:00Z");

  it("is a year, a month, a day, a moment with a zone, or seconds since 1970", () => {
    expect(moment("2026-11-23T12:00:00Z")).to.equal(noon);
    expect(moment("2026-11-23T12:00Z")).to.equal(noon);
    expect(moment("2026-11-23T13:00:00.5+01:00")).to.equal(noon + 500);
    expect(moment("2026-11-23")).to.equal(Date.parse("2026-11-23T00:00:00Z"));
    expect(moment("2026-11")).to.equal(Date.parse("2026-11-01T00:00:00Z"));
    expect(moment("2026")).to.equal(Date.parse("2026-01-01T00:00:00Z"));
    expect(moment("1795435200")).to.equal(1_795_435_200_000);
    expect(moment("12345")).to.equal(12_345_000);
  });

  it("is nothing else", () => {
    for (const text of [
      "",
      "today",
      "2026-11-23T12:00:00",
      "2026-13-01",
      "2026-11-23 12:00:00Z",
      "x2026",
      "20266-01",
      "-12345",
    ])
      expect(moment(text), text).to.equal(null);
  });

  it("never matches where one side is none", () => {
    const always = date(() => true);
    expect([always("2026", "2027"), always("x", "2027"), always("2026", "x")]).to.deep.equal([
      true,
      false,
      false,
    ]);
    expect(date((given, wanted) => given < wanted)("2027", "2026")).to.equal(true);
  });
});
