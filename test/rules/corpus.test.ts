import { expect } from "chai";
import { OWNER_ONLY, type Trust } from "../../src/model/trust.ts";
import type { Verdict } from "../../src/model/verdict.ts";
import { SES_KIND } from "../../src/services/ses/kind.ts";
import { RULES } from "../../src/rules/index.ts";
import { rule as exposed } from "../../src/rules/ses-003-exposed-identities/rule.ts";
import { contextOf, resourceOf } from "../../src/testing/case-resource.ts";
import { breaches } from "../../src/testing/contract.ts";
import { casesOf, NOW, type Case } from "../conformance/cases.ts";

const CASES = [...casesOf("semantic-cases.jsonl"), ...casesOf("own-cases.jsonl")];

const identityOf = ({ identityArn, policies }: Case): ReturnType<typeof resourceOf> =>
  resourceOf(SES_KIND, {
    id: identityArn,
    policies: policies.map((document, index) => ({ name: `Policy-${index + 1}`, document })),
    verification: "Success",
    dkim: { enabled: true, status: "Success" },
  });

const trustOf = ({ trust, trustedAccounts = [] }: Case): Trust =>
  trust ?? { ...OWNER_ONLY, accounts: trustedAccounts };

describe("the rules over the worked cases of exposure", () => {
  for (const one of CASES) {
    it(`${one.id}: ${one.title}`, () => {
      const identity = identityOf(one);
      for (const rule of RULES) {
        expect(
          breaches(rule, SES_KIND, identity, contextOf(rule, { now: NOW, trust: trustOf(one) })),
        ).to.deep.equal([]);
      }
      const verdict: Verdict = exposed.judge(identity, contextOf(exposed, { now: NOW, trust: trustOf(one) }));
      expect(one.acceptable).to.include(verdict.data?.["exposure"]);
      if (one.exposed === true) expect(verdict.status).not.to.equal("SUCCESS");
      if (one.exposed === false) expect(verdict.status).not.to.equal("FAILURE");
    });
  }
});
