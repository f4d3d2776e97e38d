import { expect } from "chai";
import { listed, say } from "../../src/policy/messages.ts";

describe("the catalogue of sentences", () => {
  it("gives a sentence with its code", () => {
    expect(say("grants", ["ses:SendEmail", "ses:SendRawEmail"], "everyone")).to.deep.equal({
      code: "grants",
      says: "Grants ses:SendEmail and ses:SendRawEmail to everyone.",
    });
  });

  it("leaves no space behind where the meaning of a key is not known", () => {
    expect(say("unknown-key", "foo:bar under Null", "").says).to.match(/^foo:bar under Null: .*\.$/);
    expect(say("closed", "c", "It is so.").says).to.match(/\. It is so\.$/);
  });

  it("names what a Deny depends on only where it has conditions", () => {
    expect(say("denies", ["a"], []).says).to.equal("Denies a to strangers.");
    expect(say("denies", ["a"], ["x", "y"]).says).to.equal("Denies a to strangers, subject to x and y.");
    expect(say("deny-misses", ["x"]).says).to.match(/, subject to x\.$/);
  });

  it("says what each reading comes to", () => {
    expect(say("readings", ["exposed", "private"]).says).to.equal(
      "Read one way, strangers get in; read another way, no outsider gets in.",
    );
    expect(say("readings-together", ["undecided"]).says).to.include("the answer is undecided");
  });

  it("joins names by commas and one and", () => {
    expect([listed([]), listed(["a"]), listed(["a", "b", "c"])]).to.deep.equal(["", "a", "a, b and c"]);
  });
});
