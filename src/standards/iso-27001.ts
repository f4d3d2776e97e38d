import type { Standard } from "./standard.ts";

/** ISO's text may not be reproduced: numbers and names of the controls of Annex A. */
export const ISO27001: Standard = {
  id: "ISO27001",
  title: "ISO/IEC 27001 Information security management systems",
  edition: "ISO/IEC 27001:2022, Annex A",
  url: "https://www.iso.org/standard/27001",
  confirmedIn: "Prowler, prowler/compliance/aws/iso27001_2022_aws.json (commit 3e000fa)",
  note: "A control of Annex A is a matter of the organisation as a whole; a rule can speak to the technical part of it.",
  clauses: [
    { id: "A.5.14", title: "Information transfer" },
    { id: "A.5.15", title: "Access control" },
    { id: "A.5.18", title: "Access rights" },
    { id: "A.8.3", title: "Information access restriction" },
    { id: "A.8.9", title: "Configuration management" },
  ],
};
