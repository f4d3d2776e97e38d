import type { Standard } from "./standard.ts";

/** The text is under CC BY-NC-SA 4.0: numbers and our own short paraphrase. */
export const CISAWSF: Standard = {
  id: "CISAWSF",
  title: "CIS Amazon Web Services Foundations Benchmark",
  edition: "Version 7.0.0 (2026)",
  url: "https://www.cisecurity.org/benchmark/amazon_web_services",
  confirmedIn: "Prowler, prowler/compliance/aws/cis_7.0_aws.json (commit 3e000fa)",
  note: "The title is our paraphrase. Earlier versions have no recommendation on policies of resources in general.",
  clauses: [{ id: "2.21", title: "No resource policy with an unrestricted principal" }],
};
