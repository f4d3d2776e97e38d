import { expect } from "chai";
import * as fc from "fast-check";
import { toSeconds } from "../../../../src/policy/decide/compile/operand.ts";
import { moment } from "../../../../src/policy/evaluate/operators/date.ts";

const two = fc.constantFrom(
  "00",
  "01",
  "02",
  "11",
  "12",
  "13",
  "23",
  "24",
  "29",
  "30",
  "31",
  "32",
  "59",
  "60",
);
const zone = fc.constantFrom("Z", "+00:00", "+05:30", "-08:00", "-00:30", "+14:00");
const date = fc
  .tuple(fc.constantFrom("1969", "1970", "2026", "2028"), fc.array(two, { maxLength: 2 }))
  .map(([year, rest]) => [year, ...rest].join("-"));
const time = fc
  .tuple(
    fc.constantFrom("2026-11-23", "2028-02-29", "2026-02-30"),
    two,
    two,
    fc.option(two),
    fc.constantFrom("", ".5", ".25"),
    zone,
  )
  .map(([day, hour, minute, second, fraction, where]) =>
    second === null
      ? `${day}T${hour}:${minute}${where}`
      : `${day}T${hour}:${minute}:${second}${fraction}${where}`,
  );

describe("dates of a policy", () => {
  it("are the moments that the evaluator takes them for, possible or not", () => {
    fc.assert(
      fc.property(fc.oneof(date, time), (text) => {
        const at = moment(text);
        expect(toSeconds(text), text).to.equal(at === null ? null : at / 1000);
      }),
      { numRuns: 2_000 },
    );
  });

  for (const [text, seconds] of [
    ["1970-01-01T00:00:01Z", 1],
    ["1970-01-01T00:00:00.000000001Z", 1e-9],
    ["1970-01-01T01:00:00+01:00", 0],
    ["1969-12-31T23:30:00-00:30", 0],
    ["1970-01-01T00:00", 0],
    ["1970-01-01T24:00:00Z", 86_400],
    ["1970-01-01T24:00:00.5Z", null],
    ["1970-02", 31 * 86_400],
    ["1971", 365 * 86_400],
    ["1795435200", 1_795_435_200],
    ["1795435200.5", null],
    ["+1795435200", null],
    ["x1795435200", null],
    ["1795435200x", null],
    ["99999", 99_999],
    ["999", null],
    ["2026-13-01", null],
    ["2026-1-1", null],
    ["2026-11-23-01", null],
    ["2026Z", null],
    ["2026-11-23T12:00.5Z", null],
    ["2026-11-23T12:00:00+0100", null],
    ["2026-11-23T12", null],
    ["2026-11-23Tx", null],
    ["x1970", null],
    ["1970-01-01T00:00:00Zx", null],
    ["tomorrow", null],
    ["", null],
  ] as const)
    it(`${JSON.stringify(text)}: ${seconds}`, () => {
      expect(toSeconds(text)).to.equal(seconds);
    });
});
