import { expect } from "chai";
import * as fc from "fast-check";
import { lines, type Line } from "../../src/text/lines.ts";
import { collected } from "../support/collected.ts";

const read = (chunks: Iterable<string>, longest?: number): Promise<readonly Line[]> =>
  collected(lines(chunks, longest));

/** `text` in pieces of the sizes given, and what is left of it. */
const cut = (text: string, sizes: readonly number[]): readonly string[] => {
  const chunks: string[] = [];
  let from = 0;
  for (const size of sizes) {
    chunks.push(text.slice(from, from + size));
    from += size;
  }
  return [...chunks, text.slice(from)];
};

describe("lines", () => {
  it("are the same however the stream is cut", () =>
    fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom("a", "\n", "\r", "é"), maxLength: 30 }),
        fc.array(fc.nat(5)),
        async (text, sizes) => {
          const whole = text.split("\n");
          const last = whole.pop() ?? "";
          expect(await read(cut(text, sizes))).to.deep.equal([
            ...whole.map((line, index) => ({
              number: index + 1,
              text: line.replace(/\r$/, ""),
              ended: true,
            })),
            ...(last === "" ? [] : [{ number: whole.length + 1, text: last, ended: false }]),
          ]);
        },
      ),
    ));

  it("may be long and come in a million pieces", async () => {
    const [line, ...others] = await read(Array.from({ length: 1_000_000 }, () => "ab"));
    expect(line?.text.length).to.equal(2_000_000);
    expect(others).to.deep.equal([]);
  });

  it("go on behind one that is too long", async () => {
    const long = "x".repeat(200);
    expect(await read(["ab\n", long, long, "\ncd\n"], 95)).to.deep.equal([
      { number: 1, text: "ab", ended: true },
      { number: 2, text: long, ended: false },
      { number: 3, text: "cd", ended: true },
    ]);
  });

  it("end with one that does not end, and no more of the stream is read", async () => {
    const asked = { chunks: 0 };
    const endless = function* (): Iterable<string> {
      for (;;) {
        asked.chunks += 1;
        yield "1234567890";
      }
    };
    const [line, ...others] = await read(endless(), 95);
    expect(line).to.deep.equal({ number: 1, text: "1234567890".repeat(10), ended: false });
    expect(others).to.deep.equal([]);
    expect(asked.chunks).to.equal((95 * 64 + 10 - ((95 * 64) % 10)) / 10);
  });
});
