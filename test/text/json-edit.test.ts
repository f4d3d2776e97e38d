import { expect } from "chai";
import type { JsonEdit } from "../../src/model/remedy.ts";
import { editJson, editValue } from "../../src/text/json-edit.ts";
import { layoutOf } from "../../src/text/json-layout.ts";
import { parent } from "../../src/text/pointer.ts";
import type { Json } from "../../src/text/json.ts";
import { patched } from "../../proof/remedy/json-patch.ts";
import { random } from "../../proof/random.ts";

const edited = (text: string, ...edits: readonly JsonEdit[]): string => {
  const answer = editJson(text, edits);
  if ("problem" in answer) throw new Error(answer.problem);
  return answer.text;
};

const SPREAD = `{
    "Version" : "2012-10-17",
    "Statement" : [
        {"Sid": "A", "Action": ["a", "b"]},
        {
            "Sid" : "B",
            "Principal" : "*"
        }
    ]
}
`;

describe("editing a JSON text", () => {
  it("replaces one value and leaves every other character", () => {
    expect(edited(SPREAD, { op: "replace", path: "/Statement/1/Principal", value: { AWS: "1" } })).to.equal(
      SPREAD.replace('"*"', '{"AWS": "1"}'),
    );
  });

  it("adds a member on a line of its own where the others have one, and in the line where they have not", () => {
    expect(edited(SPREAD, { op: "add", path: "/Statement/1/Effect", value: "Allow" })).to.equal(
      SPREAD.replace('"*"', '"*",\n            "Effect": "Allow"'),
    );
    expect(edited(SPREAD, { op: "add", path: "/Statement/0/Effect", value: "Allow" })).to.equal(
      SPREAD.replace('["a", "b"]', '["a", "b"], "Effect": "Allow"'),
    );
  });

  it("takes out a first, a middle, a last and an only element, with its comma", () => {
    const text = "[ 1 , 2,3 ,4 ]";
    expect(edited(text, { op: "remove", path: "/0" })).to.equal("[ 2,3 ,4 ]");
    expect(edited(text, { op: "remove", path: "/1" })).to.equal("[ 1,3 ,4 ]");
    expect(edited(text, { op: "remove", path: "/3" })).to.equal("[ 1 , 2,3 ]");
    expect(edited('{"a": [ 1 ]}', { op: "remove", path: "/a/0" })).to.equal('{"a": []}');
  });

  it("writes a text without white space as such", () => {
    expect(edited('{"a":{"b":"*"}}', { op: "add", path: "/a/c", value: { d: ["e", "f"] } })).to.equal(
      '{"a":{"b":"*","c":{"d":["e","f"]}}}',
    );
  });

  it("keeps Windows line ends", () => {
    const text = '{\r\n  "a": 1\r\n}\r\n';
    expect(edited(text, { op: "add", path: "/b", value: 2 })).to.equal('{\r\n  "a": 1,\r\n  "b": 2\r\n}\r\n');
  });

  it("makes a value the only element of a list without writing it anew", () => {
    const text = '{"Statement":{ "a" :1 }}';
    expect(edited(text, { op: "replace", path: "/Statement", value: [{ a: 1 }] })).to.equal(
      '{"Statement":[{ "a" :1 }]}',
    );
  });

  it("renames a member where it stands", () => {
    expect(
      edited('{"NotAction": ["x"], "b": 1}', { op: "move", from: "/NotAction", path: "/Action" }),
    ).to.equal('{"Action": ["x"], "b": 1}');
  });

  it("says where an edit has no place", () => {
    for (const edit of [
      { op: "remove", path: "/c" },
      { op: "add", path: "/a", value: 1 },
      { op: "add", path: "/b/7", value: 1 },
      { op: "replace", path: "/a/b", value: 1 },
      { op: "move", from: "/a", path: "/b" },
    ] as const) {
      expect(editJson('{"a": 1, "b": []}', [edit])).to.have.property("problem");
      expect(editValue({ a: 1, b: [] }, [edit])).to.equal(null);
    }
  });

  it("makes of random documents what RFC 6902 says, and touches nothing before and behind the edit", () => {
    for (let seed = 1; seed <= 2000; seed += 1) {
      const r = random(seed);
      const value = container(r, 3);
      const text = spelt(r, value, "\n");
      const edit = anEdit(r, value);
      if (edit === null) continue;
      const after = edited(text, edit);
      const holds: unknown = JSON.parse(after);
      expect(holds, `${seed}: ${text}`).to.deep.equal(patched(value, [edit]));
      expect(editValue(value, [edit]), String(seed)).to.deep.equal(holds);
      const around = layoutOf(text, parent(edit.path) ?? "");
      if (around === null) expect.fail(`${seed}: nothing is around ${edit.path}`);
      expect(after.startsWith(text.slice(0, around.start)), `${seed}: before`).to.equal(true);
      expect(after.endsWith(text.slice(around.end)), `${seed}: behind`).to.equal(true);
    }
  });
});

type Random = ReturnType<typeof random>;

const container = (r: Random, depth: number): Json => {
  const size = r.below(4);
  const inner = (): Json =>
    depth > 0 && r.chance(0.6) ? container(r, depth - 1) : r.pick([1, "*", 'a"b,', null, true]);
  return r.chance(0.5)
    ? Array.from({ length: size }, inner)
    : Object.fromEntries(["a", "b/c", "d~e", "{", "f"].slice(0, size).map((name) => [name, inner()]));
};

/** White space as no printer would put it. */
const spelt = (r: Random, value: Json, line: string): string => {
  const gap = (): string => r.pick(["", "", " ", "  ", line, `${line}  `, "\t"]);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Array.isArray(value)
    ? (value as readonly Json[]).map((one) => spelt(r, one, line))
    : Object.entries(value).map(
        ([name, one]) => `${JSON.stringify(name)}${gap()}:${gap()}${spelt(r, one, line)}`,
      );
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open ?? ""}${gap()}${entries.join(`${gap()},${gap()}`)}${gap()}${close ?? ""}`;
};

const escaped = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");

/** One edit that the value has a place for. */
const anEdit = (r: Random, root: Json): JsonEdit | null => {
  let here = root;
  let path: "" | `/${string}` = "";
  for (;;) {
    const entries: readonly (readonly [string, Json])[] =
      typeof here === "object" && here !== null ? Object.entries(here as Readonly<Record<string, Json>>) : [];
    const [name, inner] = entries.length === 0 ? [null, null] : r.pick(entries);
    const at: `/${string}` = `${path}/${escaped(name ?? "")}`;
    const goesDown = typeof inner === "object" && inner !== null && r.chance(0.6);
    if (name !== null && goesDown) {
      here = inner;
      path = at;
      continue;
    }
    const value: Json = r.pick<Json>(["new", ["x", "y"], { p: { q: "r" } }]);
    const kind = r.below(4);
    if (kind === 0 || name === null)
      return Array.isArray(here)
        ? { op: "add", path: `${path}/${r.below(entries.length + 1)}`, value }
        : { op: "add", path: `${path}/new`, value };
    if (kind === 1) return { op: "remove", path: at };
    if (kind === 2) return { op: "replace", path: at, value };
    return Array.isArray(here) ? null : { op: "move", from: at, path: `${path}/moved` };
  }
};
