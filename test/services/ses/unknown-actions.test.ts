import { expect } from "chai";
import { EXCLUDED_ACTIONS, IDENTITY_ACTIONS } from "../../../src/services/ses/actions.ts";
import { OTHER_ACTIONS } from "../../../src/services/ses/other-actions.ts";
import { unknownActionsIn } from "../../../src/services/ses/unknown-actions.ts";

const documentOf = (
  ...statements: readonly object[]
): { readonly name: string; readonly document: string } => ({
  name: "Policy-1",
  document: JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((members) => ({ Effect: "Allow", Principal: "*", Resource: "*", ...members })),
  }),
});

const namesIn = (members: object): readonly string[] =>
  unknownActionsIn([documentOf(members)]).flatMap(({ name, isCover }) => (isCover ? [] : [name]));

const coversIn = (members: object): readonly string[] =>
  unknownActionsIn([documentOf(members)]).flatMap(({ name, isCover }) => (isCover ? [name] : []));

describe("the unknown actions of SES in policies", () => {
  it("are none of those that a table has, in any case, also by a pattern", () => {
    const known = [
      ...IDENTITY_ACTIONS.map(({ name }) => name),
      ...Object.keys(EXCLUDED_ACTIONS),
      ...OTHER_ACTIONS,
    ];
    expect(namesIn({ Action: known })).to.deep.equal([]);
    expect(namesIn({ Action: known.map((name) => name.toUpperCase()) })).to.deep.equal([]);
    expect(namesIn({ Action: ["*", "ses:*", "ses:Send*", "ses:SendEmai?", "Ses:GetSend*"] })).to.deep.equal(
      [],
    );
  });

  it("are names and patterns of the prefix ses that fit no known action", () => {
    const Action = ["ses:SendSomethingNew", "SES:Foo*", "ses:SendEmail??", "sns:Publish", "ses:SendEmail"];
    expect(namesIn({ Action })).to.deep.equal(Action.slice(0, 3));
  });

  it("are only those that an Allow names in its Action", () => {
    expect(namesIn({ Effect: "Deny", Action: "ses:Foo" })).to.deep.equal([]);
    expect(namesIn({ Action: undefined, NotAction: "ses:Foo" })).to.deep.equal([]);
    expect(unknownActionsIn([{ name: "Policy-1", document: "[]" }])).to.deep.equal([]);
  });

  it("may be covered by a pattern that changes the identity, and by NotAction", () => {
    expect(coversIn({ Action: ["ses:Put*", "ses:Send*", "ses:Get*"] })).to.deep.equal(["ses:Put*"]);
    expect(coversIn({ Action: "*" })).to.deep.equal(["ses:*"]);
    expect(coversIn({ Action: undefined, NotAction: "ses:Foo" })).to.deep.equal(["ses:*"]);
    expect(coversIn({ Effect: "Deny", Action: "ses:*" })).to.deep.equal([]);
  });

  it("are those of a statement whose Effect is not known, too", () => {
    const unresolved = [{ at: "/Statement/0/Effect", expression: "var.effect" }] as const;
    const document = documentOf({ Effect: null, Action: "ses:Foo" });
    expect(unknownActionsIn([{ ...document, unresolved }]).map(({ name }) => name)).to.deep.equal([
      "ses:Foo",
    ]);
  });

  it("have every place of the name, whatever its case", () => {
    const documents = [
      documentOf({ Action: "ses:Foo" }),
      documentOf({ Action: ["ses:SendEmail", "SES:FOO"] }),
    ];
    expect(unknownActionsIn(documents).map(({ name, places }) => ({ name, places }))).to.deep.equal([
      {
        name: "ses:Foo",
        places: [
          { document: 0, statement: "/Statement/0", at: "/Statement/0/Action" },
          { document: 1, statement: "/Statement/0", at: "/Statement/0/Action/1" },
        ],
      },
    ]);
  });
});
