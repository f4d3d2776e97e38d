import type { Standard } from "./standard.ts";

export const GDPR: Standard = {
  id: "GDPR",
  title: "General Data Protection Regulation",
  edition: "Regulation (EU) 2016/679 of 27 April 2016",
  url: "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
  confirmedIn:
    "Regulation (EU) 2016/679 on EUR-Lex; Prowler, prowler/compliance/aws/gdpr_aws.json (commit 3e000fa)",
  note: "A sending policy that is open does not show stored data to anyone; it lets strangers write to data subjects in the controller's name.",
  clauses: [
    { id: "Art. 25", title: "Data protection by design and by default" },
    { id: "Art. 32", title: "Security of processing" },
  ],
};
