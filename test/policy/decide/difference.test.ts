import { expect } from "chai";
import { newAccess } from "../../../src/policy/decide/difference.ts";
import { evaluate } from "../../../src/policy/evaluate/evaluate.ts";
import type { Request } from "../../../src/policy/evaluate/request.ts";
import type { Question } from "../../../src/policy/question.ts";
import type { Policy } from "../../../src/policy/shapes.ts";
import { generate } from "../../../proof/generate/generate.ts";
import { ask } from "../../../proof/question.ts";
import { random } from "../../../proof/random.ts";
import { readPolicy } from "../../../proof/read-policy.ts";
import { openQuestions } from "../../../proof/readings/open-questions.ts";
import { standing } from "../../../proof/world/classes.ts";
import { names } from "../../../proof/world/names.ts";
import { scenes } from "../../../proof/world/world.ts";
import { HEAVY } from "../../support/heavy.ts";

const statement = (more: object = {}): object => ({
  Effect: "Allow",
  Principal: "*",
  Action: "ses:SendEmail",
  Resource: "*",
  ...more,
});
const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const between = (before: readonly string[], after: readonly string[]): ReturnType<typeof newAccess> =>
  newAccess(ask(before), ask(after));
const fromNetwork = (block: string): object => ({ Condition: { IpAddress: { "aws:SourceIp": block } } });
const under = (operator: string, key: string, value: string, more: object = {}): string =>
  policy(statement({ Condition: { [operator]: { [key]: value } }, ...more }));
const withHole = (expression: string): Question => {
  const question = ask([policy(statement({ Principal: { AWS: null } }))]);
  const hole = { at: "/Statement/0/Principal/AWS", expression } as const;
  return { ...question, documents: question.documents.map((one) => ({ ...one, unresolved: [hole] })) };
};
/** More than a search finds out within its steps. */
const INTRICATE = {
  Condition: {
    StringLike: { "aws:PrincipalTag/a": `*a${"?".repeat(60)}` },
    StringNotLike: { "aws:PrincipalTag/a": [`*b${"?".repeat(61)}`, `*c${"?".repeat(59)}`] },
    "ForAnyValue:StringLike": { "aws:PrincipalTag/a": `*d${"?".repeat(30)}` },
  },
};
const partner = { AWS: "arn:aws:iam::222222222222:root" };

