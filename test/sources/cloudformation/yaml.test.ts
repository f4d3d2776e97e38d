import { expect } from "chai";
import * as fc from "fast-check";
import { parse, Scalar, stringify } from "yaml";
import { readYaml } from "../../../src/sources/cloudformation/yaml-node.ts";
import { member, type Node } from "../../../src/sources/written/node.ts";

const read = (text: string): Node => {
  const found = readYaml({ path: "t.yaml", text });
  if ("wrong" in found) throw new Error(found.wrong.says);
  return found.node;
};

const STYLES = ["PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE", "BLOCK_LITERAL", "BLOCK_FOLDED"] as const;

/** Words, so that a unit that is traced to the wrong place shows. */
const text = fc
  .array(
    fc.oneof(
      fc.stringMatching(/^[a-z0-9]{1,12}$/),
      fc.constantFrom(" ", "\n", "  ", '"', "'", "\\", ": ", "{", "é", "😀", "\n  ", "#", "\t"),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));

describe("YAML with places", () => {
  it("traces each unit of a scalar to where it is written, in every style", () => {
    fc.assert(
      fc.property(
        text,
        fc.constantFrom(...STYLES),
        fc.integer({ min: 20, max: 80 }),
        (given, type, lineWidth) => {
          const scalar = new Scalar(given);
          scalar.type = type;
          const source = stringify({ outer: { key: scalar } }, { lineWidth });
          // Folding does not always come back: what counts is the value that is read.
          const value = String((parse(source) as { readonly outer: { readonly key: unknown } }).outer.key);
          const node = member(read(source), "outer", "key");
          if (node?.kind !== "string") return;
          expect(node.text.text).to.equal(value);
          expect(node.text.pieces.map(({ length }) => length).reduce((a, b) => a + b, 0)).to.equal(
            value.length,
          );
          for (const { at, length, from, to } of node.text.pieces)
            if (to - from === length && /^\w+$/.test(value.slice(at, at + length)))
              expect(source.slice(from, to)).to.equal(value.slice(at, at + length));
        },
      ),
    );
  });

  it("reads short tags as the functions they stand for", () => {
    const node = read("a: !Sub x${y}\nb: !Ref z\nc: !GetAtt [r, Arn]\nd: !If [c, 1, 2]\n");
    expect(member(node, "a", "Fn::Sub")).to.include({ kind: "string" });
    expect(member(node, "b", "Ref")).to.include({ kind: "string" });
    expect(member(node, "c", "Fn::GetAtt")).to.include({ kind: "array" });
    expect(member(node, "d", "Fn::If")).to.include({ kind: "array" });
  });

  it("keeps members of one name apart", () => {
    expect(read("a: 1\na: 2\n")).to.have.nested.property("members.length", 2);
  });

  const refused: Readonly<Record<string, string>> = {
    "a syntax error": "a: [1\nb: 2\n",
    "two documents": "a: 1\n---\nb: 2\n",
    "deep nesting": "[".repeat(100_000),
    "deep lists": "- ".repeat(100_000),
    "deep nesting after an error": `]: }\n%\n\ta\n${"{a: ".repeat(2_000)}`,
    "deep block nesting": Array.from({ length: 3_000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
    "a bomb of aliases": `a0: &a0 [x]\n${Array.from({ length: 12 }, (_, at) => `a${at + 1}: &a${at + 1} [${Array.from({ length: 10 }, () => `*a${at}`).join(", ")}]`).join("\n")}\n`,
    "an alias to itself": "a: &a [*a]\n",
  };
  for (const [what, source] of Object.entries(refused))
    it(`refuses ${what} with a line`, () => {
      const found = readYaml({ path: "t.yaml", text: source });
      expect("wrong" in found && found.wrong.line).to.be.greaterThan(0);
    });
});
