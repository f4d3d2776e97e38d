import { APRA } from "./apra-cps-234.ts";
import { AWAF } from "./aws-well-architected.ts";
import { GDPR } from "./gdpr.ts";
import { MAS } from "./mas-trm.ts";
import { NIST4 } from "./nist-800-53.ts";
import type { Clause, Standard } from "./standard.ts";

/** Every standard that a mapping may name, in the order of the reports. */
export const STANDARDS: readonly Standard[] = [GDPR, APRA, MAS, NIST4, AWAF];

export const findStandard = (id: string): Standard | undefined =>
  STANDARDS.find((standard) => standard.id === id);

export const findClause = (standard: string, clause: string): Clause | undefined =>
  findStandard(standard)?.clauses.find(({ id }) => id === clause);
