import type { Standard } from "./standard.ts";

export const AWAF: Standard = {
  id: "AWAF",
  title: "AWS Well-Architected Framework, Security Pillar",
  edition: "27 June 2024",
  url: "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/welcome.html",
  confirmedIn: "AWS Well-Architected Framework, Security Pillar, pages of the best practices",
  note: null,
  clauses: [
    { id: "SEC03-BP01", title: "Define access requirements" },
    { id: "SEC03-BP02", title: "Grant least privilege access" },
    { id: "SEC03-BP04", title: "Reduce permissions continuously" },
    {
      id: "SEC03-BP05",
      title: "Define permission guardrails for your organization",
    },
    { id: "SEC03-BP07", title: "Analyze public and cross-account access" },
    { id: "SEC03-BP08", title: "Share resources securely within your organization" },
    { id: "SEC03-BP09", title: "Share resources securely with a third party" },
  ],
};
