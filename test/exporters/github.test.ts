import { expect } from "chai";
import { assert, property, string } from "fast-check";
import { github } from "../../src/exporters/github.ts";
import type { Finding } from "../../src/model/finding.ts";
import { aFinding, stream } from "../support/findings.ts";
import { failures, indirect, place } from "./sarif/samples.ts";

const render = (findings: readonly Finding[], summary = {}): readonly string[] => {
  const feed = github.open({});
  const text = stream(findings, { summary })
    .flatMap((record) => [...feed(record)])
    .map((piece) => piece.text)
    .join("");
  return text === "" ? [] : text.trimEnd().split("\n");
};

const decoded = (text: string): string =>
  text
    .replaceAll("%2C", ",")
    .replaceAll("%3A", ":")
    .replaceAll("%0A", "\n")
    .replaceAll("%0D", "\r")
    .replaceAll("%25", "%");

/** A workflow command as the runner reads it: name, properties, message. */
const read = (line: string): { level: string; properties: Record<string, string>; message: string } => {
  const match = /^::(error|warning|notice)(?: ([^:]*))?::(.*)$/.exec(line);
  if (match === null) throw new Error(`no command: ${line}`);
  const properties = (match[2] ?? "")
    .split(",")
    .filter((pair) => pair !== "")
    .map((pair) => [pair.slice(0, pair.indexOf("=")), decoded(pair.slice(pair.indexOf("=") + 1))] as const);
  return {
    level: match[1] ?? "",
    properties: Object.fromEntries(properties),
    message: decoded(match[3] ?? ""),
  };
};

describe("workflow annotations", () => {
  it("one a fault, on its line", () => {
    expect(render([indirect]).map(read)).to.deep.equal([
      {
        level: "error",
        properties: {
          file: "infra/policy.tf",
          line: "7",
          endLine: "7",
          col: "21",
          endColumn: "23",
          title: "SES-003 Exposed SES Identities",
        },
        message: "Anyone can send mail as example.com.",
      },
    ]);
  });

  it("levels follow the risk, and what is open is a warning", () => {
    const levels = [
      aFinding({ riskLevel: "LOW" }),
      aFinding({ riskLevel: "MEDIUM" }),
      aFinding({ riskLevel: "EXTREME" }),
      aFinding({ status: "NEEDS_REVIEW", riskLevel: "EXTREME" }),
      aFinding({ status: "NOT_EVALUATED", riskLevel: "EXTREME" }),
    ].map((finding) => render([finding]).map((line) => read(line).level));
    expect(levels).to.deep.equal([["notice"], ["warning"], ["error"], ["warning"], ["warning"]]);
  });

  it("passes and accepted risks are not annotated", () => {
    const exception = {
      rule: "SES-003",
      match: {},
      reason: "r",
      approver: "a",
      approvedAt: "2026-01-01",
      expires: "2027-01-01",
      ticket: "t",
    };
    expect(render([aFinding({ status: "SUCCESS" }), aFinding({ exception })])).to.deep.equal([]);
  });

  it("the gravest come first, and the rest is counted", () => {
    const lines = render([...failures(60, { riskLevel: "LOW" }), aFinding({ riskLevel: "EXTREME" })]);
    expect(lines).to.have.length(52);
    expect(lines[0]).to.equal(
      "::notice::GitHub shows ten annotations of each level, and there are 50 notices: read the log, or another format.",
    );
    expect(read(lines[1] ?? "").level).to.equal("error");
    expect(lines.at(-1)).to.equal("::notice::11 more findings are in the other formats.");
  });

  it("says what is incomplete", () => {
    expect(render([], { complete: false, incomplete: ["aws/1/r/ses: unread"] })).to.deep.equal([
      "::warning title=Incomplete::aws/1/r/ses: unread",
    ]);
  });

  it("data begins no command and no property of its own", () => {
    assert(
      property(string({ unit: "binary", maxLength: 60 }), (name) => {
        const hostile = `${name}\n::add-mask::x\r\n::error file=b,line=2::y,title=z%0A`;
        const lines = render([
          aFinding({
            title: hostile,
            message: hostile,
            faults: [{ document: "p", fingerprint: "a".repeat(32), location: place(hostile, 3) }],
          }),
        ]);
        expect(lines).to.have.length(1);
        const { level, properties } = read(lines[0] ?? "");
        expect(level).to.equal("error");
        expect(Object.keys(properties)).to.deep.equal([
          "file",
          "line",
          "endLine",
          "col",
          "endColumn",
          "title",
        ]);
      }),
    );
  });
});
