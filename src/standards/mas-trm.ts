import type { Standard } from "./standard.ts";

/** MAS's text may not be reproduced: numbers, headings and our own short paraphrase. */
export const MAS: Standard = {
  id: "MAS",
  title: "MAS Technology Risk Management Guidelines",
  edition: "18 January 2021",
  url: "https://www.mas.gov.sg/regulation/guidelines/technology-risk-management-guidelines",
  confirmedIn: "The headings of the guidelines; AWS Config, conformance pack for MAS TRMG (January 2021)",
  note: "The words after a heading are our paraphrase. The guidelines are best practice; the binding companion is the MAS Notice on Cyber Hygiene.",
  clauses: [
    { id: "3.3", title: "Management of Information Assets" },
    { id: "3.4", title: "Management of Third Party Services" },
    { id: "9.1", title: "User Access Management" },
    {
      id: "9.1.1",
      title: "User Access Management: never alone, segregation of duties, least privilege",
    },
    { id: "12", title: "Cyber Security Operations" },
    { id: "13", title: "Cyber Security Assessment" },
  ],
};
