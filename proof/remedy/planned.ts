import { NOBODY, planFixes, type FixOptions } from "../../src/fix.ts";
import { judgingOf } from "../../src/judging.ts";
import type { ResourceRecord } from "../../src/model/snapshot.ts";
import type { Targets } from "../../src/model/remedy.ts";
import { OWNER_ONLY, type Trust } from "../../src/model/trust.ts";
import type { Plan } from "../../src/remedy/plan-file.ts";

const NOW = "2026-11-23T12:00:00Z";

/** A live identity with these policies, `Policy-1` and on. */
export const identityRecord = (
  texts: readonly string[],
  arn = "arn:aws:ses:us-east-1:111111111111:identity/example.com",
): ResourceRecord => {
  const [, , , region = "", account = ""] = arn.split(":");
  return {
    kind: "aws.ses.identity",
    scope: `aws/${account}/${region}/ses`,
    id: arn,
    policies: texts.map((document, index) => ({ name: `Policy-${index + 1}`, document })),
  };
};

export interface Fixing {
  readonly trust?: Trust;
  readonly targets?: Partial<Targets>;
  readonly rules?: readonly string[];
  readonly options?: Partial<FixOptions>;
}

/** The plan for some records, by the built-in rules. */
export const planned = async (
  records: readonly ResourceRecord[],
  { trust = OWNER_ONLY, targets = {}, rules = [], options = {} }: Fixing = {},
): Promise<Plan> => {
  const judging = await judgingOf({ now: NOW, select: { ids: rules } });
  return planFixes(
    records,
    { ...judging, trust },
    { targetsOf: () => ({ ...NOBODY, ...targets }), owner: null, lockOut: [], ...options },
  );
};
