import type { Standard } from "./standard.ts";

/** The text is the PCI Security Standards Council's: numbers and our own short paraphrase. */
export const PCI: Standard = {
  id: "PCI",
  title: "PCI DSS, Payment Card Industry Data Security Standard",
  edition: "Version 4.0.1, June 2024",
  url: "https://www.pcisecuritystandards.org/document_library/",
  confirmedIn:
    "AWS Security Hub user guide, control Lambda.1 (PCI DSS v4.0.1/7.2.1); Prowler, prowler/compliance/aws/pci_4.0_aws.json (commit 3e000fa)",
  note: "The titles are our paraphrase. The requirement concerns what belongs to the cardholder data environment or can affect it; whether an identity does is for the assessor to say.",
  clauses: [{ id: "7.2.1", title: "Access to system components and data: a model that defines it" }],
};
