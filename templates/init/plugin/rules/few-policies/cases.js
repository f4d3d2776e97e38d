const id = "arn:aws:ses:us-east-1:111122223333:identity/example.com";

/** @param {number} count */
const identityWith = (count) => ({
  id,
  policies: Array.from({ length: count }, (_, index) => ({ name: `Policy-${index + 1}`, document: "{}" })),
});

/** @type {readonly import("postern/testing").RuleCase[]} */
export const cases = [
  {
    name: "no policy",
    why: "There is nothing to keep an eye on.",
    record: identityWith(0),
    expect: { status: "SUCCESS", data: { policies: "0" } },
  },
  {
    name: "as many as may be",
    why: "The setting is the largest number that passes.",
    record: identityWith(3),
    expect: { status: "SUCCESS" },
  },
  {
    name: "one too many",
    why: "It is the first that fails.",
    record: identityWith(4),
    expect: { status: "FAILURE", evidence: [{ at: "/policies" }] },
  },
  {
    name: "another setting",
    why: "The limit is the user's to choose.",
    record: identityWith(4),
    context: { settings: { most: 10 } },
    expect: { status: "SUCCESS" },
  },
  {
    name: "policies that were not asked for",
    why: "What was not read cannot be counted.",
    record: { id },
    expect: { status: "NOT_EVALUATED" },
  },
];
