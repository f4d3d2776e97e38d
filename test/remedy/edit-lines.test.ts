import { expect } from "chai";
import { editLines } from "../../src/remedy/edit-lines.ts";

const TEXT = '{"Statement":[{"Principal":{"AWS":["*","2"]},"NotAction":"ses:Get*"}]}';

describe("the lines of an edit", () => {
  it("are the member as it was and as it becomes, each edit on what the ones before it left", () => {
    expect(
      editLines(TEXT, [
        { op: "replace", path: "/Statement/0/Principal/AWS", value: "1" },
        { op: "add", path: "/Statement/0/Condition", value: { Null: { a: "true" } } },
        { op: "remove", path: "/Statement/0/Principal" },
      ]),
    ).to.deep.equal([
      '- "AWS": ["*","2"]',
      '+ "AWS": "1"',
      '+ "Condition": {"Null":{"a":"true"}}',
      '- "Principal": {"AWS":"1"}',
    ]);
  });

  it("have no name in a list, and the new one of a member that is renamed", () => {
    expect(editLines(TEXT, [{ op: "remove", path: "/Statement/0/Principal/AWS/0" }])).to.deep.equal([
      '- "*"',
    ]);
    expect(
      editLines(TEXT, [{ op: "move", from: "/Statement/0/NotAction", path: "/Statement/0/Action" }]),
    ).to.deep.equal(['- "NotAction": "ses:Get*"', '+ "Action": "ses:Get*"']);
  });
});
