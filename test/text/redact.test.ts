import { expect } from "chai";
import { assert, constantFrom, property, string } from "fast-check";
import { redactor } from "../../src/text/redact.ts";
import { processorTime } from "../support/processor-time.ts";

const { text, hash } = redactor("a key");

describe("redaction", () => {
  it("gives an account the same alias wherever it stands", () => {
    const shown = text("arn:aws:ses:us-east-1:111122223333:identity/x aws/111122223333/us 111122223333");
    const aliases = shown.match(/account-[0-9a-f]{10}/g) ?? [];
    expect(aliases).to.have.length(3);
    expect(new Set(aliases).size).to.equal(1);
    expect(shown).to.not.contain("111122223333");
  });

  it("gives an address an alias and keeps its domain", () => {
    expect(text("<Jo.Do+x@example.com>, identity/jo.do+X@EXAMPLE.com")).to.match(
      /^<(address-[0-9a-f]{10})@example\.com>, identity\/\1@EXAMPLE\.com$/,
    );
  });

  it("differs with the key, and not from run to run", () => {
    expect(redactor("a key").text("111122223333")).to.equal(text("111122223333"));
    expect(redactor("another").text("111122223333")).to.not.equal(text("111122223333"));
  });

  it("leaves longer numbers, hashes, mentions and dates alone", () => {
    const other = "1111222233334 feed111122223333feed @team a@ 2026-11-23T16:00:00.000Z 111122223333x";
    expect(text(other)).to.equal(other);
  });

  it("another hash has the same length", () => {
    const before = "ab".repeat(16);
    expect(hash(before))
      .to.match(/^[0-9a-f]{32}$/)
      .and.to.not.equal(before);
  });

  it("no account id and no local part is left, whatever stands around", () => {
    assert(
      property(string({ maxLength: 20 }), constantFrom(" ", ":", "/", "<", '"'), (around, edge) => {
        const shown = text(`${around}${edge}111122223333${edge}somebody@example.com${edge}${around}`);
        expect(shown).to.not.contain("111122223333").and.to.not.contain("somebody");
      }),
    );
  });

  it("a megabyte without a blank takes no time", () => {
    const started = processorTime();
    text("a".repeat(500_000) + "@".repeat(500_000) + "1".repeat(500_000));
    expect(processorTime() - started).to.be.lessThan(2_000);
  });
});
