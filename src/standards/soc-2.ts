import type { Standard } from "./standard.ts";

/** The criteria's text is the AICPA's: numbers and our own short paraphrase. */
export const SOC2: Standard = {
  id: "SOC2",
  title: "SOC 2, Trust Services Criteria",
  edition: "TSC 2017, with the points of focus revised in 2022",
  url: "https://www.aicpa-cima.com/resources/download/2017-trust-services-criteria-with-revised-points-of-focus-2022",
  confirmedIn: "Prowler, prowler/compliance/aws/soc2_aws.json (commit 3e000fa)",
  note: "The titles are our paraphrase of the criteria.",
  clauses: [
    { id: "CC6.1", title: "Logical access security over information assets" },
    { id: "CC6.3", title: "Access by roles, least privilege and segregation of duties" },
    { id: "CC6.6", title: "Measures against threats from outside the system" },
    { id: "CC6.7", title: "Transmission of information restricted and protected" },
    { id: "CC7.1", title: "Detection of changed configurations and new vulnerabilities" },
  ],
};
