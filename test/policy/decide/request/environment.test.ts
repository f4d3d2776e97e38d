import { expect } from "chai";
import { mentions } from "../../../../src/policy/decide/request/environment.ts";
import { namedWorld } from "../../../support/policy/named-world.ts";

const world = {
  ...namedWorld,
  documents: [...namedWorld.documents, { name: "Policy-2", text: '{"a":"vpc-1a1b2c3d"}' }],
  trust: {
    ...namedWorld.trust,
    principals: [...namedWorld.trust.principals, "arn:aws:iam::666666666666:role/mailer"],
  },
};

describe("what is mentioned", () => {
  for (const [text, where] of [
    ["o-own1234567", "the first document"],
    ["222222222222", "the first document"],
    ["vpc-1a1b2c3d", "the second document"],
    ["555555555555", "a trusted account"],
    ["user/Jane", "a trusted principal"],
    ["role/mailer", "another trusted principal"],
    ["999999999999", null],
    ["55555555555", null],
  ] as const)
    it(`${text}: ${where ?? "nowhere"}`, () => {
      expect(mentions(world, text)).to.equal(where !== null);
    });
});
