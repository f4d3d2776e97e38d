import { expect } from "chai";
import {
  filled,
  hasVariables,
  resourceTemplateOf,
  templateOf,
  variablesOf,
  type Template,
} from "../../../../src/policy/decide/compile/policy-variables.ts";
import { MANY, ONE } from "../../../../src/policy/sets/pattern.ts";

const VALUES: Readonly<Record<string, string>> = { "aws:username": "jo*", empty: "" };

/** The template with values in place, wildcards as `⁎` and `⁇`. */
const shown = (template: Template, wild = true): string | null =>
  filled(template, wild, (name) => VALUES[name] ?? null)
    ?.map((token) =>
      token === MANY ? "⁎" : token === ONE ? "⁇" : typeof token === "string" ? token : "class",
    )
    .join("") ?? null;

describe("a value with variables", () => {
  it("has their values in place, which are never wildcards", () => {
    expect(shown(templateOf("a*${aws:username}?"))).to.equal("a⁎jo*⁇");
    expect(shown(templateOf("${ aws:username }${empty}"))).to.equal("jo*");
    expect(shown(templateOf("a*?"), false)).to.equal("a*?");
  });

  it("takes a default where there is no value, and is nothing without one", () => {
    expect(shown(templateOf("${other, 'x'}"))).to.equal("x");
    expect(shown(templateOf("${other,''}y"))).to.equal("y");
    expect(shown(templateOf("${aws:username, 'x'}"))).to.equal("jo*");
    expect(shown(templateOf("a${other}"))).to.equal(null);
  });

  it("has escapes for the characters that mean something", () => {
    expect(shown(templateOf("${*}${?}${$}*"))).to.equal("*?$⁎");
  });

  it("stands as it is written where nothing in it is a variable", () => {
    for (const text of ["", "a${", "${two words}", "${}", "a}b", "$ {x}"])
      expect(shown(templateOf(text)), text).to.equal(text);
  });

  it("names its variables", () => {
    expect(variablesOf(templateOf("${a}-${b, 'c'}-${*}-${two words}"))).to.deep.equal(["a", "b"]);
  });
});

describe("a Resource with variables", () => {
  it("has them behind the fifth colon only", () => {
    expect(hasVariables("arn:aws:ses:us-east-1:111111111111:identity/${aws:username}")).to.equal(true);
    expect(hasVariables("arn:aws:ses:us-east-1:${a:b}:identity/x")).to.equal(false);
    expect(hasVariables("arn:aws:ses:us-east-1:${a:b}:identity/${c}")).to.equal(true);
    expect(hasVariables("arn:aws:ses:${a:b}:${c:d}:identity/x")).to.equal(false);
    expect(hasVariables("${a}")).to.equal(false);
    expect(hasVariables("arn:aws:ses:us-east-1:111111111111:identity/x")).to.equal(false);
    expect(shown(resourceTemplateOf("arn:aws:ses:*:${a:b}:identity/${aws:username}"))).to.equal(
      "arn:aws:ses:⁎:${a:b}:identity/jo*",
    );
  });
});
