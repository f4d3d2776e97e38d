import { APRA } from "./apra-cps-234.ts";
import { AWAF } from "./aws-well-architected.ts";
import { GDPR } from "./gdpr.ts";
import { MAS } from "./mas-trm.ts";
import { CCM4 } from "./csa-ccm.ts";
import { CISAWSF } from "./cis-aws-foundations.ts";
import { ISO27001 } from "./iso-27001.ts";
import { NIST4, NIST5 } from "./nist-800-53.ts";
import { PCI } from "./pci-dss.ts";
import { SOC2 } from "./soc-2.ts";
import type { Clause, Standard } from "./standard.ts";

/** Every standard that a mapping may name, in the order of the reports. */
export const STANDARDS: readonly Standard[] = [
  GDPR,
  APRA,
  MAS,
  NIST5,
  NIST4,
  ISO27001,
  SOC2,
  PCI,
  CISAWSF,
  CCM4,
  AWAF,
];

export const findStandard = (id: string): Standard | undefined =>
  STANDARDS.find((standard) => standard.id === id);

export const findClause = (standard: string, clause: string): Clause | undefined =>
  findStandard(standard)?.clauses.find(({ id }) => id === clause);