describe("newAccess", () => {
  it("finds nothing new where the statements stand in another order, under other names, in other documents", () => {
    const [open, closed] = [statement(), statement({ Effect: "Deny", ...fromNetwork("198.51.100.0/24") })];
    const before = [policy({ Sid: "One", ...open }, closed)];
    expect(between(before, [policy(closed), policy({ Sid: "Two", ...open })]).exposure).to.equal("private");
  });

  it("does not ask about a statement that stands on both sides, however hard it is to decide", () => {
    const hard = statement({ Condition: { StringLike: { "aws:SourceIp": "203.0.113.1*" } } });
    const deny = statement({ Effect: "Deny", Action: "ses:SendRawEmail" });
    expect(between([policy(deny)], [policy(hard)]).exposure).to.equal("undecided");
    expect(between([policy(hard)], [policy(deny, { Sid: "Moved", ...hard })]).exposure).to.equal("private");
    const changed = statement({ Condition: { StringLike: { "aws:SourceIp": "203.0.113.2*" } } });
    expect(between([policy(hard)], [policy(changed)]).exposure).to.equal("undecided");
    const intricate = statement(INTRICATE);
    const shut = statement({ Effect: "Deny", ...INTRICATE });
    expect(
      between([policy(statement(), shut)], [policy(shut, { Sid: "Moved", ...statement() })]).exposure,
    ).to.equal("private");
    expect(between([policy(intricate)], [policy(deny, { Sid: "Moved", ...intricate })]).exposure).to.equal(
      "private",
    );
  });

  it("finds nothing new where the same is said in other words", () => {
    const before = [policy(statement({ Action: ["ses:SendEmail", "ses:SendRawEmail"] }))];
    const after = [policy(statement({ Action: "ses:SendRaw*" }), statement({ Action: "ses:SendEmai?" }))];
    expect(between(before, after).exposure).to.equal("private");
  });

  it("finds nothing new where less is allowed", () => {
    expect(
      between([policy(statement())], [policy(statement(fromNetwork("198.51.100.0/24")))]).exposure,
    ).to.equal("private");
    expect(between([policy(statement())], []).exposure).to.equal("private");
  });

  it("shows a request that only the new policies accept", () => {
    const { exposure, allowedTo, witness, accepting } = between(
      [policy(statement({ Principal: partner }))],
      [policy(statement({ Principal: partner }), statement({ Action: "ses:SendRawEmail" }))],
    );
    expect(exposure).to.equal("exposed");
    expect(allowedTo).to.deep.equal([{ kind: "everyone", name: "*" }]);
    expect(witness?.action).to.equal("ses:SendRawEmail");
    expect(accepting).to.deep.equal({ document: 0, at: "/Statement/1" });
  });

  it("names an account that is let in beside one that was", () => {
    const other = { AWS: "arn:aws:iam::333333333333:root" };
    const { exposure, allowedTo } = between(
      [policy(statement({ Principal: partner }))],
      [policy(statement({ Principal: { AWS: [partner.AWS, other.AWS] } }))],
    );
    expect(exposure).to.equal("cross-account");
    expect(allowedTo).to.deep.equal([{ kind: "account", name: "333333333333" }]);
  });

  it("sees a Deny that is gone, whoever it was for", () => {
    const open = statement();
    const forAll = statement({ Effect: "Deny", ...fromNetwork("0.0.0.0/0") });
    expect(between([policy(open, forAll)], [policy(open)]).exposure).to.equal("exposed");
    const forPartner = statement({ Effect: "Deny", Principal: partner });
    const named = statement({ Principal: partner });
    const { allowedTo } = between([policy(named, forPartner)], [policy(named)]);
    expect(allowedTo).to.deep.equal([{ kind: "account", name: "222222222222" }]);
  });

  it("names whom a new Allow lets in beside whom a Deny kept out", () => {
    const named = statement({ Principal: partner });
    const other = statement({ Principal: { AWS: "arn:aws:iam::333333333333:root" } });
    const deny = statement({ Effect: "Deny", Principal: partner });
    const { exposure, allowedTo } = between([policy(named, deny)], [policy(named, other)]);
    expect(exposure).to.equal("cross-account");
    expect(allowedTo.map(({ name }) => name)).to.have.members(["222222222222", "333333333333"]);
  });

  it("sees which of several Denies is gone", () => {
    const [one, other] = ["ses:SendRawEmail", "ses:SendBounce"].map((Action) =>
      statement({ Effect: "Deny", Action }),
    );
    if (one === undefined || other === undefined) throw new Error("two Denies");
    const open = statement({ Action: "ses:*" });
    for (const [before, after] of [
      [[policy(open, one, other)], [policy(open, one)]],
      [[policy(open, one), policy(other)], [policy(open, one)]],
      [[policy(open), policy(other), policy(one)], [policy(one, open)]],
      [
        [policy(one), policy(other, open)],
        [policy(one), policy(open)],
      ],
    ] as const) {
      const { exposure, witness } = between(before, after);
      expect([exposure, witness?.action]).to.deep.equal(["exposed", "ses:SendBounce"]);
    }
  });

  it("sees nothing new in a Deny that is gone where no Allow matches what it denied", () => {
    const other = statement({ Effect: "Deny", Action: "ses:SendRawEmail" });
    expect(between([policy(statement(), other)], [policy(statement())]).exposure).to.equal("private");
  });

  it("sees nothing new in a Deny that is gone and was for nobody, or never true", () => {
    const open = statement();
    const forNobody = { Effect: "Deny", NotPrincipal: "*", Action: "ses:SendEmail", Resource: "*" };
    expect(between([policy(open, forNobody)], [policy(open)]).exposure).to.equal("private");
    const named = statement({ Principal: partner });
    const idle = statement({
      Effect: "Deny",
      Principal: partner,
      Condition: { StringEquals: { "aws:PrincipalAccount": "333333333333" } },
    });
    const other = statement({ Principal: { AWS: "arn:aws:iam::333333333333:root" } });
    const { exposure, allowedTo } = between([policy(named, idle)], [policy(named, other)]);
    expect(exposure).to.equal("cross-account");
    expect(allowedTo).to.deep.equal([{ kind: "account", name: "333333333333" }]);
  });

  it("names everyone alone where an account gets in beside", () => {
    const named = statement({ Principal: partner });
    const deny = statement({ Effect: "Deny", Principal: partner });
    const open = statement({ Action: "ses:SendRawEmail" });
    const { exposure, allowedTo } = between([policy(named, deny)], [policy(named, open)]);
    expect(exposure).to.equal("exposed");
    expect(allowedTo).to.deep.equal([{ kind: "everyone", name: "*" }]);
  });

  it("sees a condition that asks for less", () => {
    const before = statement({ Condition: { StringLike: { "ses:FromAddress": "news@example.com" } } });
    const after = statement({ Condition: { StringLike: { "ses:FromAddress": "*@example.com" } } });
    const { exposure, witness } = between([policy(before)], [policy(after)]);
    expect(exposure).to.equal("exposed");
    expect(witness?.context["ses:FromAddress"])
      .to.match(/@example\.com$/)
      .and.not.equal("news@example.com");
  });

  it("does not decide over a text that is no policy and was not there before", () => {
    const { exposure, reason } = between([], ["{"]);
    expect(exposure).to.equal("invalid");
    expect(reason?.document).to.equal("Policy-1");
    expect(between(["{"], ["{"]).exposure).to.equal("private");
    const whole = policy(statement());
    expect(between([whole], [whole, "{"]).exposure).to.equal("invalid");
    expect(between([whole, "{"], [whole, "{"]).exposure).to.equal("private");
    expect(between([whole, "{"], ["{", whole]).exposure).to.equal("private");
    // What such a text was before is as little known.
    expect(between([whole, "{"], [whole]).exposure).to.equal("invalid");
    expect(between(["{", whole], [whole]).exposure).to.equal("invalid");
  });

  describe("a question that AWS's pages leave open", () => {
    const named = { Principal: partner };
    const NEW = "aws:NewKeyOf2027";
    const PATHS = "aws:PrincipalOrgPaths";
    for (const [title, before, after, exposure, ...doubts] of [
      ["is a doubt where it decides", [], [under("StringEquals", NEW, "x")], "undecided", `key:${NEW}`],
      [
        "leaves an account undecided that gets in under one answer",
        [],
        [under("StringEquals", NEW, "x", named)],
        "undecided",
        `key:${NEW}`,
      ],
      [
        "leaves an account undecided that a list without a set operator lets in under one answer",
        [],
        [under("StringNotLike", PATHS, "o-own1234567/*", named)],
        "undecided",
        `list-key:${PATHS}`,
      ],
      [
        "does not matter where an account gets in under every answer",
        [],
        [under("ForAnyValue:StringLikeIfExists", PATHS, "o-own1234567/*", named)],
        "cross-account",
      ],
      [
        "is a doubt where one answer lets strangers in",
        [],
        [under("ForAnyValue:StringLikeIfExists", PATHS, "o-own1234567/*")],
        "exposed",
        "foranyvalue-ifexists",
      ],
      [
        "is a doubt where under the other answer nobody gets in",
        [],
        [
          policy(
            statement({
              Condition: {
                "ForAnyValue:StringLikeIfExists": { [PATHS]: "o-own1234567/*" },
                Null: { [PATHS]: "true" },
              },
            }),
          ),
        ],
        "exposed",
        "foranyvalue-ifexists",
      ],
      [
        "is a doubt where the less likely page lets strangers in",
        [],
        [under("StringEqualsIfExists", "aws:PrincipalAccount", "111111111111")],
        "undecided",
        "ses-global-keys",
      ],
      [
        "is none where only the less likely page lets nobody in",
        [],
        [under("StringEquals", "aws:PrincipalTag/t", "x", named)],
        "cross-account",
      ],
      [
        "is none where more than it was open before",
        [policy(statement())],
        [under("StringEquals", NEW, "x")],
        "private",
      ],
      [
        "is the same on both sides",
        [under("StringLike", NEW, "x*")],
        [under("StringEquals", NEW, "x")],
        "private",
      ],
      [
        "is a doubt where it was one",
        [under("StringEquals", NEW, "x")],
        [policy(statement())],
        "undecided",
        `key:${NEW}`,
      ],
    ] as const)
      it(title, () => {
        const found = between(before, after);
        expect([found.exposure, ...found.doubts]).to.deep.equal([exposure, ...doubts]);
      });
  });

  it("names questions in order on which it rests that an account gets in", () => {
    const Condition = {
      StringEquals: { "aws:NewKeyOf2027": "x" },
      "ForAnyValue:StringLikeIfExists": { "aws:PrincipalOrgPaths": "o-own1234567/*" },
      Null: { "aws:PrincipalOrgPaths": "true" },
    };
    const { exposure, doubts } = between([], [policy(statement({ Principal: partner, Condition }))]);
    expect([exposure, ...doubts]).to.deep.equal([
      "undecided",
      "foranyvalue-ifexists",
      "key:aws:NewKeyOf2027",
    ]);
  });

  describe("an expression that could not be resolved", () => {
    it("may be the effect of a Deny that is gone", () => {
      const open = statement({ Action: "ses:*" });
      const before = ask([policy(open, statement({ Effect: null, Action: "ses:SendRawEmail" }))]);
      const unresolved = [{ at: "/Statement/1/Effect", expression: "var.effect" }] as const;
      const question = { ...before, documents: before.documents.map((one) => ({ ...one, unresolved })) };
      const { exposure, reason } = newAccess(question, ask([policy(open)]));
      expect(exposure).to.equal("undecided");
      expect(reason?.says).to.contain("var.effect");
    });

    it("hides no account that gets in beside it", () => {
      const closed = statement({
        Principal: { AWS: "111111111111" },
        Condition: { StringEquals: { "aws:PrincipalTag/t": null } },
      });
      const after = ask([policy(statement({ Principal: partner }), closed)]);
      const unresolved = [
        { at: "/Statement/1/Condition/StringEquals/aws:PrincipalTag~1t", expression: "var.t" },
      ] as const;
      const documents = after.documents.map((one) => ({ ...one, unresolved }));
      const { exposure, allowedTo } = newAccess(ask([]), { ...after, documents });
      expect(exposure).to.equal("cross-account");
      expect(allowedTo).to.deep.equal([{ kind: "account", name: "222222222222" }]);
    });

    it("is nothing new where it stands on both sides", () => {
      expect(newAccess(withHole("var.partner"), withHole("var.partner")).exposure).to.equal("private");
    });

    it("is undecided where another stood in its place", () => {
      const { exposure, reason } = newAccess(withHole("var.partner"), withHole("var.other"));
      expect(exposure).to.equal("undecided");
      expect(reason?.says).to.contain("var.other");
    });
  });

  describe("agrees with an enumeration of requests", () => {
    const PAIRS = HEAVY ? 3000 : 150;
    it(`on ${PAIRS} random pairs`, function () {
      this.timeout(PAIRS * 400);
      const tally = { new: 0, same: 0, undecided: 0 };
      for (let seed = 1; seed <= PAIRS; seed += 1) {
        const pair = pairOf(seed);
        if (pair === null) continue;
        const { before, after } = pair;
        const found = newAccess(before, after);
        const [old, now] = [policiesOf(before), policiesOf(after)];
        const isNew = (request: Request): boolean =>
          evaluate(now, request).decision === "allowed" && evaluate(old, request).decision !== "allowed";
        if (found.exposure === "undecided") tally.undecided += 1;
        else if (found.exposure === "private") {
          tally.same += 1;
          const missed = firstOf(requestsBeyond(before, after), isNew);
          expect(missed, `seed ${seed}: missed`).to.equal(null);
        } else {
          tally.new += 1;
          expect(found.witness !== null && isNew(found.witness), `seed ${seed}: the witness is new`).to.equal(
            true,
          );
          const { who } = standing(found.witness as Request, names([...now, ...old]), after, [
            ...now,
            ...old,
          ]);
          expect(who, `seed ${seed}`).to.not.equal("trusted");
        }
      }
      expect(tally.new).to.be.greaterThan(PAIRS / 8);
      expect(tally.same).to.be.greaterThan(PAIRS / 8);
      expect(tally.undecided).to.be.lessThan(PAIRS / 50 + 2);
    });
  });
});

