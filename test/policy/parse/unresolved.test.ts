import { expect } from "chai";
import type { Hole } from "../../../src/model/resource.ts";
import { isPolicy, parsePolicy } from "../../../src/policy/parse/parse-policy.ts";
import { text, refused, principal, aws, condition } from "./texts.ts";

const open = (at: string): object => ({ text: "", at, hole: { at, expression: "var.x" } });

const OPEN_AT = (at: Hole["at"]): readonly Hole[] => [{ at, expression: "var.x" }];

describe("an unresolved expression", () => {
  const parsed = (source: string, at: Hole["at"]): unknown => {
    const policy = parsePolicy(source, OPEN_AT(at));
    if (!isPolicy(policy)) throw new Error(policy.says);
    return policy.statements[0];
  };
  const [hole] = OPEN_AT("");

  it("stands for the whole document, a statement, an effect", () => {
    const unknown = {
      sid: null,
      effect: "Deny",
      action: { not: false, at: "", values: [] },
      resource: { not: false, at: "", values: [] },
      conditions: [],
    };
    expect(parsed("null", "")).to.deep.equal({
      ...unknown,
      at: "/0",
      principal: { not: false, at: "/0", entries: [] },
      hole,
    });
    expect(parsed('{"Statement":[null]}', "/Statement/0")).to.deep.equal({
      ...unknown,
      at: "/Statement/0",
      principal: { not: false, at: "/Statement/0", entries: [] },
      hole: { ...hole, at: "/Statement/0" },
    });
    expect(parsed(text({ Effect: null }), "/Statement/0/Effect")).to.deep.include({
      effect: "Deny",
      hole: { ...hole, at: "/Statement/0/Effect" },
    });
  });

  it("stands for a principal, names, patterns, conditions, operators, values", () => {
    const at = "/Statement/0/Principal";
    expect(parsed(principal(null), at)).to.deep.include({
      principal: { not: false, at, entries: [{ type: "AWS", ...open(at) }] },
    });
    expect(parsed(aws(["*", null]), `${at}/AWS/1`)).to.deep.include({
      principal: {
        not: false,
        at,
        entries: [
          { type: "AWS", text: "*", at: `${at}/AWS/0` },
          { type: "AWS", ...open(`${at}/AWS/1`) },
        ],
      },
    });
    expect(parsed(text({ Action: null }), "/Statement/0/Action")).to.deep.include({
      action: { not: false, at: "/Statement/0/Action", values: [open("/Statement/0/Action")] },
    });
    const block = "/Statement/0/Condition";
    const unknown = (where: string): object => ({
      at: where,
      qualifier: null,
      operator: "StringEquals",
      ifExists: false,
      key: "",
      values: [open(where)],
    });
    expect(parsed(text({ Condition: null }), block)).to.deep.include({ conditions: [unknown(block)] });
    expect(parsed(text({ Condition: { Bool: null } }), `${block}/Bool`)).to.deep.include({
      conditions: [unknown(`${block}/Bool`)],
    });
    expect(parsed(condition("Bool", "aws:x", [null]), `${block}/Bool/aws:x/0`)).to.deep.include({
      conditions: [
        {
          at: `${block}/Bool/aws:x`,
          qualifier: null,
          operator: "Bool",
          ifExists: false,
          key: "aws:x",
          values: [open(`${block}/Bool/aws:x/0`)],
        },
      ],
    });
  });

  it("stands nowhere else, and for nothing but null", () => {
    expect(refused(aws(null), OPEN_AT("/Statement/0/Action"))).to.deep.equal([
      `/Statement/0/Principal/AWS`,
      "a principal's name, or a list of names, is expected here",
    ]);
    expect(refused(aws(1), OPEN_AT("/Statement/0/Principal/AWS"))?.[0]).to.equal(
      "/Statement/0/Principal/AWS",
    );
    expect(refused(aws("x"), OPEN_AT("/Statement/0/Principal/AWS"))?.[0]).to.equal(
      "/Statement/0/Principal/AWS",
    );
    expect(refused(aws("*"), OPEN_AT("/Statement/0/Principal/AWS"))).to.equal(null);
  });
});
