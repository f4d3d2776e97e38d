import { expect } from "chai";
import * as fc from "fast-check";
import { locate, placeInString, placeOf } from "../../src/text/json-places.ts";
import { parseJson } from "../../src/text/json.ts";

const problemOf = (
  text: string,
): { readonly line: number; readonly column: number; readonly says: string } => {
  const read = parseJson(text);
  if ("value" in read) throw new Error(`${text} was read`);
  return read.problem;
};

describe("JSON from raw text", () => {
  it("reads what JSON.parse reads, and refuses what it refuses", () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 2, "\t"), (text, indent) => {
        const pretty = JSON.stringify(JSON.parse(text), null, indent);
        expect(parseJson(pretty)).to.deep.equal({ value: JSON.parse(pretty) as unknown });
      }),
    );
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 3 }),
        fc.nat(),
        fc.constantFrom("", "{", '"', ",", "\\", "x"),
        (text, at, put) => {
          const place = at % (text.length + 1);
          const broken = text.slice(0, place) + put + text.slice(place + 1);
          let value: unknown;
          try {
            value = JSON.parse(broken);
          } catch {
            const found = problemOf(broken);
            expect(found.line).to.be.at.least(1);
            expect(found.says).to.match(/^not JSON: /);
            return;
          }
          const read = parseJson(broken);
          if ("value" in read) expect(read.value).to.deep.equal(value);
        },
      ),
      { numRuns: 500 },
    );
  });

  for (const [text, line, column] of [
    ['{"a":1,"a":2}', 1, 8],
    ['{"a":1,\n "b":2,\n "\\u0061":3}', 3, 2],
    ['[{"x":{"y":1,"y":1}}]', 1, 14],
    ['{"":0,"":0}', 1, 7],
    ['{"__proto__":1,"__proto__":2}', 1, 16],
    ['{"a\\\\":1,"a\\\\":2}', 1, 10],
  ] as const)
    it(`finds the member that is given twice in ${JSON.stringify(text)}`, () => {
      const found = problemOf(text);
      expect([found.line, found.column]).to.deep.equal([line, column]);
      expect(found.says).to.match(/given twice/);
    });

  it("tells equal names in different objects and in strings apart from members given twice", () => {
    for (const text of ['[{"a":1},{"a":1}]', '{"a":{"a":{"a":1}}}', '{"a":"\\"a\\":1","b":"{\\"b\\":"}'])
      expect(parseJson(text)).to.have.property("value");
  });

  it("keeps to its limits without recursion", () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    expect(problemOf(deep).says).to.match(/nested deeper/);
    expect(problemOf("[".repeat(100_000)).says).to.match(/^not JSON/);
    expect(problemOf('{"a":'.repeat(100_000)).says).to.match(/^not JSON/);
    expect(placeOf(deep, "/0/0")).to.deep.include({ startLine: 1, startColumn: 3 });
    expect(parseJson('"xx"', { length: 3, depth: 3 })).to.have.property("problem");
    expect(parseJson("[[]]", { length: 9, depth: 1 })).to.have.property("problem");
  });
});

describe("places in JSON", () => {
  const text = '{\r\n  "a": [1, {"b/c": "x"}],\r\n  "d~": null\r\n}';

  it("names line and column of values", () => {
    expect(placeOf(text, "/a/1/b~1c")).to.deep.equal({
      startLine: 2,
      startColumn: 20,
      endLine: 2,
      endColumn: 23,
    });
    expect(placeOf(text, "/d~0")).to.deep.include({ startLine: 3, startColumn: 9 });
    expect(placeOf(text, "")).to.deep.equal({ startLine: 1, startColumn: 1, endLine: 4, endColumn: 2 });
  });

  it("falls back to the nearest ancestor", () => {
    expect(placeOf(text, "/a/7/x")).to.deep.equal(placeOf(text, "/a"));
    expect(placeOf("", "/a")).to.equal(null);
    expect([...locate(text, ["/a/7", "/a/0"]).keys()]).to.deep.equal(["/a/0"]);
  });

  it("finds a value in a text that is itself a string of another", () => {
    const inner = '{"Statement": [{"Sid": "ü\\n\\"x\\"", "Effect": "Allow"}]}';
    const outer = `{"Policies": {"p": ${JSON.stringify(inner)}}}`;
    const place = placeInString(outer, "/Policies/p", "/Statement/0/Effect");
    expect(outer.slice((place?.startColumn ?? 0) - 1, (place?.endColumn ?? 0) - 1)).to.equal('\\"Allow\\"');
    expect(placeInString(outer, "/Policies", "/Statement")).to.equal(null);
  });

  it("gives every value the text that it was read from", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (json) => {
        const pretty = JSON.stringify(JSON.parse(json));
        const place = placeOf(pretty, "");
        expect(pretty.slice((place?.startColumn ?? 0) - 1, (place?.endColumn ?? 0) - 1)).to.equal(pretty);
      }),
    );
  });
});
