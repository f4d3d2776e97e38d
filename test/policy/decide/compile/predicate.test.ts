import { expect } from "chai";
import { queryOf } from "../../../../src/policy/decide/search/query.ts";
import { exactTexts } from "../../../../src/policy/decide/compile/operand.ts";
import type { Predicate } from "../../../../src/policy/decide/compile/predicate.ts";
import { isPolicy, parsePolicy } from "../../../../src/policy/parse/parse-policy.ts";
import type { Question } from "../../../../src/policy/question.ts";
import { ask } from "../../../../proof/question.ts";

/** The predicate that a condition is. */
const predicate = (
  operator: string,
  key: string,
  value: unknown,
  more: Partial<Question> = {},
): Predicate => {
  const text = JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: "*",
      Action: "*",
      Resource: "*",
      Condition: { [operator]: { [key]: value } },
    },
  });
  const policy = parsePolicy(text);
  if (!isPolicy(policy)) throw new Error(policy.says);
  const [found] = queryOf({ ...ask([text]), ...more }, [policy]).allows.flatMap(
    (allow) => allow.predicates().all,
  );
  if (found === undefined) throw new Error("no predicate");
  return found;
};

const parts = ({ whenMissing, whenPresent, every, sign }: Predicate): readonly unknown[] => [
  whenMissing,
  whenPresent,
  every,
  sign,
];

const TAG = "aws:PrincipalTag/t";

const variablesIn = (operator: string): readonly string[] | undefined =>
  predicate(operator, TAG, "${aws:username}").variables?.keys.map(({ name }) => name);

describe("a condition as a predicate", () => {
  it("says what it is without the key, and which of its values must pass", () => {
    const rows: readonly (readonly [
      operator: string,
      whenMissing: boolean,
      every: boolean,
      sign: boolean,
    ])[] = [
      ["StringEquals", false, false, true],
      ["StringNotEquals", true, true, false],
      ["StringEqualsIfExists", true, false, true],
      ["StringNotEqualsIfExists", true, true, false],
      ["ForAllValues:StringEquals", true, true, true],
      ["ForAllValues:StringNotEquals", true, true, false],
      ["ForAnyValue:StringEquals", false, false, true],
      ["ForAnyValue:StringNotEquals", false, false, false],
      ["ForAnyValue:StringEqualsIfExists", true, false, true],
    ];
    for (const [operator, whenMissing, every, sign] of rows)
      expect(parts(predicate(operator, TAG, "x")), operator).to.deep.equal([whenMissing, null, every, sign]);
  });

  it("of Null looks at the presence alone, and with a set operator at nothing", () => {
    expect(parts(predicate("Null", TAG, "true"))).to.deep.equal([true, false, false, true]);
    expect(parts(predicate("Null", TAG, "FALSE"))).to.deep.equal([false, true, false, true]);
    expect(parts(predicate("Null", TAG, ["true", "false"]))).to.deep.equal([true, true, false, true]);
    expect(parts(predicate("ForAllValues:Null", TAG, "false"))).to.deep.equal([true, true, false, true]);
    expect(parts(predicate("ForAnyValue:Null", TAG, "true"))).to.deep.equal([false, false, false, true]);
  });

  it("has no text of its own where it asks for presence, or has variables", () => {
    for (const [operator, value] of [
      ["Null", "false"],
      ["StringEquals", "${aws:username}"],
      ["ArnLike", "arn:aws:iam::*:user/${aws:username}"],
    ] as const)
      expect(exactTexts(predicate(operator, TAG, value).operand), operator).to.deep.equal([]);
    expect(exactTexts(predicate("StringEquals", TAG, "x").operand)).to.deep.equal(["x"]);
  });

  it("has variables in string and ARN operators only", () => {
    expect([variablesIn("StringLike"), variablesIn("ArnLike")]).to.deep.equal([
      ["aws:username"],
      ["aws:username"],
    ]);
    expect([variablesIn("NumericEquals"), variablesIn("Bool"), variablesIn("IpAddress")]).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

const tagKey = (tags?: Readonly<Record<string, string>>): Predicate["key"] =>
  predicate("StringEquals", "aws:ResourceTag/Team", "x", tags === undefined ? {} : { tags }).key;

const row = (name: string): Question["keys"][number] => ({
  name,
  optional: true,
  class: "content",
  type: "string",
  multivalued: false,
  says: "s",
  source: "s",
});

describe("the key of a condition", () => {
  it("of a resource's tag is a fixed value where the tags were read, and unknown where not", () => {
    expect(tagKey().open).to.equal(true);
    expect(tagKey({ team: "mail" })).to.deep.include({ behind: "constant", constant: "mail" });
    expect(tagKey({ other: "mail" }).behind).to.equal("never");
  });

  it("of the service's own is carried by the actions that list it, or its family", () => {
    const own: Partial<Question> = {
      keys: ["ses:Tag/", "ses:TagKeys", "aws:Own"].map(row),
      actions: [
        { name: "ses:A", keys: ["ses:Tag/"] },
        { name: "ses:B", keys: ["SES:tagkeys", "aws:Own"] },
        { name: "ses:C", keys: ["ses:Ta"] },
      ],
    };
    const of = (name: string): Predicate["key"] => predicate("StringEquals", name, "x", own).key;
    expect(
      ["ses:Tag/team", "ses:TagKeys", "aws:Own"].map((name) => of(name).carriedOn.actions),
    ).to.deep.equal([1, 2, 2]);
    expect(of("aws:Own").disputed).to.equal(false);
  });

  it("is disputed where it is global and not among those that nobody disputes", () => {
    const isDisputed = (name: string): boolean => predicate("StringEquals", name, "x").key.disputed ?? false;
    expect(
      ["aws:PrincipalOrgID", "aws:SourceIp", "ses:FromAddress", "aws:NewKey", "foo:Bar"].map(isDisputed),
    ).to.deep.equal([true, false, false, true, false]);
    expect(
      predicate("StringEquals", "aws:PrincipalOrgID", "x", {
        disputed: { name: "d", undisputed: ["aws:PrincipalOrgID"] },
      }).key.disputed ?? false,
    ).to.equal(false);
  });
});
