import { expect } from "chai";
import * as fc from "fast-check";
import type { Place } from "../../../src/model/resource.ts";
import { tokens } from "../../../src/text/pointer.ts";
import type { Pointer } from "../../../src/model/fact.ts";
import { readJson } from "../../../src/sources/written/json.ts";
import { policyDocument } from "../../../src/sources/written/policy-document.ts";
import { concat, fileText, hole, slice, type SourceFile } from "../../../src/sources/written/text.ts";

const accepts = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** The source between the two ends of a place. */
const sourceAt = ({ text }: SourceFile, { startLine, startColumn, endLine, endColumn }: Place): string => {
  const lines = text.split("\n");
  const before = (line: number): number => lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  return text.slice(before(startLine) + startColumn - 1, before(endLine) + endColumn - 1);
};

const valueAt = (value: unknown, pointer: string): unknown =>
  tokens(pointer as Pointer).reduce<unknown>((at, token) => (at as Record<string, unknown>)[token], value);

const json = fc.json({ maxDepth: 5 });
const indent = fc.constantFrom(0, 1, 2, 4);

describe("JSON with places", () => {
  it("accepts exactly what JSON.parse accepts", () => {
    fc.assert(
      fc.property(
        json,
        fc.nat(),
        fc.constantFrom("", ",", "}", "]", '"', "\\", "x", "0", " ", "\u0001"),
        (text, at, change) => {
          const position = at % (text.length + 1);
          const changed = text.slice(0, position) + change + text.slice(position + 1);
          for (const one of [text, changed])
            expect("node" in readJson(fileText({ path: "f", text: one })), one).to.equal(accepts(one));
        },
      ),
    );
  });

  it("knows where each element stands", () => {
    fc.assert(
      fc.property(json, indent, (text, spaces) => {
        const value: unknown = JSON.parse(text);
        const file = { path: "f", text: JSON.stringify(value, null, spaces) };
        const { places = {}, document } = policyDocument("p", fileText(file));
        expect(document).to.equal(file.text);
        for (const [pointer, place] of Object.entries(places))
          expect(JSON.parse(sourceAt(file, place))).to.deep.equal(valueAt(value, pointer));
      }),
    );
  });

  it("knows where each element of a JSON text inside of a JSON string stands", () => {
    fc.assert(
      fc.property(json, indent, (inner, spaces) => {
        const value: unknown = JSON.parse(inner);
        const file = { path: "f", text: JSON.stringify({ a: JSON.stringify(value, null, spaces) }, null, 1) };
        const read = readJson(fileText(file));
        if (!("node" in read) || read.node.kind !== "object") throw new Error("not read");
        const string = read.node.members[0]?.value;
        if (string?.kind !== "string") throw new Error("no string");
        const { places = {}, document } = policyDocument("p", string.text);
        expect(JSON.parse(document)).to.deep.equal(value);
        for (const [pointer, place] of Object.entries(places)) {
          const within = JSON.parse(`"${sourceAt(file, place)}"`) as string;
          expect(JSON.parse(within)).to.deep.equal(valueAt(value, pointer));
        }
      }),
    );
  });

  it("writes null for a value with a hole and keeps all others", () => {
    const file = { path: "f", text: '{"a": ["x", "<?>y"], "b": <?>, "c": {"d": "z"}}' };
    const whole = fileText(file);
    const gaps = Array.from(file.text.matchAll(/<\?>/g), ({ index }) => index);
    const text = concat([
      slice(whole, 0, gaps[0] ?? 0),
      hole("first", { file, from: gaps[0] ?? 0, to: (gaps[0] ?? 0) + 3 }),
      slice(whole, (gaps[0] ?? 0) + 3, gaps[1] ?? 0),
      hole("second", { file, from: gaps[1] ?? 0, to: (gaps[1] ?? 0) + 3 }),
      slice(whole, (gaps[1] ?? 0) + 3, file.text.length),
    ]);
    const { document, unresolved = [], places = {} } = policyDocument("p", text);
    expect(JSON.parse(document)).to.deep.equal({ a: ["x", null], b: null, c: { d: "z" } });
    expect(unresolved.map(({ at, expression }) => [at, expression])).to.deep.equal([
      ["/a/1", "first"],
      ["/b", "second"],
    ]);
    expect(places["/c/d"]).to.include({ startColumn: file.text.indexOf('"z"') + 1 });
  });

  it("gives a document up whose shape depends on a hole", () => {
    const file = { path: "f", text: "[1,2]" };
    const text = concat([fileText(file), hole("rest", { file, from: 0, to: 1 }), fileText(file)]);
    expect(policyDocument("p", text)).to.deep.include({ document: "null" });
    expect(policyDocument("p", text).unresolved).to.have.nested.property("[0].at", "");
  });
});
