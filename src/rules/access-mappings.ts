import type { Mapping, MappingStrength } from "../model/rule.ts";

const SECURITY_HUB = "own reading; Security Hub maps public policies of functions (Lambda.1) to the same";

/** What a rule about too wide a grant in an identity's policy serves, in the standards that speak of access in general. */
export const accessMappings = (unrestricted: MappingStrength): readonly Mapping[] => [
  {
    standard: "NIST5",
    clause: "AC-3",
    strength: "supporting",
    why: "The identity's policy is what enforces who may use it.",
    source: SECURITY_HUB,
  },
  ...leastPrivilegeMappings,
  {
    standard: "ISO27001",
    clause: "A.5.15",
    strength: "supporting",
    why: "Shows where a policy lets in more than the owner has named.",
    source: "own reading",
  },
  {
    standard: "SOC2",
    clause: "CC6.1",
    strength: "supporting",
    why: "The policy is the logical access control of the identity.",
    source: "own reading",
  },
  {
    standard: "PCI",
    clause: "7.2.1",
    strength: "supporting",
    why: "A grant to outsiders whom nobody named is outside of any model of access.",
    source: SECURITY_HUB,
  },
  {
    standard: "CISAWSF",
    clause: "2.21",
    strength: unrestricted,
    why: "Decides it for the policies of SES identities, conditions included.",
    source: "own reading; Prowler maps public SNS and SQS policies to the same",
  },
  {
    standard: "CCM4",
    clause: "IAM-16",
    strength: "supporting",
    why: "Tests what the mechanism of authorisation lets through.",
    source: "own reading",
  },
];

/** What a rule serves that finds a grant which is wider than any task needs. */
export const leastPrivilegeMappings: readonly Mapping[] = [
  {
    standard: "NIST5",
    clause: "AC-6",
    strength: "supporting",
    why: "The grant allows more than any task needs.",
    source: SECURITY_HUB,
  },
  {
    standard: "ISO27001",
    clause: "A.8.3",
    strength: "supporting",
    why: "Access to the identity is not restricted to those who need it.",
    source: "own reading; Prowler maps IAM Access Analyzer to the same",
  },
  {
    standard: "SOC2",
    clause: "CC6.3",
    strength: "supporting",
    why: "The grant is not the least privilege that the criterion speaks of.",
    source: "own reading",
  },
  {
    standard: "CCM4",
    clause: "IAM-05",
    strength: "supporting",
    why: "The grant allows more than any task needs.",
    source: "own reading",
  },
];
