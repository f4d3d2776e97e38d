import { expect } from "chai";
import { arnLike } from "../../../../src/policy/evaluate/operators/arn.ts";
import { marks } from "../../../../src/policy/evaluate/pattern.ts";

const like = (pattern: string, value: string): boolean => arnLike(marks(pattern), value);
const USER = "arn:aws:iam::111111111111:user/a:b";

describe("ArnLike", () => {
  it("matches field by field, and only the last field may hold a colon", () => {
    expect(like("arn:*:iam:*:111111111111:user/*", USER)).to.equal(true);
    expect(like("arn:aws:iam::111111111111:user/a:b", USER)).to.equal(true);
    expect(like("arn:aws:iam::111111111111:*", USER)).to.equal(true);
    expect(like("arn:aws:iam::1*:user/a", USER)).to.equal(false);
  });

  it("keeps a wildcard within its field", () => {
    expect(like("arn:aws:*:111111111111:user/a:b", USER)).to.equal(false);
    expect(like("*", USER)).to.equal(false);
    expect(like("arn:aws:iam::*", USER)).to.equal(false);
  });

  it("never matches what is no ARN", () => {
    expect(like("arn:aws:iam::111111111111:user/x", "user/x")).to.equal(false);
    expect(like("a:b:c:d:e", "a:b:c:d:e")).to.equal(false);
    expect(like("a:b:c:d:e:f", "a:b:c:d:e:f")).to.equal(true);
  });
});
