import { expect } from "chai";
import type { Pointer } from "../../../src/model/fact.ts";
import { allowsOf, opened, type Document } from "../../../src/policy/narrow/open-document.ts";
import { allow, policy } from "./support.ts";

const documentOf = (text: string): Document => {
  const document = opened({ name: "p", text });
  if ("none" in document) throw new Error(document.none);
  return document;
};

const unknownAt = (at: Pointer): unknown =>
  opened({ name: "p", text: policy(allow()), unresolved: [{ at, expression: "var.p" }] });

describe("a policy that is to be narrowed", () => {
  it("names an expression that is not known, at its root or below", () => {
    expect(unknownAt("")).to.deep.equal({
      none: 'policy "p": the expression var.p at its root could not be resolved',
    });
    expect(unknownAt("/Statement/0/Principal")).to.deep.equal({
      none: 'policy "p": the expression var.p at /Statement/0/Principal could not be resolved',
    });
  });

  it("names the place where it is not valid", () => {
    expect(opened({ name: "p", text: '{\n"Statement": [}' }))
      .to.deep.property("none")
      .that.match(/^policy "p" is not a valid policy \(line 2, column \d+: .+\); mend it first$/);
  });

  it("lists its Allows", () => {
    const deny = allow({ Effect: "Deny" });
    const documents = [documentOf(policy(deny, allow())), documentOf(policy(allow(), deny, allow()))];
    expect(allowsOf(documents).map(({ document, index }) => ({ document, index }))).to.deep.equal([
      { document: 0, index: 1 },
      { document: 1, index: 0 },
      { document: 1, index: 2 },
    ]);
  });

  it("points to a statement in its list, or to the only one", () => {
    const [raw, other] = [allow(), allow({ Sid: "b" })];
    expect(documentOf(policy(raw, other)).open.map((open) => [open.raw, open.at])).to.deep.equal([
      [raw, "/Statement/0"],
      [other, "/Statement/1"],
    ]);
    const lone = JSON.stringify({ Version: "2012-10-17", Statement: other });
    expect(documentOf(lone).open.map((open) => [open.raw, open.at])).to.deep.equal([[other, "/Statement"]]);
  });
});
