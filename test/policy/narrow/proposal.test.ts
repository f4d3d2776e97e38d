import { expect } from "chai";
import { inList, labelOf, numberOf, type OpenStatement } from "../../../src/policy/narrow/proposal.ts";
import { allow, openOf, type Members } from "./support.ts";

describe("a statement's place", () => {
  const second = openOf(allow(), 1);
  const lone: OpenStatement = { ...openOf(allow()), at: "/Statement" };

  it("is its number, 0 where it stands in no list", () => {
    expect([numberOf(openOf(allow())), numberOf(second), numberOf(lone)]).to.deep.equal([0, 1, 0]);
  });

  it("is in a list before a second statement comes behind it", () => {
    const edits = [
      { op: "remove", path: "/Statement/Principal/Service" },
      { op: "add", path: "/Statement/1", value: { Effect: "Allow" } },
    ] as const;
    expect(inList(lone, edits)).to.deep.equal([
      { op: "replace", path: "/Statement", value: [lone.raw] },
      { op: "remove", path: "/Statement/0/Principal/Service" },
      { op: "add", path: "/Statement/1", value: { Effect: "Allow" } },
    ]);
    expect(inList(second, edits)).to.equal(edits);
  });
});

const label = (members: Members): string => labelOf(openOf(allow(members)).statement, 3);

describe("a statement's label", () => {
  it("is its Sid in quotes, or its number", () => {
    expect([label({ Sid: 'a"b' }), label({ Sid: "" }), label({}), labelOf(undefined, 4)]).to.deep.equal([
      String.raw`"a\"b"`,
      "3",
      "3",
      "4",
    ]);
  });
});
