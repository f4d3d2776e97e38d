import { expect } from "chai";
import { withoutActions } from "../../../src/policy/narrow/actions.ts";
import { allow, proposed, type Members } from "./support.ts";

const UNWANTED = ["ses:DeleteIdentity", "ses:PutIdentityPolicy"];
const KEPT = ["ses:SendEmail", "ses:SendRawEmail"];

/** The edits of the one proposal; null where there is none. */
const edits = (members: Members): unknown => {
  const [first, ...rest] = proposed(allow(members), withoutActions(UNWANTED, KEPT));
  expect(rest).to.deep.equal([]);
  return first?.edits ?? null;
};

const at = "/Statement/0/Action";

const says = (members: Members): string | undefined =>
  proposed(allow(members), withoutActions(UNWANTED, KEPT))[0]?.says;

describe("taking actions out of a statement", () => {
  it("removes those that are unwanted and leaves the rest", () => {
    expect(edits({ Action: ["ses:SendEmail", "SES:deleteidentity"] })).to.deep.equal([
      { op: "remove", path: `${at}/1` },
    ]);
  });

  it("spells out what a wildcard over them is to stand for", () => {
    expect(edits({ Action: "ses:*" })).to.deep.equal([{ op: "replace", path: at, value: KEPT }]);
    expect(edits({ Action: "*Email" })).to.equal(null);
    expect(edits({ Action: ["ses:SendEmail", "ses:*"] })).to.deep.equal([
      { op: "replace", path: `${at}/1`, value: "ses:SendRawEmail" },
    ]);
  });

  it("turns NotAction into what it lets through and may stay", () => {
    expect(edits({ Action: undefined, NotAction: "ses:SendRawEmail" })).to.deep.equal([
      { op: "move", from: "/Statement/0/NotAction", path: at },
      { op: "replace", path: at, value: "ses:SendEmail" },
    ]);
    expect(edits({ Action: undefined, NotAction: "ses:Send*" })).to.equal(null);
  });

  it("proposes nothing where nothing would be left or taken", () => {
    expect(edits({ Action: "ses:DeleteIdentity" })).to.equal(null);
    expect(edits({ Action: ["ses:SendEmail"] })).to.equal(null);
  });

  it("says who stops, and what else could be done", () => {
    const [one] = proposed(allow({ Action: "ses:*" }), withoutActions(UNWANTED, KEPT));
    expect(one?.stops).to.have.length(1);
    expect(one?.alternatives).to.have.length(1);
    expect(proposed(allow(), withoutActions(UNWANTED, KEPT))).to.deep.equal([]);
  });

  it("says what stays, by the statement's Sid or its number", () => {
    expect(says({ Action: "ses:*", Sid: "open" }))
      .to.include('"open"')
      .and.to.include("ses:SendEmail and ses:SendRawEmail");
    expect(says({ Action: "ses:*" })).to.match(/statement 0\b/i);
  });
});