const policiesOf = ({ documents }: Question): readonly Policy[] =>
  documents.map(({ text }) => readPolicy(text));

/** Two versions of the policies of a seed; null where AWS's pages leave open what they mean, or a text is broken. */
const pairOf = (seed: number): { readonly before: Question; readonly after: Question } | null => {
  const r = random(seed);
  const { texts, trust, broken } = generate(seed);
  const other = generate(seed + 1_000_000);
  if (broken !== null || other.broken !== null) return null;
  const changed = texts.map((text) => (r.chance(0.7) ? mutated(text, r) : text));
  const after = r.pick([changed, changed, other.texts, [...texts, ...other.texts], texts.slice(1)]);
  const pair = r.chance(0.5) ? [texts, after] : [after, texts];
  const [one = [], two = []] = pair;
  const [before, now] = [ask(one, trust), ask(two, trust)];
  const open = openQuestions([...policiesOf(before), ...policiesOf(now)], now);
  return open.some(({ weight }) => weight !== "standard") ? null : { before, after: now };
};

type Random = ReturnType<typeof random>;

/** The policy without one of its statements, one of its conditions, or with one more operator's values. */
const mutated = (text: string, r: Random): string => {
  const value = JSON.parse(text) as { Statement: object | object[] };
  const statements = [value.Statement].flat() as Record<string, unknown>[];
  const at = r.below(statements.length);
  const one = statements[at] ?? {};
  const { Condition: _condition, Sid: _sid, ...bare } = one;
  const next = r.pick([
    statements.toSpliced(at, 1),
    statements.with(at, bare),
    [...statements, { ...bare, Effect: one["Effect"] === "Deny" ? "Allow" : "Deny" }],
    statements.with(at, { ...one, Action: "ses:SendRawEmail", NotAction: undefined }),
  ]);
  return JSON.stringify({ ...value, Statement: next.length === 0 ? statements : next });
};

/** Requests by outsiders that either side's policies can tell apart: the first some hundreds of them. */
function* requestsBeyond(before: Question, after: Question): Generator<Request> {
  const policies = [...policiesOf(after), ...policiesOf(before)];
  const called = names(policies);
  let left = 1500;
  for (const { request, places } of scenes(policies, called, after))
    for (const { context } of places) {
      const there = { ...request, context: { ...request.context, ...context } };
      if (standing(there, called, after, policies).who !== "trusted") yield there;
      if ((left -= 1) === 0) return;
    }
}

const firstOf = (all: Iterable<Request>, test: (one: Request) => boolean): Request | null => {
  for (const one of all) if (test(one)) return one;
  return null;
};
