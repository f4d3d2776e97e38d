import type { Standard } from "./standard.ts";

/** MAS's text may not be reproduced: numbers, headings and our own short paraphrase. */
export const MAS: Standard = {
  id: "MAS",
  title: "MAS Technology Risk Management Guidelines",
  edition: "18 January 2021",
  url: "https://www.mas.gov.sg/regulation/guidelines/technology-risk-management-guidelines",
  note: "The words after a heading are our paraphrase. The guidelines are best practice; the binding companion is the MAS Notice on Cyber Hygiene.",
  clauses: [
    { id: "3.3", title: "Management of Information Assets", confirmation: "cited" },
    { id: "3.4", title: "Management of Third Party Services", confirmation: "cited" },
    { id: "9.1", title: "User Access Management", confirmation: "cited" },
    {
      id: "9.1.1",
      title: "User Access Management: never alone, segregation of duties, least privilege",
      confirmation: "cited",
    },
    {
      id: "9.1.2",
      title: "User Access Management: granting, changing and revoking access",
      confirmation: "to-be-confirmed",
    },
    {
      id: "9.1.3",
      title: "User Access Management: users identified, access logged",
      confirmation: "to-be-confirmed",
    },
    { id: "9.1.6", title: "User Access Management: periodic review", confirmation: "to-be-confirmed" },
    { id: "9.1.8", title: "User Access Management: service providers", confirmation: "to-be-confirmed" },
    { id: "9.2", title: "Privileged Access Management", confirmation: "to-be-confirmed" },
    { id: "11.1", title: "Data Security", confirmation: "to-be-confirmed" },
    { id: "11.3", title: "System Security", confirmation: "to-be-confirmed" },
    { id: "12", title: "Cyber Security Operations", confirmation: "cited" },
    { id: "13", title: "Cyber Security Assessment", confirmation: "cited" },
  ],
};
