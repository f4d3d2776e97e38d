import { showTime } from "../../../../src/policy/decide/request/default-values.ts";
import { expect } from "chai";
import * as fc from "fast-check";
import {
  fitsOperand,
  isNegated,
  operandOf,
  type Operand,
} from "../../../../src/policy/decide/compile/operand.ts";
import { conditionKeyOf } from "../../../../src/policy/decide/keys/condition-key.ts";
import {
  solveAddress,
  solveNumber,
  solvePublicAddress,
  solveTimes,
} from "../../../../src/policy/decide/solve/solve-range.ts";
import type { Constraint } from "../../../../src/policy/decide/request/symbolic-request.ts";
import { findKey } from "../../../../src/policy/keys.ts";
import { isStop } from "../../../../src/policy/sets/budget.ts";
import { wildcards } from "../../../../src/policy/sets/pattern.ts";
import { ALL_ADDRESSES, covers, PUBLIC_ADDRESSES } from "../../../../src/policy/sets/addresses.ts";
import type { BaseOperator } from "../../../../src/policy/shapes.ts";

const constraint = (key: string, operator: BaseOperator, values: readonly string[]): Constraint => ({
  key: conditionKeyOf(key, findKey(key, [])),
  every: false,
  sign: !isNegated(operator),
  operand: operandOf(operator, values),
});

const isMet = (value: string, { operand, sign }: Constraint): boolean => fitsOperand(operand, value) === sign;

/** Rules on a key: one of the operators with some of the values. */
const rulesOn = (
  key: string,
  operators: readonly BaseOperator[],
  values: readonly string[],
): fc.Arbitrary<Constraint> =>
  fc
    .tuple(
      fc.constantFrom(...operators),
      fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }),
    )
    .map(([operator, some]) => constraint(key, operator, some));

const some = (...arbitraries: readonly fc.Arbitrary<Constraint>[]): fc.Arbitrary<readonly Constraint[]> =>
  fc.array(fc.oneof(...arbitraries), { maxLength: 3 });

const NUMERIC: readonly BaseOperator[] = [
  "NumericEquals",
  "NumericNotEquals",
  "NumericLessThan",
  "NumericLessThanEquals",
  "NumericGreaterThan",
  "NumericGreaterThanEquals",
];
const DATES: readonly BaseOperator[] = [
  "DateEquals",
  "DateNotEquals",
  "DateLessThan",
  "DateLessThanEquals",
  "DateGreaterThan",
  "DateGreaterThanEquals",
];
const EXACT: readonly BaseOperator[] = ["StringEquals", "StringNotEquals"];
const LIKE: readonly BaseOperator[] = ["StringLike", "StringNotLike"];
const ARN: readonly BaseOperator[] = ["ArnEquals", "ArnNotLike"];

describe("a number that passes rules", () => {
  const key = "aws:MultiFactorAuthAge";
  const numbers = some(
    rulesOn(key, NUMERIC, ["-1", "0", ".5", "3", "3.5", "4", "7", "x"]),
    rulesOn(key, EXACT, ["0", "3", "7", "x"]),
    rulesOn(key, LIKE, ["*", "3", "7"]),
    rulesOn(key, ARN, ["*", "3", "arn:aws:iam::1:x"]),
  );

  it("is the least whole number from 0 up", () => {
    fc.assert(
      fc.property(numbers, (constraints) => {
        const least = Array.from({ length: 10 }, (_, index) => index).find((value) =>
          constraints.every((one) => isMet(String(value), one)),
        );
        expect(solveNumber(constraints)).to.equal(least ?? null);
      }),
      { numRuns: 2000 },
    );
  });
});

const passes = (constraints: readonly Constraint[], seconds: number): boolean =>
  constraints.every((one) =>
    isMet(one.key.projection === "epoch" ? String(seconds) : showTime(seconds), one),
  );

describe("a number that must be something else", () => {
  it("is none, and any where it must not be that", () => {
    for (const [key, is, isNot, value] of [
      ["aws:MultiFactorAuthAge", "IpAddress", "NotIpAddress", "0.0.0.0/0"],
      ["aws:MultiFactorAuthAge", "DateLessThan", "DateGreaterThanEquals", "2030-01-01"],
      ["aws:MultiFactorAuthAge", "ArnLike", "ArnNotLike", "*"],
    ] as const) {
      expect(solveNumber([constraint(key, is, [value])]), is).to.equal(null);
      if (isNot.includes("Not")) expect(solveNumber([constraint(key, isNot, [value])]), isNot).to.equal(0);
    }
  });
});

