import { expect } from "chai";
import { findingOf } from "../../src/assess/finding.ts";
import { judge, type ActiveRule } from "../../src/assess/judge.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { Place, PolicyDocument } from "../../src/model/resource.ts";
import { defaultSettings, type AnyRule } from "../../src/model/rule.ts";
import { OWNER_ONLY, type Trust } from "../../src/model/trust.ts";
import { evaluate } from "../../src/policy/evaluate/evaluate.ts";
import { STANDARD } from "../../src/policy/evaluate/reading.ts";
import type { Policy } from "../../src/policy/shapes.ts";
import { rule as crossAccount } from "../../src/rules/ses-004-cross-account-access/rule.ts";
import { rule as exposed } from "../../src/rules/ses-003-exposed-identities/rule.ts";
import { SES_KIND } from "../../src/services/ses/kind.ts";
import { policyDocument } from "../../src/sources/written/policy-document.ts";
import { fileText } from "../../src/sources/written/text.ts";
import { resourceOf } from "../../src/testing/case-resource.ts";
import { generate } from "../../proof/generate/generate.ts";
import { IDENTITY, OWNER } from "../../proof/question.ts";
import { readPolicy } from "../../proof/read-policy.ts";
import { HEAVY } from "../support/heavy.ts";

const NOW = "2026-11-23T12:00:00Z";

const SEEDS = HEAVY ? 900 : 300;

/** The finding of a rule on an identity with these policies, each in a file of its own, all of one name. */
const judged = (rule: AnyRule, texts: readonly string[], trust: Trust = OWNER_ONLY): Finding => {
  const active: ActiveRule = {
    rule,
    riskLevel: "HIGH",
    settings: defaultSettings(rule.meta),
    foreign: false,
  };
  const documents = texts.map((text, index) =>
    policyDocument("p", fileText({ path: `${index}.json`, text: JSON.stringify(JSON.parse(text), null, 1) })),
  );
  const resource = resourceOf(SES_KIND, { id: IDENTITY, arn: IDENTITY, owner: OWNER, policies: documents });
  const judgement = judge(active, resource, SES_KIND, { now: NOW, trust });
  return findingOf(active, resource, documents, judgement, { now: NOW, fingerprintKey: (id) => id });
};

const spans = (outer: Place | undefined, inner: Place | null | undefined): boolean =>
  outer !== undefined &&
  inner?.file === outer.file &&
  inner.startLine >= outer.startLine &&
  inner.endLine <= outer.endLine;

const statementPlaces = (text: string, index: number): PolicyDocument["places"] =>
  policyDocument("p", fileText({ path: `${index}.json`, text: JSON.stringify(JSON.parse(text), null, 1) }))
    .places;

/** The policies with one Allow alone, and every Deny. */
const onlyAllow = (policies: readonly Policy[], document: number, statement: number): readonly Policy[] =>
  policies.map((policy, index) => ({
    ...policy,
    statements: policy.statements.filter(
      ({ effect }, at) => effect === "Deny" || (index === document && at === statement),
    ),
  }));

const allowsIn = (policies: readonly Policy[]): number =>
  policies.flatMap(({ statements }) => statements).filter(({ effect }) => effect === "Allow").length;

/** Where a finding points to: the document and the statement, by the place alone. */
const pointedTo = (
  texts: readonly string[],
  place: Place | null,
): { readonly document: number; readonly statement: number } => {
  const found = texts.flatMap((text, document) =>
    Object.entries(statementPlaces(text, document) ?? {})
      .filter(([pointer, outer]) => /^\/Statement(?:\/\d+)?$/.test(pointer) && spans(outer, place))
      .map(([pointer]) => ({ document, statement: Number(pointer.split("/")[2] ?? -1) })),
  );
  // A list of statements encloses each of them.
  const one = found.find(({ statement }) => statement >= 0) ?? found[0];
  return one === undefined
    ? expect.fail(`nothing stands at ${JSON.stringify(place)}`)
    : { ...one, statement: Math.max(0, one.statement) };
};

const ALLOW = { Effect: "Allow", Action: "ses:SendEmail", Resource: IDENTITY } as const;
const policyOf = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const partner = { ...ALLOW, Principal: { AWS: "222233334444" } };
const everyone = { ...ALLOW, Principal: "*" };

/** A failure is shown by a request of one reading; either is enough (docs/exposure.md, `foranyvalue-ifexists`). */
const READINGS = [true, false].map((anyValueIfExists) => ({ ...STANDARD, anyValueIfExists }));

describe("the place of a failure", () => {
  for (const rule of [exposed, crossAccount])
    it(`${rule.meta.id}: is in the statement that accepts the witness, for random policies of one name`, function () {
      this.timeout(60_000);
      let several = 0;
      let notFirst = 0;
      for (let seed = 1; seed <= SEEDS; seed += 1) {
        const { texts, trust, broken } = generate(seed);
        if (broken !== null) continue;
        const policies = texts.map(readPolicy);
        if (allowsIn(policies) < 2) continue;
        const finding = judged(rule, texts, trust);
        if (finding.status !== "FAILURE" || finding.witness === null) continue;
        several += 1;
        const { document, statement } = pointedTo(texts, finding.location);
        const first = policies[0]?.statements.findIndex(({ effect }) => effect === "Allow");
        if (document > 0 || statement !== first) notFirst += 1;
        const alone = onlyAllow(policies, document, statement);
        const { witness } = finding;
        // A rule about others than strangers may be shown a witness that some narrower statement accepts.
        if (rule === exposed || finding.data["exposure"] === "exposed")
          expect(
            READINGS.map((reading) => evaluate(alone, witness, reading).decision),
            `seed ${seed}`,
          ).to.include("allowed");
        expect(finding.faults[0]?.location, `seed ${seed}`).to.deep.equal(finding.location);
        for (const { documentIndex = 0, location } of finding.faults)
          expect(pointedTo(texts, location ?? null).document, `seed ${seed}`).to.equal(documentIndex);
      }
      expect(several).to.be.greaterThan(SEEDS / 15);
      expect(notFirst).to.be.greaterThan(SEEDS / 60);
    });

  it("is not in a statement that a Deny of another policy takes back", () => {
    const open = { ...everyone, Action: "ses:SendRawEmail" };
    const denial = { ...everyone, Effect: "Deny", Action: "ses:SendEmail" };
    const texts = [policyOf(everyone), policyOf(denial), policyOf(open)];
    expect(judged(exposed, texts).faults.map(({ documentIndex, at }) => [documentIndex, at])).to.deep.equal([
      [2, "/Statement/0"],
    ]);
    expect(judged(exposed, texts).location?.file).to.equal("2.json");
  });

  it("is not in a grant that SES-004 has nothing against", () => {
    const texts = [policyOf({ ...ALLOW, Principal: { AWS: OWNER } }, partner), policyOf(partner)];
    const finding = judged(crossAccount, texts);
    expect(pointedTo(texts, finding.location)).to.deep.equal({ document: 0, statement: 1 });
    expect(finding.faults.map(({ location }) => location?.file)).to.deep.equal(["0.json", "1.json"]);
  });

  it("is a single statement that stands in no list", () => {
    const text = JSON.stringify({ Version: "2012-10-17", Statement: everyone });
    expect(judged(exposed, [policyOf(partner), text]).location?.file).to.equal("1.json");
  });
});
