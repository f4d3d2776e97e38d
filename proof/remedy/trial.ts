import type { Targets } from "../../src/model/remedy.ts";
import type { Trust } from "../../src/model/trust.ts";
import { generate } from "../generate/generate.ts";
import { brokenLaws } from "./laws.ts";
import { identityRecord, planned } from "./planned.ts";
import { tallyOf, type Tally } from "./tally.ts";

/** Each kind of target that a plan can be made for. */
export const TARGETS: readonly { readonly title: string; readonly targets: Partial<Targets> }[] = [
  { title: "with nobody named", targets: {} },
  {
    title: "for an account and a role",
    targets: { accounts: ["222222222222"], principals: ["arn:aws:iam::333333333333:role/x"] },
  },
  { title: "by a condition", targets: { accounts: ["222222222222"], by: "condition" } },
  {
    title: "for an organisation and an account",
    targets: { organizations: ["o-own1234567"], accounts: ["222222222222"] },
  },
];

/** What planning for the set of a seed came to; nothing is planned where no rule fails. */
export interface Trial {
  readonly tally: Tally;
  /** What the laws have against the plan, with what shows it. */
  readonly broken: readonly string[];
}

/** Plans for the random set of a seed and holds the plan against the laws. */
export const trial = async (seed: number, targets: Partial<Targets>): Promise<Trial> => {
  const set = generate(seed);
  const plan = await planned([identityRecord(set.texts)], { trust: set.trust, targets });
  const trust = withTargets(set.trust, targets);
  const broken = plan.resources.flatMap((resource) =>
    brokenLaws(resource, trust).map((law) => `seed ${seed}: ${law}: ${JSON.stringify(resource.steps)}`),
  );
  return { tally: tallyOf(plan), broken };
};

const withTargets = (
  trust: Trust,
  { accounts = [], principals = [], organizations = [] }: Partial<Targets>,
): Trust => ({
  ...trust,
  accounts: [...trust.accounts, ...accounts],
  principals: [...trust.principals, ...principals],
  organizations: [...trust.organizations, ...organizations],
});