describe("times that pass rules", () => {
  const now = 1_795_435_200;
  const moments = [-7200, -3601, -3600, -1800, -1, 0, 1, 60].map((after) => now + after);
  const dates = [...moments.map(showTime), ...moments.map(String), "tomorrow"];
  const epoch = "aws:EpochTime";
  const time = some(
    rulesOn("aws:CurrentTime", DATES, dates),
    rulesOn("aws:CurrentTime", EXACT, moments.map(showTime)),
    rulesOn("aws:CurrentTime", NUMERIC, moments.map(String)),
    rulesOn(epoch, DATES, dates),
    rulesOn(epoch, NUMERIC, moments.map(String)),
    rulesOn(epoch, EXACT, moments.map(String)),
    rulesOn(epoch, ARN, ["*"]),
  );
  const token = some(rulesOn("aws:TokenIssueTime", DATES, dates));
  const all = [0, ...moments.flatMap((moment) => [moment - 1, moment, moment + 1])];

  it("are found where there are any: credentials of before the call, and a call that is not in the past", () => {
    fc.assert(
      fc.property(time, token, (called, issued) => {
        const from = (first: number): readonly number[] =>
          all.filter((moment) => moment >= Math.max(now, first) && passes(called, moment));
        const issues = all.filter((moment) => passes(issued, moment));
        const times = solveTimes(now, called, issued);
        if (times === null) {
          expect(issues.filter((moment) => from(moment).length > 0)).to.deep.equal([]);
          return;
        }
        expect(passes(called, times.time)).to.equal(true);
        expect(passes(issued, times.token)).to.equal(true);
        expect(times.time).to.be.at.least(Math.max(now, times.token));
        // The call is as early as can be, and so are the credentials, but not older than need be.
        expect(Math.min(...from(times.token))).to.equal(times.time);
        const recent = issues.filter((moment) => moment >= now - 3600 && moment <= now);
        expect(times.token).to.equal(Math.min(...(recent.length > 0 ? recent : issues)));
      }),
      { numRuns: 3000 },
    );
  });
});

describe("an address that passes rules", () => {
  const blocks = ["203.0.113.0/24", "203.0.0.0/16", "203.0.113.7", "12.0.0.0/8", "2600:1f00::/32", "::/0"];
  const constraints = (key: string): fc.Arbitrary<readonly Constraint[]> =>
    some(
      rulesOn(key, ["IpAddress", "NotIpAddress"], [...blocks, "0.0.0.0/0"]),
      rulesOn(key, EXACT, ["203.0.113.7", "203.0.113.8", "8.8.8.8", "2600:1f00::1", "203.0.113.0/24"]),
      rulesOn(key, LIKE, ["203.0.113.7", "203.0.113.*", "203.0.*", "12.*", "*", "8.8.8.8"]),
      rulesOn(key, ARN, ["*", "203.0.113.7"]),
    );
  const pool = [
    "203.0.113.7",
    "203.0.113.8",
    "203.0.113.9",
    "203.0.1.1",
    "203.1.0.0",
    "8.8.8.8",
    "12.0.0.1",
    "13.0.0.1",
    "10.0.0.1",
    "2600:1f00::1",
    "2600:2f00::1",
  ];

  for (const [title, key, space, solve] of [
    [
      "is found on the internet",
      "aws:SourceIp",
      PUBLIC_ADDRESSES,
      (all: readonly Constraint[]) => solvePublicAddress(all, PUBLIC_ADDRESSES, null),
    ],
    ["is found inside a VPC", "aws:VpcSourceIp", ALL_ADDRESSES, solveAddress],
  ] as const)
    it(`${title} wherever there is one`, () => {
      fc.assert(
        fc.property(constraints(key), (all) => {
          const address = solve(all);
          const good = (one: string): boolean => covers(space, one) && all.every((each) => isMet(one, each));
          if (address === null) expect(pool.filter(good)).to.deep.equal([]);
          else expect(good(address), address).to.equal(true);
        }),
        { numRuns: 2000 },
      );
    });

  it("is not looked for among texts that are no beginnings of addresses", () => {
    for (const texts of [["203.0.113.1*"], ["x203.*"], ["203.*x"], ["203.0.*", "8.8.?.8"], ["2600:*"]])
      expect(() => solveAddress([constraint("aws:VpcSourceIp", "StringLike", texts)]), texts.join())
        .to.throw()
        .that.satisfies(isStop);
  });

  it("is not looked for among texts that a variable stands in", () => {
    const rule = constraint("aws:VpcSourceIp", "StringLike", ["*"]);
    const operand: Operand = { form: "glob", patterns: ["10.*", wildcards("10.0.0.*")] };
    expect(() => solveAddress([{ ...rule, operand }]))
      .to.throw()
      .that.satisfies(isStop);
  });

  it("is the usual one where nothing is asked of it, whatever is named", () => {
    expect(solvePublicAddress([], PUBLIC_ADDRESSES, () => ["198.51.100.0/24"])).to.equal(
      solvePublicAddress([], PUBLIC_ADDRESSES, null),
    );
  });

  it("is a stranger's outside of what is named, where enough is left to be no place", () => {
    const named = ["198.51.100.0/24", "203.0.113.0/24"];
    const address = (operator: BaseOperator, ...values: readonly string[]): string | null =>
      solvePublicAddress([constraint("aws:SourceIp", operator, values)], PUBLIC_ADDRESSES, () => named);
    expect(address("IpAddress", "203.0.113.0/24")).to.equal(null);
    for (const wide of [
      address("IpAddress", "0.0.0.0/0"),
      address("NotIpAddress", "203.0.113.0/24"),
      address("IpAddress", "::/0"),
      address("IpAddress", "203.0.113.0/24", "::/0"),
    ]) {
      if (wide === null) throw new Error("no address");
      expect(named.some((block) => isMet(wide, constraint("aws:SourceIp", "IpAddress", [block])))).to.equal(
        false,
      );
    }
    expect(address("IpAddress", "203.0.113.0/24", "::/0")).to.match(/:/);
  });
});
